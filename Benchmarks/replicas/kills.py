#!/usr/bin/env python3
"""`freshet sync` killed with -9 at a random moment, again and again: afterwards both stores are whole, and the next run goes on.

Two folders of documents with sources of their own names change between the exchanges; each store has its own and gets the other's. After the last
exchange both must serve the same, sound to the byte. Exits with 1 on any difference, and prints its seed.

Usage: kills.py BINARY [KILLS] [SEED]
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time


def main():
    binary, kills = os.path.abspath(sys.argv[1]), int((sys.argv[2:] + ["100"])[0])
    seed = int((sys.argv[3:] + ["1"])[0])
    numbers = random.Random(seed)

    def freshet(folder, *arguments, check=True):
        done = subprocess.run([binary, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if check and done.returncode != 0:
            sys.exit(f"seed {seed}: {' '.join(arguments)} in {folder}: {done.returncode} {done.stderr}")
        return done.stdout

    with tempfile.TemporaryDirectory() as top:
        folders = [os.path.join(top, name) for name in ("one", "two")]
        for index, folder in enumerate(folders):
            os.makedirs(os.path.join(folder, "docs"))
            with open(os.path.join(folder, "freshet.toml"), "w") as file:
                file.write(f'embedder = "hashing"\n[sources.side{index}]\nroot = "docs"\n')

        def change(folder, count):
            for _ in range(count):
                path = os.path.join(folder, "docs", f"{numbers.randrange(400)}.md")
                if numbers.random() < 0.2 and os.path.exists(path):
                    os.remove(path)
                else:
                    words = " ".join(str(numbers.randrange(10 ** 6)) for _ in range(300))
                    with open(path, "w") as file:
                        file.write(f"# Note\n\n{words}\n")
            freshet(folder, "reindex")

        def dump(folder):
            lines = [json.loads(line) for line in freshet(folder, "dump").splitlines()]
            return sorted((line["document"], line["start"], line["address"], line["text"]) for line in lines)

        for folder in folders:
            change(folder, 300)
        ended = 0
        for number in range(kills):
            for folder in folders:
                if numbers.random() < 0.5:
                    change(folder, 40)
            process = subprocess.Popen([binary, "sync", folders[1]], cwd=folders[0], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(numbers.random() * 0.4)
            process.kill()
            process.communicate()
            ended += process.returncode == 0
        freshet(folders[0], "sync", folders[1])
        again = json.loads(freshet(folders[0], "sync", folders[1], "--json"))
        one, two = dump(folders[0]), dump(folders[1])
        if one != two or again["differing"] != 0:
            sys.exit(f"seed {seed}: the stores differ: {len(set(one) ^ set(two))} passages, {again['differing']} documents")
        for folder in folders:
            report = json.loads(freshet(folder, "audit", "--verify", "--format", "json", check=False))
            bad = [line for line in report["documents"] if line["state"] not in ("fresh", "unverified")]
            if bad:
                sys.exit(f"seed {seed}: {bad[:3]}")
        print(f"{kills} exchanges killed ({ended} had ended): both stores serve the same {len(one)} passages, all sound")


main()
