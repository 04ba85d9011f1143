#!/usr/bin/env bash
# Kills a reindexing with -9 at random moments, runs it again, and compares with a run that nobody disturbed.
#
# After each kill: the dump must be the undisturbed one's, and the second run must embed exactly the passages that had no
# committed vector. Prints a line for each kill; exits with 1 on any difference.
#
# Usage: kill-soak.sh BINARY COUNT [minilm|hashing]
#   SEED     of the moments and of the generated documents; default: drawn, and printed
set -euo pipefail
export LC_ALL=C

fail() {
  echo "kill-soak: $*" >&2
  exit 2
}

(($# == 2 || $# == 3)) || fail "usage: kill-soak.sh BINARY COUNT [minilm|hashing]"
binary=$(realpath "$1")
count=$2
embedder=${3:-hashing}
here=$(realpath "$(dirname "$0")")
seed=${SEED:-$((SRANDOM % 32768))}

work=$(mktemp -d "${TMPDIR:-/tmp}/freshet-soak.XXXXXX")
trap 'rm -rf "$work"' EXIT
tree=$work/tree
cp -R "$here/../SampleCorpus" "$tree"
rm -rf "$tree/.freshet"
# Hashing is fast: more documents give more moments.
[[ $embedder == minilm ]] || python3 "$here/kill_soak.py" documents "$seed" "$tree/generated"

arguments=(reindex "$tree" --embedder "$embedder" --quiet --json --store)

dump() { # store
  "$binary" dump --store "$1" | python3 "$here/kill_soak.py" without-versions
}

started=$EPOCHREALTIME
"$binary" "${arguments[@]}" "$work/undisturbed" >/dev/null
took=$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')
dump "$work/undisturbed" >"$work/wanted"
printf 'seed %d, embedder %s, %d placements, undisturbed in %.2f s\n\n' \
  "$seed" "$embedder" "$(wc -l <"$work/wanted")" "$took"
printf '%4s  %12s  %9s  %13s  %15s  %s\n' kill 'after' committed 'left to embed' 'embedded by next' dump

RANDOM=$seed
differences=0
number=1
while ((number <= count)); do
  store=$work/store-$number
  moment=$(awk -v took="$took" -v drawn="$((RANDOM * 32768 + RANDOM))" 'BEGIN { print took * drawn / 2 ^ 30 }')
  "$binary" "${arguments[@]}" "$store" >/dev/null 2>&1 &
  process=$!
  sleep "$moment"
  kill -9 "$process" 2>/dev/null || true
  status=0
  wait "$process" 2>/dev/null || status=$?
  if ((status != 137)); then # it had ended before: that was no kill, and the next ones must come earlier
    took=$moment
    rm -rf "$store"
    continue
  fi

  read -r committed left < <(python3 "$here/kill_soak.py" left "$store" "$work/wanted")
  verdict=same
  if "$binary" "${arguments[@]}" "$store" >"$work/report" 2>"$work/errors"; then
    embedded=$(python3 "$here/kill_soak.py" embedded <"$work/report")
    dump "$store" >"$work/got"
    cmp -s "$work/wanted" "$work/got" || verdict=DIFFERS
    ((embedded == left)) || verdict+=", WRONG COUNT"
  else
    embedded=-
    verdict="FAILED: $(<"$work/errors")"
  fi
  printf '%4d  %10.3f s  %9s  %13s  %15s  %s\n' "$number" "$moment" "$committed" "$left" "$embedded" "$verdict"
  [[ $verdict == same ]] || ((++differences))
  rm -rf "$store"
  ((++number))
done

((differences == 0)) || { echo "$differences of $count differ: SEED=$seed repeats the moments" >&2; exit 1; }
echo "all $count ended like the undisturbed one"
