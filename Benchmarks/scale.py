#!/usr/bin/env python3
"""Measures what a first reindex costs for each passage, and what questions take, at sizes that double.

Linear means: the columns for each passage stay level. A question is one process: first without a saved index, and then with
it, each the median of five.

Usage: scale.py BINARY [PASSAGES ...]      default: 12500 25000 50000
"""
import json
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

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
        written = (after.ru_oublock - before.ru_oublock) * 512
        return status["vectors"], cpu, after.ru_maxrss, store, written, questions(binary, root)


def questions(binary, root):
    """Milliseconds of a process that asks: by mode, without a saved index and with it; and of CPU for a further question."""
    index, kept = root / ".freshet" / "index", root / ".freshet" / "index.kept"
    times = {}
    for isThere in [False, True]:
        if index.exists() and not isThere:
            index.rename(kept)
        elif kept.exists():
            kept.rename(index)
        for mode in ["vector", "lexical", "hybrid"]:
            times[isThere, mode] = statistics.median(took(binary, root, mode) for _ in range(5))
    for mode in ["vector", "lexical", "hybrid"]:
        times["further", mode] = statistics.median(further(binary, root, mode) for _ in range(3))
    return times


def further(binary, root, mode):
    """Milliseconds of CPU that one more question takes in a process: of 41 questions, less those of one."""
    chance = random.Random(mode)
    asked = [json.dumps({"id": str(number), "text": " ".join(chance.sample(WORDS, 3))}) for number in range(41)]
    cpu = []
    for lines in [asked, asked[:1]]:
        (root / "questions").write_text("\n".join(lines) + "\n")
        words = [binary, "query", "--queries", "questions", "--mode", mode, "--json"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(words, cwd=root, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return 1000 * (cpu[0] - cpu[1]) / 40


def took(binary, root, mode):
    words = [binary, "query", " ".join(WORDS[:3]), "--mode", mode, "--json"]
    began = time.monotonic()
    subprocess.run(words, cwd=root, check=True, capture_output=True)
    return 1000 * (time.monotonic() - began)


def main():
    binary = os.path.abspath(sys.argv[1])
    print("passages   CPU s   peak MB   store MB   written / store   ms of CPU a passage"
          "   question, ms: vector, lexical, hybrid; with a saved index; CPU of a further one")
    for size in [int(size) for size in sys.argv[2:]] or [12_500, 25_000, 50_000]:
        count, cpu, peak, store, written, asked = measure(binary, size)
        print(f"{count:8} {cpu:7.1f} {peak / 1024:9.0f} {store / 1e6:10.1f} {written / store:17.1f} {1000 * cpu / count:21.2f}"
              + "   " + " ".join(f"{asked[key]:6.0f}" for key in asked), flush=True)


main()
