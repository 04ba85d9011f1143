#!/usr/bin/env bash
# verify-speed.sh FRESHET [FILES] [RUNS]: an audit of all bytes beside sha256sum on all cores, taking turns: over the same files, and over
# all that the audit reads, for which the store is cut in pieces. The audit reads and hashes every byte of the files and every stored text,
# compares each passage with its source, and sums every vector.
set -euo pipefail
freshet=$(realpath "$1") files=${2:-2000} runs=${3:-7}
tree=$(mktemp -d) pieces=$(mktemp -d)
trap 'rm -rf "$tree" "$pieces"' EXIT

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
split -n "$((4 * $(nproc)))" "$tree/.freshet/store.sqlite" "$pieces/"
python3 - "$freshet" "$tree" "$runs" "$pieces" <<'PYTHON'
import os, statistics, subprocess, sys, time
freshet, tree, runs, pieces = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
size = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(tree) for name in names if name.endswith(".md"))
store = ["--store", tree + "/.freshet"]
cores = os.cpu_count()
hash_files = f"find {tree} -name '*.md' -print0 | xargs -0 -P {cores} -n 64 sha256sum"
hash_store = f"find {pieces} -type f -print0 | xargs -0 -P {cores} -n 1 sha256sum"
commands = {
    "freshet audit --verify": [freshet, "audit", "--verify", *store],
    "freshet audit": [freshet, "audit", *store],
    "sha256sum files": ["sh", "-c", hash_files],
    "sha256sum files, store": ["sh", "-c", f"{hash_files}; {hash_store}"],
}
times = {name: [] for name in commands}
for _ in range(runs):
    for name, command in commands.items():
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times[name].append(time.perf_counter() - begun)
store_size = os.path.getsize(tree + "/.freshet/store.sqlite")
print(f"{size / 1e6:.1f} MB in files, store of {store_size / 1e6:.1f} MB")
for name, values in times.items():
    print(f"{name:23} median {statistics.median(values) * 1000:7.1f} ms")
for other in ("sha256sum files", "sha256sum files, store"):
    pairs = [a / b for a, b in zip(times["freshet audit --verify"], times[other])]
    print(f"of {other:22} median {statistics.median(pairs):5.2f}   min {min(pairs):5.2f}   max {max(pairs):5.2f}")
PYTHON
