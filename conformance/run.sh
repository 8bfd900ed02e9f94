#!/bin/sh
# Has programs that we did not write judge what we wrote: veraPDF on every PDF of the demo's archive, for PDF/A-3a
# and PDF/UA-1. The validator is first seen to fail on a spoiled file, so that we know that it looks.
set -eu
cd "$(dirname "$0")/.."
work=target/conformance
mkdir -p "$work"
[ -d demo/regelwerk/archive ] || { echo "run make demo first" >&2; exit 2; }

mvn -q -B -f conformance/pdf/pom.xml dependency:copy-dependencies -DoutputDirectory="$PWD/$work/lib" < /dev/null
judge() { java -cp "$work/lib/*" conformance/pdf/Validate.java "$@"; }

first=$(find demo/regelwerk/archive/policies -name '*.pdf' | sort | head -n 1)
# The declared parts are changed in place, so the file is whole but claims what it is not.
LC_ALL=C sed -e 's/<pdfuaid:part>1</<pdfuaid:part>9</' -e 's/<pdfaid:conformance>A</<pdfaid:conformance>X</' "$first" > "$work/spoiled.pdf"
if cmp -s "$first" "$work/spoiled.pdf"; then
    echo "the file to be spoiled was not changed" >&2
    exit 1
fi
judge "$work/spoiled.pdf" > "$work/spoiled.txt"
if [ "$(grep -c '^fail ' "$work/spoiled.txt")" -ne 2 ]; then
    echo "veraPDF accepts a spoiled file:" >&2
    cat "$work/spoiled.txt" >&2
    exit 1
fi

find demo/regelwerk/archive/policies -name '*.pdf' | sort > "$work/files"
# Paths of the archive have no spaces.
judge $(cat "$work/files") | tee "$work/result.txt"
wanted=$(($(wc -l < "$work/files") * 2))
passed=$(grep -c '^pass ' "$work/result.txt" || true)
echo "veraPDF: $passed of $wanted judgements pass"
[ "$passed" -eq "$wanted" ]
