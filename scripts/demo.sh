#!/bin/sh
# The main job on the samples: versions signed, the archives verified, days asked, pages made.
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

# The samples' days lie in the past, so the clock is set; the program says so each time.
at() { INKRAFT_NOW=$1; export INKRAFT_NOW; shift; printf '\n$ inkraft %s\n' "$*"; "$inkraft" --lang de "$@"; }
# draft ID [FILE]: brings the sample's data and its images into the workspace.
draft() {
    mkdir -p "documents/$1"
    cp "$root/documents/$1/${2:-policy.toml}" "documents/$1/policy.toml"
    if [ -d "$root/documents/$1/assets" ]; then cp -R "$root/documents/$1/assets" "documents/$1/"; fi
}
# review DAY ID FILE: an evaluation, from the sample's draft.
review() {
    cp "$root/documents/$2/$3" "documents/$2/review.toml"
    at "$1" review "$2" --yes --passphrase-file ../passphrase
}
sign() { day=$1; id=$2; shift 2; at "$day" sign "$id" --yes --passphrase-file ../passphrase "$@"; }

# A chamber: three versions of its concept.
at 2018-07-25T10:00:00+02:00 init regelwerk --publisher "IHK Dresden" \
    --origin muster.example/regelwerk --base-url https://muster.example/recht/ \
    --officer "Erika Muster" --function "zeichnet nur für diese Vorführung" --passphrase-file passphrase
cd regelwerk
draft "$policy"
at 2018-07-25T10:05:00+02:00 check "$policy"
sign 2018-07-25T10:10:00+02:00 "$policy"
review 2019-01-21T10:00:00+01:00 "$policy" review-1.toml
draft "$policy" policy-v2.toml
sign 2019-01-28T09:30:00+01:00 "$policy"
review 2019-07-22T10:00:00+02:00 "$policy" review-2.toml
review 2020-01-20T10:00:00+01:00 "$policy" review-3.toml
review 2024-06-10T10:00:00+02:00 "$policy" review-4.toml
draft "$policy" policy-v3.toml
# Years lie between the entries, and the program asks whether the clock is right.
sign 2024-06-24T09:00:00+02:00 "$policy" --accept-clock
at 2024-07-01T12:00:00+02:00 verify --rebuild
at 2024-07-01T12:00:00+02:00 due --within 365 --ics fristen.ics || [ $? -eq 1 ]
at 2024-07-01T12:00:00+02:00 attach "$policy" --page public/impressum.html --create
unset INKRAFT_NOW
printf '\n$ inkraft verify public/%s/%s.pdf\n' "$policy" "$policy"
"$inkraft" --lang de verify "public/$policy/$policy.pdf"
cd ..

# A town: by-laws with a translation, a circular, a privacy notice, a guideline in English.
at 2023-06-20T09:00:00+02:00 init musterstadt --publisher "Stadt Musterstadt" \
    --origin musterstadt.example/ortsrecht --base-url https://musterstadt.example/ortsrecht/ \
    --officer "Max Beispiel" --function "zeichnet nur für diese Vorführung" --passphrase-file passphrase
cd musterstadt
draft bibliothekssatzung
cp "$root/documents/bibliothekssatzung/policy.en.toml" documents/bibliothekssatzung/
sign 2023-06-20T10:00:00+02:00 bibliothekssatzung
at 2023-06-21T10:00:00+02:00 translate bibliothekssatzung --to en --yes --passphrase-file ../passphrase
draft rundschreiben
sign 2023-07-10T09:00:00+02:00 rundschreiben
draft datenschutzerklaerung
sign 2024-06-03T09:00:00+02:00 datenschutzerklaerung
draft social-media-guideline
sign 2024-09-16T09:00:00+02:00 social-media-guideline
at 2024-10-01T12:00:00+02:00 attach bibliothekssatzung --page public/ortsrecht.html --create

# The life of one policy: retroactive, to come, corrected, waiting for its publication, begun, repealed.
life=rathausordnung
draft $life
sign 2024-10-07T09:00:00+02:00 $life
draft $life policy-v2.toml
sign 2024-11-18T09:00:00+01:00 $life
draft $life policy-v2-berichtigt.toml
at 2024-12-02T09:00:00+01:00 correct $life --reason "Öffnung um 7:30 Uhr, nicht um 17:30 Uhr" --yes --passphrase-file ../passphrase
draft $life policy-v3.toml
sign 2025-03-10T09:00:00+01:00 $life
at 2025-04-15T09:00:00+02:00 attach $life --page public/hausordnung.html --create
at 2025-05-02T09:00:00+02:00 effect commence $life --on 2025-04-28 \
    --event "published 2025-04-25 Amtsblatt 9/2025" --yes --passphrase-file ../passphrase
at 2025-11-03T09:00:00+01:00 repeal $life --last-day 2025-12-31 --yes --passphrase-file ../passphrase
at 2026-01-05T09:00:00+01:00 attach $life --page public/hausordnung.html
at 2026-01-05T09:00:00+01:00 history $life
at 2026-01-05T09:00:00+01:00 in-force $life --from 2024-09-01 --until 2026-02-01 || [ $? -eq 3 ]
at 2026-01-05T09:00:00+01:00 verify --rebuild

# Who may sign: a deputy, four eyes for the circular, a key that was stolen, a new archive key.
charter() { day=$1; shift; at "$day" "$@" --yes --passphrase-file ../passphrase; }
at 2026-01-12T09:00:00+01:00 key new sabine-zweite --passphrase-file ../passphrase
charter 2026-01-12T09:05:00+01:00 charter amend --add-person sabine-zweite --name "Sabine Zweite" \
    --function "zeichnet nur für diese Vorführung" --deputy-of max-beispiel --add-key keys/sabine-zweite-1.pub --sign-for rundschreiben=2
at 2026-01-13T09:00:00+01:00 repeal rundschreiben --last-day 2026-06-30 --yes --passphrase-file ../passphrase
at 2026-01-13T14:00:00+01:00 pending
at 2026-01-13T14:05:00+01:00 approve pending/*.inkraft --as sabine-zweite --yes --passphrase-file ../passphrase
at 2026-01-20T09:00:00+01:00 repeal social-media-guideline --last-day 2026-01-31 --yes --passphrase-file ../passphrase
stolen=$(find archive/checkpoints -name '*[0-9]' | wc -l)
charter 2026-01-26T09:00:00+01:00 key rotate max-beispiel --reason compromised --compromised-from $((stolen - 1))
at 2026-01-26T09:05:00+01:00 in-force social-media-guideline --on 2026-02-02 || [ $? -eq 4 ]
charter 2026-01-27T09:00:00+01:00 void --all
charter 2026-01-27T09:05:00+01:00 key rotate --archive
at 2026-01-27T09:10:00+01:00 in-force social-media-guideline --on 2026-02-02
at 2026-01-27T09:15:00+01:00 charter show
at 2026-01-27T09:20:00+01:00 verify --rebuild

# What applied on 15 April 2025? As known then, it was open; as known now, the second version. One file proves it.
at 2026-01-28T09:00:00+01:00 in-force $life --on 2025-04-15 --as-known 2025-04-15 || [ $? -eq 4 ]
at 2026-01-28T09:00:00+01:00 prove $life --on 2025-04-15 -o ../nachweis.txt --pdf-out ../nachweis.pdf
# For the paper file: which PDF is meant.
at 2026-01-28T09:00:00+01:00 slip $life --version 2 -o ../aktenblatt.pdf
mkdir ../fremd
cp ../nachweis.txt keys/anchor ../fremd/
cp archive/policies/$life/2/renditions/*/$life-v2-correction.pdf ../fremd/
cd ../fremd
printf '\n$ inkraft-verify verify nachweis.txt --trust anchor --pdf %s   (in einem leeren Ordner)\n' "$life-v2-correction.pdf"
env -u INKRAFT_STATE "$inkraft-verify" --lang de verify nachweis.txt --trust anchor --pdf $life-v2-correction.pdf
unset INKRAFT_NOW
cd ..

# ask WORKSPACE ID DAY: 3 means that nothing was in force, which is an answer.
ask() {
    "$inkraft" --lang de in-force "$2" --archive "$1/archive" --on "$3" | head -n 1 | sed 's/^/  /' || [ $? -eq 3 ]
}
echo
echo "In Kraft:"
ask regelwerk "$policy" 2018-07-31
ask regelwerk "$policy" 2018-08-01
ask regelwerk "$policy" 2019-02-01
ask regelwerk "$policy" 2024-07-01
ask musterstadt bibliothekssatzung 2024-01-01
ask musterstadt rundschreiben 2025-01-01
ask musterstadt $life 2024-10-03
ask musterstadt $life 2025-04-27
ask musterstadt $life 2025-04-28
ask musterstadt $life 2026-01-01
echo
echo "PDF:        demo/regelwerk/archive/policies/$policy/3/$policy-v3.pdf"
echo "            demo/musterstadt/archive/policies/bibliothekssatzung/1/bibliothekssatzung-v1.pdf"
echo "Archive:    demo/regelwerk/archive, demo/musterstadt/archive"
echo "Nachweis:   demo/nachweis.pdf, demo/nachweis.txt"
echo "Aktenblatt: demo/aktenblatt.pdf"
echo "Impressum:  demo/regelwerk/public/impressum.html, demo/musterstadt/public/ortsrecht.html"
