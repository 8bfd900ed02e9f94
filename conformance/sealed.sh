#!/bin/sh
# Makes a workspace whose names are hard, with a time stamp authority on the loopback interface, signs hard documents in
# it through the command line, and verifies the archive.
#
# sealed.sh PROGRAMS FOLDER: PROGRAMS holds `inkraft` and `examples/hard-documents`. Afterwards FOLDER/pdf has the sealed
# PDFs, FOLDER/workspace the workspace, FOLDER/authority the authority's root and its list of revocations.
set -eu
programs=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$2"
mkdir -p "$2/pdf" "$2/drafts"
cd "$2"
export INKRAFT_STATE="$PWD/state"
(umask 077 && printf 'Prüfung, kein Geheimnis\n' > passphrase)

python3 "$here/signatures/authority.py" make authority
python3 "$here/signatures/authority.py" serve authority &
authority=$!
trap 'kill $authority' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -f authority/port ] && break
    kill -0 $authority
    sleep 0.5
done

# What a name may hold: letters of several scripts' neighbours, signs that PDF and ASN.1 write in their own way.
"$programs/inkraft" --lang de init workspace --publisher 'Stadt Müllerhöhe § 1 (Ærø, Łódź) \ „Ő“' \
    --origin muellerhoehe.example/ortsrecht --base-url https://muellerhoehe.example/ortsrecht/ \
    --officer 'Jörg-Ærøskøbing Müßig § 7' --function 'Leiterin (kommissarisch) \ Referat § 9 – Größe' \
    --passphrase-file passphrase
"$programs/examples/hard-documents" --drafts drafts
cd workspace
printf '\n[stamp]\nurl = "http://127.0.0.1:%s/"\n' "$(cat ../authority/port)" >> inkraft.toml
cp ../authority/root.pem keys/authorities.pem

# sign ID [DRAFT] [OPTION …]
sign() {
    id=$1 draft=${2:-$1}
    shift $(($# < 2 ? $# : 2))
    rm -rf "documents/$id"
    mkdir -p documents
    cp -R "../drafts/$draft" "documents/$id"
    "$programs/inkraft" --lang de sign "$id" --yes --passphrase-file ../passphrase "$@"
}
sign minimal
sign metadata metadata --event 'decided 2024-03-20 Stadtrat „Müllerhöhe“ § 12 (öffentlich) \ Nr. 3'
sign bylaws
sign long
# It is the third version of its policy, and lets earlier ones stand.
sign everything minimal
sign everything minimal --from 2024-05-01
sign everything

"$programs/inkraft" --lang de verify
for file in $(find archive/policies -name '*.pdf'); do
    cp "$file" "../pdf/sealed-$(basename "$file")"
done
