#!/bin/sh
# Has four programs that we did not write judge the signatures in PDFs: EU DSS, pyHanko, pdfsig (poppler), openssl.
#
# judge.sh LIST TRUST FOLDER: LIST has a line `LEVEL PATH` for each PDF, LEVEL being B or T (PAdES baseline); TRUST has the
# certificates that are trusted (*.pem) and their lists of revocations (*.crl). Writes what each says to FOLDER/dss.txt,
# pyhanko.txt, pdfsig.txt and openssl.txt. Needs what conformance/run.sh installs: libraries and Python in target/conformance.
set -eu
here=$(dirname "$0")
tools=$here/../../target/conformance
java -cp "$tools/lib-dss/*" "$here/Judge.java" "$1" "$2" > "$3/dss.txt"
for judge in pyhanko pdfsig openssl; do
    "$tools/venv/bin/python" "$here/judge.py" "$judge" "$1" "$2" > "$3/$judge.txt" 2> "$3/$judge.log" ||
        { cat "$3/$judge.log" >&2; exit 1; }
done
