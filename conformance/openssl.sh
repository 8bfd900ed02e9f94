#!/bin/sh
# Follows docs/verify-without-inkraft.md, with the functions as they stand there: openssl and coreutils verify every record,
# the log, every PDF that is there, every time stamp; and refuse copies of the archive that were spoiled.
#
# openssl.sh ARCHIVE [AUTHORITY.pem]: prints what was verified; exit code 1 with what was not.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
archive=$(cd "$1" && pwd)
authority=${2:+$(cd "$(dirname "$2")" && pwd)/$(basename "$2")}
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
sed -n '/^```sh$/,/^```$/p' "$here/docs/verify-without-inkraft.md" | grep -v '^```' > "$work/functions"
. "$work/functions"

# Whether an archive holds; its counts are left in $work/counts.
holds() (
    archive=$1 records=0 signatures=0 pdfs=0 stamps=0
    size=$(checkpoint_size "$archive/checkpoint")
    origin=$(head -n 1 "$archive/checkpoint")
    index=0
    while [ "$index" -lt "$size" ]; do
        log_entry "$archive" "$index" > "$work/entry" && entry_note "$work/entry" > "$work/record" || exit 1
        text=$(note_text "$work/record") || exit 1
        # A founding charter speaks for itself (its hash is the trust anchor); a later one is judged by that before it, and
        # by itself where keys are new.
        case $text in *'"kind":"charter"'*) cp "$work/record" "$work/new" ;; *) rm -f "$work/new" ;; esac
        [ "$index" -gt 0 ] || cp "$work/record" "$work/charter"
        for name in $(note_names "$work/record"); do
            # The archive key's name passes on to its successor, which signs the charter that names it.
            before=$work/charter
            if [ -f "$work/new" ] && [ "$name" = "$origin" ]; then before=$work/new; fi
            key=$(charter_key "$before" "$name" 2> /dev/null || charter_key "$work/new" "$name") || exit 1
            verify_note "$work/record" "$name" "$key" > "$work/said" 2>&1 || { cat "$work/said"; exit 1; }
            signatures=$((signatures + 1))
        done
        [ ! -f "$work/new" ] || cp "$work/new" "$work/charter"
        records=$((records + 1))
        case $text in *'"pdf":{'*)
            # Its PDF lies below the folder of its policy; one that is withheld is not there.
            for pdf in $(find "$archive/policies" -name '*.pdf'); do
                if verify_pdf "$pdf" "$work/record"; then pdfs=$((pdfs + 1)); fi
            done ;;
        esac
        index=$((index + 1))
    done
    verify_log "$archive" "$origin" "$(charter_key "$work/charter" "$origin")" || exit 1
    [ "$pdfs" -ge "$(find "$archive/policies" -name '*.pdf' | wc -l)" ] || { echo "a PDF without a record"; exit 1; }
    for stamp in "$archive"/checkpoints/*.tsr; do
        [ -f "$stamp" ] && [ -n "$authority" ] || continue
        number=$(basename "$stamp" .tsr)
        verify_stamp "$archive" "$number" "$authority" || { echo "stamp $number does not hold"; exit 1; }
        [ "$number" -eq "$size" ] || verify_stamp_logged "$archive" "$number" || { echo "stamp $number is not logged"; exit 1; }
        stamps=$((stamps + 1))
    done
    echo "$records records with $signatures signatures, the log, $pdfs PDFs, $stamps time stamps" > "$work/counts"
)

holds "$archive" > "$work/why" 2>&1 || { echo "$archive does not hold:" && cat "$work/why"; exit 1; }
counts=$(cat "$work/counts")

# spoiled FILE FROM TO: a copy in which this text of one file was changed must be refused.
refused=0
spoiled() {
    rm -rf "$work/copy"
    cp -R "$archive" "$work/copy"
    LC_ALL=C sed "s/$2/$3/" "$archive/$1" > "$work/copy/$1"
    if cmp -s "$archive/$1" "$work/copy/$1"; then echo "the file to be spoiled was not changed: $1" && exit 1; fi
    if holds "$work/copy" > /dev/null 2>&1; then echo "spoiled, and not refused: $1, $2" && exit 1; fi
    refused=$((refused + 1))
}
size=$(checkpoint_size "$archive/checkpoint")
spoiled "$(bundle_path 0 "$size")" '"kind":"issue"' '"kind":"issuf"'
spoiled "$(bundle_path 0 "$size")" '^logged 2' 'logged 3'
spoiled checkpoint "^$size\$" "$((size - 1))"
spoiled checkpoint '^— [^ ]* [A-Za-z0-9+/]\{20\}' '&A'
pdf=$(cd "$archive" && find policies -name '*.pdf' | head -n 1)
spoiled "$pdf" '%PDF-' '%PdF-'
first=$(cd "$archive/checkpoints" && ls | grep '\.tsr$' | head -n 1)
last=$(cd "$archive/checkpoints" && ls | grep '\.tsr$' | tail -n 1)
if [ -n "$authority" ] && [ "$first" != "$last" ]; then
    # A stamp of another checkpoint, and one by an authority that nobody pinned.
    rm -rf "$work/copy"
    cp -R "$archive" "$work/copy"
    cp "$archive/checkpoints/$last" "$work/copy/checkpoints/$first"
    if holds "$work/copy" > /dev/null 2>&1; then echo "another checkpoint's stamp was not refused" && exit 1; fi
    openssl req -x509 -newkey rsa:2048 -nodes -days 10 -subj /CN=nobody -keyout "$work/key" -out "$work/other.pem" 2> /dev/null
    if (authority=$work/other.pem && holds "$archive") > /dev/null 2>&1; then echo "an unknown authority was not refused" && exit 1; fi
    refused=$((refused + 2))
fi
echo "$(head -n 1 "$archive/checkpoint"): $counts; $refused spoiled copies refused"
