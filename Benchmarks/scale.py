#!/usr/bin/env python3
"""Measures what a first reindex costs for each passage, at sizes that double. Linear means: the last column stays level.

Usage: scale.py BINARY [PASSAGES ...]      default: 12500 25000 50000
"""
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

PASSAGES_PER_DOCUMENT = 10
WORDS = [f"{first}{last}" for first in "abcdefghijklmnopqrstuvw" for last in "ane ire olt umb est ark ing ock".split()]


def paragraph(chance):
    return " ".join(chance.choice(WORDS) for _ in range(40)) + "."


def tree(root, passages):
    chance = random.Random(passages)
    for number in range(passages // PASSAGES_PER_DOCUMENT):
        folder = root / f"f{number // 500}"
        folder.mkdir(exist_ok=True)
        parts = [f"# Part {part} of {number}\n\n{paragraph(chance)}\n" for part in range(PASSAGES_PER_DOCUMENT)]
        (folder / f"d{number}.md").write_text("\n".join(parts))


def measure(binary, passages):
    with tempfile.TemporaryDirectory(prefix="freshet-scale-") as place:
        root = pathlib.Path(place) / "docs"
        root.mkdir()
        tree(root, passages)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([binary, "reindex", "--embedder", "hashing", "-q"], cwd=root, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        status = json.loads(subprocess.run(
            [binary, "status", "--json"], cwd=root, check=True, capture_output=True, text=True).stdout)
        cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        store = os.path.getsize(root / ".freshet" / "store.sqlite")
        return status["vectors"], cpu, after.ru_maxrss, store


def main():
    binary = os.path.abspath(sys.argv[1])
    print("passages   CPU s   peak MB   store MB   ms of CPU a passage")
    for size in [int(size) for size in sys.argv[2:]] or [12_500, 25_000, 50_000]:
        count, cpu, peak, store = measure(binary, size)
        print(f"{count:8} {cpu:7.1f} {peak / 1024:9.0f} {store / 1e6:10.1f} {1000 * cpu / count:12.2f}", flush=True)


main()
