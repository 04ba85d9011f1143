#!/usr/bin/env python3
"""Kills `freshet watch` with -9 at random moments under load, and starts it again.

What a barrier acknowledged must be served after the kill; at most one batch of passages is embedded again for each kill; in
the end the dump must be that of an index built from nothing.

Usage: kills.py BINARY [KILLS] [SEED]
"""
import json
import random
import sys
import time

from watched import Folder, Freshet, difference, fail

PASSAGES_PER_BATCH = 128


def main(binary, kills=100, seed=None):
    seed = random.randrange(1 << 30) if seed is None else seed
    folder = Folder(seed, extra='max-lag = "50ms"\nbatch = 16\n')
    freshet = Freshet(binary, folder)
    acknowledged = {}
    again = 0
    embedded = 0
    for number in range(40):
        folder.write(f"d{number}.md", folder.text()[1])
    watch = freshet.watch()
    try:
        # A question needs a store, which the first watch makes.
        watch.await_event(lambda event: event["event"] == "health" and event["health"] in ("watching", "polling"))
        for kill in range(kills):
            for _ in range(folder.random.randint(1, 8)):
                mark, text = folder.text()
                folder.write(f"d{folder.random.randint(0, 60)}.md", text)
            if kill % 4 == 0:
                mark, text = folder.text()
                path = f"kept{kill}.md"
                folder.write(path, text)
                freshet.barrier(mark)
                acknowledged[path] = mark
            time.sleep(folder.random.random() * 0.4)
            watch.kill()
            embedded += watch.embedded()
            for path, mark in folder.random.sample(sorted(acknowledged.items()), min(2, len(acknowledged))):
                if path not in {hit["document"] for hit in freshet.query(mark)["hits"]}:
                    fail(f"seed {seed}, kill {kill}: {path} was acknowledged and is lost")
            watch = freshet.watch()
        freshet.query("river", "--consistency", "barrier", mode="vector")
        watch.stop()
        embedded += watch.embedded()
        vectors = freshet.run("status", "--json").stdout
        wrong = difference(freshet.dump(), freshet.scratch_dump())
        if wrong:
            fail(f"seed {seed}: the dump isn't that of a fresh index: {wrong}")
        kept = json.loads(vectors)["vectors"]
        again = embedded - kept
        # A batch whose commit was cut off from its report counts as kept and not as embedded: that is no loss either.
        if again > kills * PASSAGES_PER_BATCH:
            fail(f"seed {seed}: {again} passages were embedded again")
        print(
            f"{kills} kills: nothing acknowledged was lost, dump equal to a fresh index's; "
            f"{kept} vectors, {embedded} reported as embedded")
    finally:
        watch.stop()
        folder.remove()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
