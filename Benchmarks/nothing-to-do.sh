#!/usr/bin/env bash
# nothing-to-do.sh FRESHET [FILES] [RUNS]: a reindex that finds nothing to do, and an audit of an index in step, beside `git status`
# on the same tree, taking turns.
set -euo pipefail
freshet=$(realpath "$1") files=${2:-10000} runs=${3:-15}
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

for ((i = 0; i < files; i++)); do
  folder=$tree/d$((i % 300))
  mkdir -p "$folder"
  printf '# Page %d\n\nThe gauge %d stands at level %d.\n' "$i" "$i" $((i * 7)) >"$folder/page$i.md"
done
git -C "$tree" init -q
printf '.freshet/\n' >"$tree/.gitignore"
git -C "$tree" add -A
git -C "$tree" -c user.name=bench -c user.email=bench@localhost commit -qm tree
"$freshet" reindex "$tree" --embedder hashing --quiet >/dev/null
sleep 3 # past the racy window: what was written within it is hashed again, once
"$freshet" reindex "$tree" --quiet >/dev/null
git -C "$tree" status --porcelain >/dev/null

python3 - "$freshet" "$tree" "$runs" <<'PYTHON'
import statistics, subprocess, sys, time
freshet, tree, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
commands = {
    "freshet reindex": [freshet, "reindex", tree, "--quiet"],
    "freshet audit": [freshet, "audit", "--store", tree + "/.freshet"],
    "freshet --version": [freshet, "--version"],
    "git status": ["git", "-C", tree, "status", "--porcelain"],
}
times = {name: [] for name in commands}
for _ in range(runs):
    for name, command in commands.items():
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times[name].append(time.perf_counter() - begun)
for name, values in times.items():
    pairs = [a / b for a, b in zip(values, times["git status"])]
    print(f"{name:17} median {statistics.median(values) * 1000:7.1f} ms   min {min(values) * 1000:7.1f}   max {max(values) * 1000:7.1f}   "
          f"of git status: median {statistics.median(pairs):5.2f}   min {min(pairs):5.2f}")
PYTHON
