#!/bin/sh
# Builds and runs the fuzz targets of fuzz/: the stable toolchain and a C++ compiler are enough (libFuzzer, no sanitizer:
# there is no unsafe code here).
#
# fuzz.sh short [TARGET …]   some seconds each: for continuous integration
# fuzz.sh long [TARGET …]    10,000,000 executions of each, 500,000 where whole files with signatures are judged
# fuzz.sh seeds              makes fuzz/seeds anew, with new keys
#
# A finding ends the run; the input lies in target/fuzz/found, and how to try it again is said.
set -eu
cd "$(dirname "$0")/.."
how=${1:-short}
[ $# -eq 0 ] || shift
work=target/fuzz
if [ "$how" = seeds ]; then
    rm -rf fuzz/seeds
    exec "${CARGO:-cargo}" test --test it fuzz_seeds:: -- --ignored
fi

# ---- Build -----------------------------------------------------------------------------------------

# What `cargo fuzz build --sanitizer none` passes, but for the nightly toolchain.
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing"
host=$(rustc -vV | sed -n 's/^host: //p')
# With --target the flags do not reach build scripts and procedural macros.
RUSTFLAGS="$coverage" "${CARGO:-cargo}" build -q --manifest-path fuzz/Cargo.toml --target "$host" --target-dir "$work"

# ---- Run -------------------------------------------------------------------------------------------

if [ $# -eq 0 ]; then
    # Every target that there is: none can be forgotten here.
    for file in fuzz/fuzz_targets/*.rs; do set -- "$@" "$(basename "$file" .rs)"; done
fi
mkdir -p "$work/found"
for target in "$@"; do
    case $target in
        pdf | force) runs=500000 ;;
        *) runs=10000000 ;;
    esac
    if [ "$how" = long ]; then limit="-runs=$runs"; else limit=-max_total_time=${FUZZ_SECONDS:-5}; fi
    corpus=$work/corpus/$target
    mkdir -p "$corpus"
    program=$work/$host/debug/$target
    began=$(date +%s)
    # A single input takes 10 seconds and 2 GB at most.
    if ! "$program" "$limit" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/found/$target-" "$corpus" "fuzz/seeds/$target" > "$work/$target.log" 2>&1; then
        tail -n 40 "$work/$target.log" >&2
        echo "$target: a finding; try it again with $program and the file named above" >&2
        exit 1
    fi
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log")
    covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$work/$target.log" | tail -n 1)
    echo "$target: $executed executions, $(($(date +%s) - began)) s, $covered edges, nothing found"
done
