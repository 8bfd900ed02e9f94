#!/bin/sh
# The main job on the sample: two versions signed, the archive verified, three days asked, the page made.
# Everything lands in demo/; the keys are made on the spot and prove nothing about anybody.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
inkraft="$root/${CARGO_TARGET_DIR:-target}/debug/inkraft"
case ${CARGO_TARGET_DIR:-} in /*) inkraft="$CARGO_TARGET_DIR/debug/inkraft" ;; esac
policy=social-media-konzept

rm -rf demo
mkdir -p demo
export INKRAFT_STATE="$root/demo/state"
cd demo
(umask 077 && printf 'Vorführung, kein Geheimnis\n' > passphrase)

# The sample's days lie in the past, so the clock is set; the program says so each time.
at() { INKRAFT_NOW=$1; export INKRAFT_NOW; shift; printf '\n$ inkraft %s\n' "$*"; "$inkraft" --lang de "$@"; }

at 2018-07-25T10:00:00+02:00 init regelwerk --publisher "IHK Dresden" \
    --origin muster.example/regelwerk --officer "Erika Muster" --function "zeichnet nur für diese Vorführung" \
    --passphrase-file passphrase
cd regelwerk
mkdir -p "documents/$policy"
sign() { at "$1" sign "$policy" --yes --passphrase-file ../passphrase; }

cp "$root/documents/$policy/policy.toml" "documents/$policy/policy.toml"
at 2018-07-25T10:05:00+02:00 check "$policy"
sign 2018-07-25T10:10:00+02:00
cp "$root/documents/$policy/policy-v2.toml" "documents/$policy/policy.toml"
sign 2019-01-28T09:30:00+01:00

at 2019-03-01T12:00:00+01:00 verify --rebuild
at 2019-03-01T12:00:00+01:00 attach "$policy" --page public/impressum.html --create
unset INKRAFT_NOW
printf '\n$ inkraft verify public/%s/%s.pdf\n' "$policy" "$policy"
"$inkraft" --lang de verify "public/$policy/$policy.pdf"

echo
echo "In Kraft:"
for day in 2018-07-31 2018-08-01 2019-02-01; do
    # 3 means that nothing was in force, which is an answer.
    "$inkraft" --lang de in-force "$policy" --on "$day" | head -n 1 | sed 's/^/  /' || [ $? -eq 3 ]
done
echo
echo "PDF:        demo/regelwerk/archive/policies/$policy/2/$policy-v2.pdf"
echo "Archiv:     demo/regelwerk/archive"
echo "Impressum:  demo/regelwerk/public/impressum.html"
