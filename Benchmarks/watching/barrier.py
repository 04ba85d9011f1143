#!/usr/bin/env python3
"""Writes a file and asks with the barrier, again and again: the text must be found each time.

Latency is that of the whole `freshet query` process, beside that of one that asks without a barrier.

Usage: barrier.py BINARY [ROUNDS] [lexical|vector] [hashing|minilm]
"""
import sys
import time

from watched import Folder, Freshet, fail, percentile


def main(binary, rounds=2000, mode="lexical", embedder="hashing"):
    folder = Folder(1, embedder=embedder, extra='max-lag = "100ms"\n')
    freshet = Freshet(binary, folder)
    for number in range(100):
        folder.write(f"d{number}.md", folder.text()[1])
    watch = freshet.watch()
    try:
        watch.await_event(lambda event: event["event"] == "began")
        freshet.barrier("river", mode=mode)
        latencies, plain = [], []
        for round in range(rounds):
            mark, text = folder.text()
            path = f"d{round % 120}.md"
            folder.write(path, text)
            began = time.monotonic()
            hits = freshet.barrier(text if mode == "vector" else mark, mode=mode, limit=5)["hits"]
            latencies.append(time.monotonic() - began)
            found = [hit for hit in hits if hit["document"] == path and mark in hit["text"]]
            if not found or found[0]["certificate"]["state"] != "fresh":
                fail(f"round {round}: {mark} in {path} isn't found: {[(h['document'], h['via']) for h in hits]}")
            if mode == "vector" and found[0]["via"] != "vector":
                fail(f"round {round}: {path} is found by {found[0]['via']}")
            if round % 20 == 0:
                began = time.monotonic()
                freshet.query(mark, mode=mode, limit=5)
                plain.append(time.monotonic() - began)
        show = lambda values: " ".join(f"p{int(100 * share)} {1000 * percentile(values, share):.0f} ms" for share in (0.5, 0.99))
        print(
            f"{mode}, {embedder}: found {rounds} times of {rounds}; with the barrier {show(latencies)}, "
            f"without {show(plain)}")
    finally:
        watch.stop()
        folder.remove()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4, 5):
        sys.exit(__doc__)
    arguments = sys.argv[2:]
    main(sys.argv[1], *([int(arguments[0])] if arguments else []), *arguments[1:])
