#!/usr/bin/env bash
# nothing-to-do.sh FRESHET [FILES] [RUNS] [AUDIT_BENCH]: a reindex that finds nothing to do, and an audit of an index in step, beside
# `git status` on the same tree, taking turns. With AUDIT_BENCH (of this folder's package) also the audit alone, in a process that runs.
set -euo pipefail
freshet=$(realpath "$1") files=${2:-10000} runs=${3:-15} bench=${4:+$(realpath "$4")}
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

python3 - "$freshet" "$tree" "$runs" $bench <<'PYTHON'
import statistics, subprocess, sys, time
freshet, tree, runs, bench = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]

def process(*command):
    def run():
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begun
    return run

def answers(program):
    asked = subprocess.Popen([program, tree], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    def run():
        print(file=asked.stdin, flush=True)
        return float(asked.stdout.readline().split()[0]) / 1000
    return run

commands = {
    "freshet reindex": process(freshet, "reindex", tree, "--quiet"),
    "freshet audit": process(freshet, "audit", "--store", tree + "/.freshet"),
    **({"RetrievalCache.audit": answers(bench[0])} if bench else {}),
    "freshet --version": process(freshet, "--version"),
    "git status": process("git", "-C", tree, "status", "--porcelain"),
}
times = {name: [] for name in commands}
for _ in range(runs):
    for name, run in commands.items():
        times[name].append(run())
for name, values in times.items():
    pairs = [a / b for a, b in zip(values, times["git status"])]
    print(f"{name:20} median {statistics.median(values) * 1000:7.1f} ms   min {min(values) * 1000:7.1f}   max {max(values) * 1000:7.1f}   "
          f"of git status: median {statistics.median(pairs):5.2f}   min {min(pairs):5.2f}")
PYTHON
