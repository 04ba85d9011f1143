#!/usr/bin/env python3
"""Overruns the watch's inotify queue by quick events while the watch is stopped, and asks all the while.

No certificate may say fresh of bytes that the file hasn't; afterwards the state must converge, and the loss must be told.

Usage: overflow.py BINARY [EVENTS]
"""
import hashlib
import signal
import sys

from watched import Folder, Freshet, difference, fail, marks


def main(binary, events=50_000):
    folder = Folder(3)
    freshet = Freshet(binary, folder)
    for number in range(200):
        folder.write(f"d{number}.md", folder.text(1)[1])
    watch = freshet.watch()
    asked = 0
    try:
        watch.await_event(lambda event: event["event"] == "began")
        freshet.barrier("river")
        seen = len(watch.events)
        watch.send(signal.SIGSTOP)
        latest = {}
        for event in range(events // 2):  # a write is two events at least: modified and closed
            path = f"d{event % 200}.md"
            mark, text = folder.text(1)
            folder.write(path, text)
            latest[path] = mark
            if event % (events // 20) == 0:
                asked += ask(freshet, folder)
        watch.send(signal.SIGCONT)
        asked += ask(freshet, folder)
        lost = watch.await_event(
            lambda event: event["event"] == "health" and event.get("health") == "catchingUp", since=seen)
        freshet.query("river", "--consistency", "barrier", mode="vector")
        for path, mark in latest.items():
            if path not in {hit["document"] for hit in freshet.query(mark)["hits"]}:
                fail(f"{path} isn't found by {mark} after the overflow")
        watch.stop()
        wrong = difference(freshet.dump(), freshet.scratch_dump())
        if wrong:
            fail(f"the dump isn't that of a fresh index: {wrong}")
        print(f"{events} events past a stopped watch: told ({lost.get('why')}), converged; {asked} certificates said fresh, all rightly")
    finally:
        watch.stop()
        folder.remove()


def ask(freshet, folder):
    """How many hits are certified fresh; each must show the file's bytes of now, for nobody writes meanwhile."""
    fresh = 0
    for hit in freshet.query("river storm gauge", limit=200)["hits"]:
        certificate = hit["certificate"]
        if certificate["state"] != "fresh":
            continue
        data = (folder.root / hit["document"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != certificate["revision"] or not marks(hit["text"]) <= marks(data.decode()):
            fail(f"{hit['document']} is certified fresh and isn't")
        fresh += 1
    return fresh


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
