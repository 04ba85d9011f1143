#!/usr/bin/env bash
# verify-speed.sh FRESHET [FILES] [RUNS]: an audit of all bytes beside sha256sum on all cores, over the same files, taking turns.
# Every byte is read and hashed; so is every stored text, and every vector is summed.
set -euo pipefail
freshet=$(realpath "$1") files=${2:-2000} runs=${3:-7}
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

python3 - "$tree" "$files" <<'PYTHON'
import pathlib, random, sys
root, count, chance = pathlib.Path(sys.argv[1]), int(sys.argv[2]), random.Random(5)
words = "level gauge pump tide river storm gate crew report night wind lamp mast rope signal harbour".split()
for number in range(count):
    folder = root / f"d{number % 50}"
    folder.mkdir(exist_ok=True)
    body = "\n\n".join(" ".join(chance.choices(words, k=60)) + f" {chance.random()}." for _ in range(25))
    (folder / f"page{number}.md").write_text(f"# Page {number}\n\n{body}\n")
PYTHON
"$freshet" reindex "$tree" --embedder hashing --quiet >/dev/null
python3 - "$freshet" "$tree" "$runs" <<'PYTHON'
import os, statistics, subprocess, sys, time
freshet, tree, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
size = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(tree) for name in names if name.endswith(".md"))
store = ["--store", tree + "/.freshet"]
commands = {
    "freshet audit --verify": [freshet, "audit", "--verify", *store],
    "freshet audit": [freshet, "audit", *store],
    "sha256sum": ["sh", "-c", f"find {tree} -name '*.md' -print0 | xargs -0 -P {os.cpu_count()} -n 64 sha256sum"],
}
times = {name: [] for name in commands}
for _ in range(runs):
    for name, command in commands.items():
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times[name].append(time.perf_counter() - begun)
print(f"{size / 1e6:.1f} MB in files, store of {os.path.getsize(tree + '/.freshet/store.sqlite') / 1e6:.1f} MB")
for name, values in times.items():
    print(f"{name:23} median {statistics.median(values) * 1000:7.1f} ms   {size / 1e6 / statistics.median(values):7.1f} MB/s of source")
pairs = [a / b for a, b in zip(times["freshet audit --verify"], times["sha256sum"])]
print(f"ratio                   median {statistics.median(pairs):7.2f}   min {min(pairs):7.2f}   max {max(pairs):7.2f}")
PYTHON
