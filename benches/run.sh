#!/bin/sh
# Measures inkraft against what a user would use instead, in one run, as ratios; writes docs/performance.md.
#
# Needs hyperfine, openssl and sha256sum, and for the first tables the `typst` command (cargo install typst-cli --version
# 0.15.1 --locked) on the PATH or in $TYPST, and pyHanko's command line (conformance/requirements.txt; `make conformance`
# installs it) there or in $PYHANKO. Release builds; nothing else should run on the machine.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
typst=${TYPST:-typst}
pyhanko=${PYHANKO:-$root/target/conformance/venv/bin/pyhanko}
command -v "$pyhanko" >/dev/null || pyhanko=pyhanko
command -v hyperfine >/dev/null || { echo "hyperfine is missing (Debian: apt install hyperfine)" >&2; exit 2; }
command -v "$typst" >/dev/null || { echo "the typst command is missing (see the head of benches/run.sh)" >&2; exit 2; }
command -v "$pyhanko" >/dev/null || { echo "pyHanko is missing (run make conformance)" >&2; exit 2; }

cargo build --release
cargo build --release --example forge-archive --example long-documents --example seal-document
inkraft="$root/target/release/inkraft"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export INKRAFT_STATE="$work/state"
cd "$work"

mean() { awk -F, 'NR == '"$2"' { printf "%.1f", $2 * 1000 }' "$1"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
memory() { /usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1 | awk '{ printf "%.0f", $1 / 1024 }'; }

# --- sign, end to end, against typst compile of the same document --------------------------------
(umask 077 && printf 'nur zum Messen\n' > passphrase)
"$inkraft" init template --publisher "IHK Dresden" --origin muster.example/messung --officer "Erika Muster" \
    --passphrase-file passphrase >/dev/null
id=social-media-konzept
mkdir -p "template/documents/$id" like
cp "$root/documents/$id/policy.toml" "template/documents/$id/"
cp -r template once
(cd once && "$inkraft" sign "$id" --yes --passphrase-file ../passphrase >/dev/null)
cp "once/archive/policies/$id/1/source/policy.json" "once/archive/policies/$id/1/source/template.typ" like/
cat > sign.sh <<SH
cd "$work/run" && exec "$inkraft" sign $id --yes --passphrase-file ../passphrase
SH
hyperfine --warmup 3 --runs 30 --export-csv sign.csv --shell=none \
    --prepare "sh -c 'rm -rf $work/run $work/state && cp -r $work/template $work/run && sync'" -n sign "sh $work/sign.sh" \
    --prepare true -n compile "$typst compile --pdf-standard a-3a,ua-1 like/template.typ like/out.pdf" >/dev/null
sign=$(mean sign.csv 2) compile=$(mean sign.csv 3)

# --- the same, with a signature in the PDF by pyHanko --------------------------------------------
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=nur zum Messen" \
    -addext keyUsage=critical,digitalSignature,nonRepudiation -keyout seal.key -out seal.crt 2>/dev/null
cat > pair.sh <<SH
$typst compile --pdf-standard a-3a,ua-1 like/template.typ like/out.pdf &&
    exec $pyhanko sign addsig --field Seal --certify --use-pades pemder --no-pass --key seal.key --cert seal.crt \
        like/out.pdf like/sealed.pdf
SH
alone="$root/target/release/examples/seal-document like like/ours.pdf"
hyperfine --warmup 2 --runs 15 --export-csv pair.csv --shell=none "sh pair.sh" "$alone" >/dev/null
pair=$(mean pair.csv 2) alone_ms=$(mean pair.csv 3)
alone_mb=$(memory $alone)
pair_mb=$(memory sh pair.sh)

# --- verifying such a PDF ---------------------------------------------------------------------------
# The archive has this one version: its log is part of what is verified. The key's certificate is trusted by pyHanko.
sealed=archive/policies/$id/1/$id-v1.pdf
# What was remembered is of other copies of this workspace.
rm -rf "$work/state"
cd once
for certificate in keys/*.crt; do openssl x509 -in "$certificate"; done > ../trusted.pem
"$inkraft" verify "$sealed" >/dev/null
validate="$pyhanko sign validate --no-revocation-check --trust ../trusted.pem --trust-replace $sealed"
$validate >/dev/null
hyperfine --warmup 3 --runs 30 --export-csv ../seal.csv --shell=none "$inkraft verify $sealed" "$validate" >/dev/null
seal_mb=$(memory "$inkraft" verify "$sealed") validate_mb=$(memory $validate)
sealed_kb=$(wc -c < "$sealed" | awk '{ printf "%.0f", $1 / 1000 }')
cd ..
seal=$(mean seal.csv 2) validate=$(mean seal.csv 3)

# --- documents of 2, 50 and 300 pages ------------------------------------------------------------
# `preview` against `typst compile` of (a) the same template and data, (b) the same words as plain Typst markup.
pages=""
for units in 3 104 622; do
    long="long-$units"
    mkdir -p "template/documents/$long" "$long"
    "$root/target/release/examples/long-documents" "$units" "$long"
    mv "$long/policy.toml" "template/documents/$long/"
    rm -rf once "$work/state"
    cp -r template once
    (cd once && "$inkraft" sign "$long" --yes --passphrase-file ../passphrase >/dev/null)
    cp -r "once/archive/policies/$long/1/source/." "$long/"
    (cd template && "$inkraft" preview "$long" -o "../$long/preview.pdf" >/dev/null)
    number=$(grep -a -o '/Type/Page/' "$long/preview.pdf" | wc -l)
    preview="$inkraft preview $long -o ../$long/preview.pdf"
    same="$typst compile --features a11y-extras --pdf-standard a-3a,ua-1 $long/template.typ $long/same.pdf"
    markup="$typst compile --pdf-standard a-3a,ua-1 $long/like.typ $long/like.pdf"
    hyperfine --warmup 1 --runs 7 --export-csv long.csv \
        -n preview "cd template && $preview" -n same "$same" -n markup "$markup" >/dev/null
    preview_ms=$(mean long.csv 2) same_ms=$(mean long.csv 3) markup_ms=$(mean long.csv 4)
    cd template
    preview_mb=$(memory $preview)
    cd ..
    same_mb=$(memory $same) markup_mb=$(memory $markup)
    pages="$pages
| $number | $preview_ms | $preview_mb | $same_ms | $same_mb | $(ratio "$preview_ms" "$same_ms") | $markup_ms | $markup_mb | $(ratio "$preview_ms" "$markup_ms") |"
done

# --- verify of 1,000 versions against hashing the same PDFs --------------------------------------
"$root/target/release/examples/forge-archive" large 100 10 76000 >/dev/null
find large/archive/policies -name '*.pdf' > pdfs
tr '\n' '\0' < pdfs > pdfs0
cat > sums.sh <<SH
xargs -0 -a $work/pdfs0 sha256sum > /dev/null
SH
cat > dgst.sh <<SH
xargs -0 -a $work/pdfs0 openssl dgst -sha256 > /dev/null
SH
cat > sums2.sh <<SH
xargs -0 -a $work/pdfs0 -P $(nproc) -n 100 sha256sum > /dev/null
SH
cat > dgst2.sh <<SH
xargs -0 -a $work/pdfs0 -P $(nproc) -n 100 openssl dgst -sha256 > /dev/null
SH
policy=$(ls large/archive/policies | head -n 1)
hyperfine --warmup 2 --runs 15 --export-csv verify.csv --shell=none \
    "$inkraft verify large/archive" "sh sums.sh" "sh dgst.sh" "sh sums2.sh" "sh dgst2.sh" >/dev/null
verify=$(mean verify.csv 2) sums=$(mean verify.csv 3) dgst=$(mean verify.csv 4)
sums2=$(mean verify.csv 5) dgst2=$(mean verify.csv 6)

# --- in-force on that archive ---------------------------------------------------------------------
cd large
hyperfine --warmup 3 --runs 50 --export-csv ../in-force.csv --shell=none -i \
    "$inkraft in-force $policy" "$inkraft in-force" >/dev/null
cd ..
one=$(mean in-force.csv 2) all=$(mean in-force.csv 3)

# --- a certificate of force from a log of 100,000 entries, 10,000 policies of ten versions ---------
"$root/target/release/examples/forge-archive" hundred 10000 10 0 >/dev/null
cd hundred
hyperfine --warmup 3 --runs 30 --export-csv ../prove.csv --shell=none --prepare 'rm -f c.txt' \
    "$inkraft prove policy-005000 -o c.txt" >/dev/null
hyperfine --warmup 3 --runs 30 --export-csv ../proven.csv --shell=none \
    "$inkraft verify c.txt --trust keys/anchor" >/dev/null
hyperfine --warmup 1 --runs 3 --export-csv ../replay.csv --shell=none "$inkraft in-force policy-005000" >/dev/null
prove_mb=$(memory "$inkraft" prove policy-000001 -o first.txt) replay_mb=$(memory "$inkraft" in-force policy-005000)
certificate_kb=$(wc -c < c.txt | awk '{ printf "%.1f", $1 / 1000 }')
cd ..
prove=$(mean prove.csv 2) proven=$(mean proven.csv 2) replay=$(mean replay.csv 2)

best=$(awk -v a="$sums" -v b="$dgst" 'BEGIN { print a < b ? a : b }')
best2=$(awk -v a="$sums2" -v b="$dgst2" 'BEGIN { print a < b ? a : b }')
rm -rf "$work/state"
cp -r template run-memory && cd run-memory
sign_mb=$(memory "$inkraft" sign "$id" --yes --passphrase-file ../passphrase)
cd ..
compile_mb=$(memory "$typst" compile --pdf-standard a-3a,ua-1 like/template.typ like/out.pdf)
verify_mb=$(memory "$inkraft" verify large/archive)

cat > "$root/docs/performance.md" <<MD
# Performance

Written by \`make bench\` ($(date -u +%Y-%m-%d), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); release
builds; means of hyperfine over whole commands, in one run). Ratios matter, milliseconds do not carry over.

## Signing

The sample's first version (4 pages): \`inkraft sign --yes\` (read and check the data, verify the archive, typeset,
open three encrypted keys, sign PDF and record, append durably) against \`typst compile\` of the same template and data.

| | ms | peak MB | ratio |
|---|---|---|---|
| \`inkraft sign\` | $sign | $sign_mb | $(ratio "$sign" "$compile") |
| \`typst compile\` $("$typst" --version | awk '{print $2}') | $compile | $compile_mb | 1 |

The aim is 1.5. Opening a key costs 600,000 rounds of PBKDF2 on purpose; they open on all cores while the
PDF is typeset.

## The signature in the PDF

Against the two commands that one would type instead for the PDF alone: \`typst compile\` and then
pyHanko, with a P-256 key that is not encrypted, PAdES, no time stamp. Those make neither record nor archive.

| | ms | peak MB | typesetting and pyHanko take … times as long |
|---|---|---|---|
| typeset and sign, by our library alone (\`examples/seal-document.rs\`) | $alone_ms | $alone_mb | $(ratio "$pair" "$alone_ms") |
| \`inkraft sign\`, all it does | $sign | $sign_mb | $(ratio "$pair" "$sign") |
| \`typst compile\`, then pyHanko ($("$pyhanko" --version | head -n 1 | sed 's/^pyHanko, version //; s/[()]//g')) | $pair | $pair_mb | 1 |

The aim is 20; it is $(ratio "$pair" "$alone_ms"). Most of our time is typesetting, which the other side does as well.

Verifying the sealed PDF ($sealed_kb kB): \`inkraft verify FILE.pdf\` in an archive with this one version, whose log, record and
signatures are verified as well, against pyHanko, which looks at the file.

| | ms | peak MB | ratio |
|---|---|---|---|
| \`inkraft verify FILE.pdf\` | $seal | $seal_mb | $(ratio "$seal" "$validate") |
| \`pyhanko sign validate\` | $validate | $validate_mb | 1 |

The aim is 5 ms for 100 kB.

## Long documents

By-laws with lists, tables, footnotes and references, typeset by \`inkraft preview\` and by \`typst compile\`: with the
same template and data, and of the same words written directly in Typst markup, which is simpler: no labels of their
own, no dates, no version box. Both make PDF/A-3a and PDF/UA-1.

| pages | \`preview\` ms | MB | same template ms | MB | ratio | plain markup ms | MB | ratio |
|---|---|---|---|---|---|---|---|---|$pages

## Verifying

An archive of 1,000 versions (100 policies, 76,000-byte PDFs): \`inkraft verify\` reads every file, every entry and
every signature; the others only hash the same 1,000 PDFs.

| | ms | \`verify\` is … times |
|---|---|---|
| \`inkraft verify\` (peak $verify_mb MB) | $verify | |
| \`sha256sum\`, one process | $sums | $(ratio "$verify" "$sums") |
| \`openssl dgst -sha256\`, one process | $dgst | $(ratio "$verify" "$dgst") |
| \`sha256sum\`, on all cores | $sums2 | $(ratio "$verify" "$sums2") |
| \`openssl dgst -sha256\`, on all cores | $dgst2 | $(ratio "$verify" "$dgst2") |

The aim is 1.3 times the faster of the first two; it is $(ratio "$verify" "$best") (and $(ratio "$verify" "$best2") of the faster when those run on all cores).

## Asking

On the same archive.

| | ms |
|---|---|
| \`inkraft in-force POLICY\` | $one |
| \`inkraft in-force\` (all 100 policies) | $all |

The aim is 10 ms for one policy; it is missed. The whole log is read and replayed, and every signature in it is
verified (1,000 of them, about 45 µs each on one core): an entry of another policy that does not stand changes what
the entries after it may say, so an answer that skips it could differ from what \`verify\` says.

## Certificates of force

A log of 100,001 entries, 10,000 policies of ten versions. \`prove\` reads the heads, two streams and the tiles beside
them, checks the certificate as a reader will, and puts it on disk; the other way to such an answer is to replay the
whole log.

| | ms | peak MB | \`in-force\` takes … times as long |
|---|---|---|---|
| \`inkraft prove\` ($certificate_kb kB) | $prove | $prove_mb | $(ratio "$replay" "$prove") |
| \`inkraft verify CERTIFICATE\` | $proven | | $(ratio "$replay" "$proven") |
| \`inkraft in-force POLICY\`, the whole log | $replay | $replay_mb | |

The aim is 20 ms each.
MD
sed -n '/^## /,$p' "$root/docs/performance.md"
