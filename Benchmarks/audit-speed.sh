#!/usr/bin/env bash
# audit-speed.sh FRESHET [FILES] [RUNS]: an audit of an index in step beside `git status`, on the same tree, taking turns.
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
store = ["--store", tree + "/.freshet"]
commands = {
    "freshet audit": [freshet, "audit", *store],
    "git status": ["git", "-C", tree, "status", "--porcelain"],
    "freshet --version": [freshet, "--version"],
}
times = {name: [] for name in commands}
for _ in range(runs):
    for name, command in commands.items():
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times[name].append(time.perf_counter() - begun)
for name, values in times.items():
    print(f"{name:17} median {statistics.median(values) * 1000:7.1f} ms   min {min(values) * 1000:7.1f} ms   max {max(values) * 1000:7.1f} ms")
pairs = [a / b for a, b in zip(times["freshet audit"], times["git status"])]
print(f"ratio             median {statistics.median(pairs):7.2f}      min {min(pairs):7.2f}      max {max(pairs):7.2f}")
PYTHON
