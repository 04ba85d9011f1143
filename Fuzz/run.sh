#!/usr/bin/env bash
# Runs the fuzzers in turn, each for a time. Findings go to Fuzz/.build/found; the first one ends the script with 1.
#
# Usage: run.sh SECONDS [TARGET...]
set -euo pipefail
cd "$(dirname "$0")"
seconds=$1
shift
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=(Token Chunks FrontMatter Tensors Index Exchange Configuration)
./build.py "${targets[@]}"
mkdir -p .build/found
status=0
for target in "${targets[@]}"; do
  mkdir -p ".build/corpus/$target"
  echo "== $target, $seconds s"
  # Swift's runtime never frees some allocations, so leak reports mean nothing here.
  ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0 ".build/$target" -max_total_time="$seconds" \
    -rss_limit_mb=4096 -timeout=20 -max_len=16384 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix=".build/found/$target-" ".build/corpus/$target" "Seeds/$target" 2>&1 | tail -25 || status=1
done
rm -rf /dev/shm/freshet-fuzz-*
exit $status
