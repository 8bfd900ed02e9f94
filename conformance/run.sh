#!/bin/sh
# Has programs that we did not write judge what we wrote: every PDF of the demo's archive as it was sealed, hard documents
# as typeset and as sealed with a time stamp (conformance/sealed.sh), and sheets of certificates. veraPDF for PDF/A-3a and
# PDF/UA-1, qpdf for the file, outloud for what PDF/UA means; EU DSS, pyHanko, pdfsig and openssl for the signatures;
# jsonschema for the schema, icalendar for the calendar of what falls due; for the archives golang.org/x/mod/sumdb/note and
# Tessera's fsck (conformance/log), and openssl (conformance/openssl.sh); test vectors of others for what our code accepts
# (conformance/vectors). The tables go to docs/conformance.md.
#
# veraPDF and the judges of signatures and archives are first seen to fail on spoiled files, so that we know that they look.
set -eu
cd "$(dirname "$0")/.."
work=target/conformance
programs=${CARGO_TARGET_DIR:-target}/debug
bin=$(cd "$programs" && pwd)
[ -d demo/regelwerk/archive ] || { echo "run make demo first" >&2; exit 2; }
for tool in java mvn qpdf python3 pdfsig openssl go; do
    command -v "$tool" > /dev/null || { echo "$tool is needed" >&2; exit 2; }
done
mkdir -p "$work"

# ---- The judges ------------------------------------------------------------------------------------

mvn -q -B -f conformance/pdf/pom.xml dependency:copy-dependencies -DoutputDirectory="$PWD/$work/lib" < /dev/null
mvn -q -B -f conformance/signatures/pom.xml dependency:copy-dependencies -DoutputDirectory="$PWD/$work/lib-dss" < /dev/null
if ! cmp -s conformance/requirements.txt "$work/venv/requirements.txt"; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install -q --disable-pip-version-check -r conformance/requirements.txt
    cp conformance/requirements.txt "$work/venv/requirements.txt"
fi
python=$work/venv/bin/python
verapdf() { java -cp "$work/lib/*" conformance/pdf/Validate.java "$@"; }

# ---- What is judged --------------------------------------------------------------------------------

rm -rf "$work/pdf" "$work/spoiled" "$work/signatures" "$work/trust" "$work/openssl.txt.new"
mkdir -p "$work/pdf" "$work/spoiled" "$work/signatures" "$work/trust"
${CARGO:-cargo} build -q --example hard-documents
"$programs/examples/hard-documents" "$work/pdf" > /dev/null
for file in $(find demo/*/archive/policies -name '*.pdf'); do
    cp "$file" "$work/pdf/demo-$(basename "$file")"
done
# sheet NAME WORKSPACE ID DAY LANGUAGE: a certificate's sheet.
sheet() {
    rm -f "$work/certificate.txt"
    "$programs/inkraft" --lang "$5" prove "$3" --on "$4" --archive "demo/$2/archive" \
        -o "$work/certificate.txt" --pdf-out "$work/pdf/$1.pdf" > /dev/null
}
sheet sheet regelwerk social-media-konzept 2019-02-01 de
sheet sheet-absent regelwerk nichts 2019-02-01 de
sheet sheet-english musterstadt bibliothekssatzung 2024-02-01 en

# Sealed with a time stamp; the demo's have none.
if ! sh conformance/sealed.sh "$programs" "$work/sealed" > "$work/sealed.log" 2>&1; then
    cat "$work/sealed.log" >&2
    exit 1
fi
cp "$work"/sealed/pdf/*.pdf "$work/pdf/"
for file in "$work"/pdf/demo-*.pdf; do echo "B $file"; done > "$work/signatures/list"
for file in "$work"/pdf/sealed-*.pdf; do echo "T $file"; done >> "$work/signatures/list"

# Whom the judges of signatures trust: the certificates of the workspaces, and the root of the authority.
for file in demo/*/keys/*.crt "$work"/sealed/workspace/keys/*.crt; do
    openssl x509 -in "$file" -out "$work/trust/$(echo "$file" | tr / _).pem"
done
cp "$work/sealed/authority/root.pem" "$work/sealed/authority/root.crl" "$work/trust/"

# ---- Archives, and what our code accepts -----------------------------------------------------------

sh conformance/log.sh "$work/go"
for workspace in demo/regelwerk demo/musterstadt "$work/sealed/workspace"; do
    authority=
    if [ -f "$workspace/keys/authorities.pem" ]; then authority=$workspace/keys/authorities.pem; fi
    keys=$work/keys.json
    (cd "$workspace" && "$bin/inkraft" key list --json) > "$keys"
    "$work/go/log" archive "$workspace/archive" "$keys" 2> "$work/log.log" ||
        { cat "$work/log.log" >&2; exit 1; }
    sh conformance/openssl.sh "$workspace/archive" $authority >> "$work/openssl.txt.new" ||
        { cat "$work/openssl.txt.new" >&2; exit 1; }
done > "$work/log.txt"
mv "$work/openssl.txt.new" "$work/openssl.txt"
"$work/go/log" proofs > "$work/proofs.jsonl"
${CARGO:-cargo} build -q --manifest-path conformance/vectors/Cargo.toml --target-dir "$work/vectors"
vectors() { "$work/vectors/debug/inkraft-vectors" "$work/go/ed25519vectors.json" "$1"; }
# One verdict turned round must be seen.
sed '1s/"holds":true/"holds":false/' "$work/proofs.jsonl" > "$work/spoiled.jsonl"
if vectors "$work/spoiled.jsonl" > /dev/null 2>&1; then echo "a wrong verdict on a proof was not seen" >&2; exit 1; fi
vectors "$work/proofs.jsonl" > "$work/vectors.txt"

# ---- veraPDF is seen to fail -----------------------------------------------------------------------

# Each is spoiled in place, so that the file is whole and only says something else. What the file declares is
# changed in the file as it is; for the structure its objects are written out first, which must not matter.
spoil() {
    LC_ALL=C sed -e "$3" "$1" > "$work/spoiled/$2.pdf"
    if cmp -s "$1" "$work/spoiled/$2.pdf"; then
        echo "the file to be spoiled was not changed: $2" >&2
        exit 1
    fi
}
whole=$work/spoiled/nothing.pdf
qpdf --qdf --object-streams=disable "$work/pdf/everything.pdf" "$whole"
spoil "$work/pdf/concept-1.pdf" claims \
    's/<pdfuaid:part>1</<pdfuaid:part>9</; s/<pdfaid:conformance>A</<pdfaid:conformance>X</'
spoil "$whole" alt 's|^  /Alt |  /Alx |'
spoil "$whole" lang 's|^  /Lang |  /Lnag |'
spoil "$whole" heading 's|^  /S /H2$|  /S /H3|'
verapdf "$work"/spoiled/*.pdf > "$work/spoiled.txt"
# Flavour, file, and a clause that must be among those named, where one must.
expect() {
    if ! awk -v verdict="$1 $2 $work/spoiled/$3.pdf" -v clause="clause=$4," '
        /^(pass|fail) /      { here = ($0 == verdict); if (here && clause == "clause=,") found = 1 }
        here && index($0, clause) { found = 1 }
        END                  { exit !found }' "$work/spoiled.txt"; then
        echo "veraPDF does not say \"$1 $2\" to the spoiled file \"$3\":" >&2
        cat "$work/spoiled.txt" >&2
        exit 1
    fi
}
expect pass 3a nothing ""
expect pass ua1 nothing ""
expect fail 3a claims ""
expect fail ua1 claims ""
expect fail ua1 alt 7.3
expect fail ua1 lang 7.2
expect fail ua1 heading 7.4.2
echo "veraPDF: 4 spoiled files are refused, each for its fault"

# ---- The judges of signatures are seen to fail ---------------------------------------------------------

"$python" conformance/signatures/spoil.py make "$work/pdf/demo-social-media-konzept-v1.pdf" \
    "$work/pdf/sealed-bylaws-v1.pdf" "$work/sealed/authority" "$work/spoiled"
sh conformance/signatures/judge.sh "$work/spoiled/list" "$work/trust" "$work/spoiled"
"$python" conformance/signatures/spoil.py seen "$work/spoiled"

# ---- The judgements --------------------------------------------------------------------------------

verapdf "$work"/pdf/*.pdf > "$work/verapdf.txt"
for file in "$work"/pdf/*.pdf; do
    if qpdf --check "$file" > "$work/qpdf.log" 2>&1; then echo "pass $file"; else
        echo "fail $file"
        sed 's/^/     /' "$work/qpdf.log"
    fi
done > "$work/qpdf.txt"
sh conformance/signatures/judge.sh "$work/signatures/list" "$work/trust" "$work/signatures"
# Its rule TAG-002 takes running heads for prose where they repeat the title; they are marked as headers, and
# tests/it/structure.rs sees that nothing else is an artifact.
# TBL-010 takes a small table whose columns and rows both have heads for cells torn apart: it only counts.
"$work/venv/bin/outloud" --quiet --skip TAG-002 --skip TBL-010 --fail-on never --json "$work/outloud.json" "$work"/pdf/*.pdf > /dev/null
"$python" conformance/schema/check.py "$programs/inkraft" demo/regelwerk > "$work/schema.txt" ||
    { cat "$work/schema.txt" >&2; exit 1; }
"$python" conformance/calendar/check.py demo/regelwerk/fristen.ics > "$work/calendar.txt" ||
    { cat "$work/calendar.txt" >&2; exit 1; }
python3 conformance/report.py "$work" docs/conformance.md
