#!/usr/bin/env python3
"""What kill-soak.sh needs beside the shell.

  documents SEED FOLDER   makes documents of words drawn with SEED
  without-versions        dump lines of standard input, without what differs between two stores of the same documents
  left STORE DUMP         how many passages of DUMP have a committed vector in STORE, and how many don't
  embedded                chunks.embedded of the reindex report on standard input
"""
import json
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile


def documents(seed, folder):
    drawn = random.Random(int(seed))
    words = ["".join(drawn.choices("abcdefghiklmnoprstu", k=drawn.randint(2, 9))) for _ in range(4000)]
    for number in range(80):
        path = pathlib.Path(folder, f"{number % 7}", f"{number}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            for section in range(drawn.randint(1, 60)):
                text = " ".join(drawn.choices(words, k=drawn.randint(5, 120)))
                file.write(f"## Section {section}\n\n{text}.\n\n")


def without_versions():
    for line in sys.stdin:
        placement = json.loads(line)
        del placement["version"]
        print(json.dumps(placement, sort_keys=True))


def committed(store):
    """Addresses that have a vector, read from a copy: opening a store after a crash would already mend it."""
    with tempfile.TemporaryDirectory() as copy:
        for name in ("store.sqlite", "store.sqlite-wal"):
            if pathlib.Path(store, name).exists():
                shutil.copy(pathlib.Path(store, name), copy)
        try:
            with sqlite3.connect(f"{copy}/store.sqlite") as database:
                return {row[0].hex() for row in database.execute("SELECT address FROM vectors")}
        except sqlite3.OperationalError:  # killed before the tables were made
            return set()


def left(store, dump):
    with open(dump) as lines:
        wanted = {json.loads(line)["address"] for line in lines}
    kept = wanted & committed(store)
    print(len(kept), len(wanted) - len(kept))


def embedded():
    print(json.load(sys.stdin)["chunks"]["embedded"])


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"documents": documents, "without-versions": without_versions, "left": left, "embedded": embedded}[command](*arguments)
