#!/bin/sh
# Builds conformance/log with a Go that is recent enough; the module's own go.sum pins what it uses.
#
# log.sh FOLDER: FOLDER gets the program `log` and `ed25519vectors.json`. Debian's Go may be older than the module wants:
# one of 1.21 or later fetches a newer one by itself; an older one fetches it as the module golang.org/toolchain, checked
# against the checksum database like any other.
set -eu
here=$(cd "$(dirname "$0")/log" && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
newer=1.25.5

command -v go > /dev/null || { echo "Go is needed (Debian: golang-go)" >&2; exit 2; }
# fetch MODULE@VERSION: its folder in the module cache
fetch() (
    rm -rf "$work/fetch" && mkdir "$work/fetch" && cd "$work/fetch"
    printf 'module fetch\n\ngo 1.19\n' > go.mod
    go mod download -json "$1" > said || { cat said >&2; exit 1; }
    sed -n 's/^\t"Dir": "\(.*\)",*$/\1/p' said
)
minor=$(go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
if [ "${minor:-0}" -lt 21 ]; then
    if [ ! -x "$work/go/bin/go" ]; then
        from=$(fetch "golang.org/toolchain@v0.0.1-go$newer.$(go env GOOS)-$(go env GOARCH)") ||
            { echo "no Go of 1.24 or later here, and none to be had" >&2; exit 2; }
        # A module has no executable files and no go.mod but its own.
        rm -rf "$work/go" && cp -R "$from" "$work/go" && chmod -R u+w "$work/go"
        chmod +x "$work"/go/bin/* "$work"/go/pkg/tool/*/*
        find "$work/go/src" -name _go.mod | while read -r file; do mv "$file" "${file%_go.mod}go.mod"; done
    fi
    GOROOT=$work/go PATH=$work/go/bin:$PATH GOTOOLCHAIN=local
    export GOROOT PATH GOTOOLCHAIN
fi
(cd "$here" && go vet . && go build -trimpath -o "$work/log" .)
# By the author of C2SP's CCTV, whose predecessor they are; CCTV's own module is not to be had by every way.
edges=$(fetch filippo.io/mostly-harmless/ed25519vectors@v0.0.0-20210322192420-30a2d7243a94)
cp "$edges/ed25519vectors.json" "$work/"
chmod u+w "$work/ed25519vectors.json"
go env GOVERSION > "$work/version"
