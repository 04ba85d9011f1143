#!/usr/bin/env python3
"""An exchange between two stores of many documents that differ in few, beside rsync of the same trees and a copy of the store.

Makes a tree of documents, indexes it, fills a second store from the first, changes some documents, and exchanges, several times:
by path, and through the pipes of a command, as it goes through ssh. rsync (of the changed tree onto the old one, over its own pipes)
moves the documents alone; the copy moves the store with all its vectors. Prints medians.

Usage: sync.py BINARY [DOCUMENTS] [DIFFERENCES] [RUNS]
"""
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

WORDS = [f"{a}{b}" for a in ("tide", "pump", "gate", "lamp", "rope", "keel", "sail", "mast", "buoy", "pier") for b in
         ("", "s", "man", "work", "house", "line", "head", "way", "side", "yard")]


def text(numbers, name):
    paragraphs = [" ".join(numbers.choice(WORDS) for _ in range(90)) + "." for _ in range(6)]
    return f"# {name}\n\n" + "\n\n".join(paragraphs) + "\n"


def run(*command, **options):
    started = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options)
    return time.perf_counter() - started, done.stdout


def report(binary, *arguments):
    took, output = run(binary, *arguments, "--json")
    return took, json.loads(output)


def size(folder):
    return sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))


def rsynced(new, old):
    if shutil.which("rsync") is None:
        sys.exit("rsync is missing: apt-get install rsync")
    took, output = run("rsync", "-a", "--delete", "--stats", "--no-whole-file", new + "/", old + "/")
    lines = dict(line.split(": ", 1) for line in output.splitlines() if ": " in line)
    moved = sum(int(lines[f"Total bytes {way}"].replace(",", "")) for way in ("sent", "received"))
    return took, moved


def main():
    binary = os.path.abspath(sys.argv[1])
    documents, differences, runs = (int(value) for value in (sys.argv[2:] + ["5000", "50", "5"][len(sys.argv) - 2:]))
    numbers = random.Random(1)
    rows = {"sync, by path": [], "sync, through pipes": [], "nothing to do": [], "rsync -a of the trees": [], "cp of the store": []}
    with tempfile.TemporaryDirectory() as folder:
        tree, mirror, far = (os.path.join(folder, name) for name in ("tree", "mirror", "far"))
        os.mkdir(tree)
        for index in range(documents):
            path = os.path.join(tree, f"d{index % 50}")
            os.makedirs(path, exist_ok=True)
            with open(os.path.join(path, f"{index}.md"), "w") as file:
                file.write(text(numbers, f"Document {index}"))
        run(binary, "reindex", tree, "--embedder", "hashing")
        store = os.path.join(tree, ".freshet")
        first, filled = report(binary, "sync", store, "--store", far)
        print(f"{documents} documents, {filled['contentsReceived']} texts and vectors: filled in {first:.2f} s, "
              f"{filled['rounds']} rounds, {filled['bytesReceived'] / 1e6:.1f} MB")
        shutil.copytree(tree, mirror, ignore=shutil.ignore_patterns(".freshet"))
        for number in range(runs):
            for index in numbers.sample(range(documents), differences):
                with open(os.path.join(tree, f"d{index % 50}", f"{index}.md"), "a") as file:
                    file.write(f"\nRun {number} added this line.\n")
            run(binary, "reindex", tree)
            if number % 2 == 0:
                took, done = report(binary, "sync", store, "--store", far)
                rows["sync, by path"].append((took, done["bytesSent"] + done["bytesReceived"], done["rounds"]))
            else:
                serve = f"'{binary}' sync --serve --store '{store}'"
                took, done = report(binary, "sync", "--through", serve, "--store", far)
                rows["sync, through pipes"].append((took, done["bytesSent"] + done["bytesReceived"], done["rounds"]))
            assert done["differing"] == differences and done["changedHere"] == differences, done
            took, done = report(binary, "sync", store, "--store", far)
            rows["nothing to do"].append((took, done["bytesSent"] + done["bytesReceived"], done["rounds"]))
            os.rename(store, os.path.join(folder, "aside"))
            rows["rsync -a of the trees"].append((*rsynced(tree, mirror), 0))
            os.rename(os.path.join(folder, "aside"), store)
            copy = os.path.join(folder, "copy")
            took, _ = run("cp", "-a", store, copy)
            rows["cp of the store"].append((took, size(copy), 0))
            shutil.rmtree(copy)
        assert run(binary, "audit", "--store", store)[0] > 0
    print(f"{differences} differences, medians of {runs} changes:")
    for name, values in rows.items():
        took, moved, rounds = (statistics.median(column) for column in zip(*values))
        print(f"  {name:24} {took * 1000:8.0f} ms  {moved / 1e3:10.1f} kB  {rounds or '':>4} {'rounds' if rounds else ''}")


main()
