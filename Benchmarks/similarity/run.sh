#!/usr/bin/env bash
# run.sh [FOLDER]: the indexes beside other libraries on real text embeddings, which it makes itself (some gigabytes and an hour
# or more the first time; FOLDER keeps them, default ~/.cache/freshet/similarity). Results go to Benchmarks/Results.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/freshet/similarity}
mkdir -p "$folder"

swift build -c release --package-path "$here/.." --product index-bench
ours=$here/../.build/release/index-bench

for set in wl100k wl1m ml100k; do
  "$here/make_vectors.py" --set "$set" --out "$folder" --freshet "$here/../../.build/release/freshet"
  "$here/peers.py" run --base "$folder/$set-base.npy" --queries "$folder/$set-queries.npy" \
    --cache "$folder/cache" --results "$here/../Results" --ours "$ours"
done

for turnover in 0.5 3; do
  for drift in "" --drift; do
    echo "== recall before and after, replaced $turnover times $drift"
    # shellcheck disable=SC2086
    "$ours" --base "$folder/wl100k-base.npy" --queries "$folder/wl100k-queries.npy" --index lsh --churn "$turnover" $drift \
      | grep -E "^(recall|belowTarget|statedError|qps)"
  done
done
