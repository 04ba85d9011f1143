#!/usr/bin/env python3
"""How long a monitor takes to find a fault, against the probability that it states; and what it says of a sound index under load.

    monitor.py BINARY lost [FAULTS]      changes of which no event tells (through a mapping), found by the listing
    monitor.py BINARY silent [FAULTS]    vectors that vanish from the store, found by the sweep alone
    monitor.py BINARY load [SECONDS]     random writes beside a watch: no violation is to be told
"""
import json
import mmap
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

from watched import Folder, Freshet, fail, percentile

WINDOW, SWEEP, LISTING = 0.2, 20.0, 1.0


class Monitor:
    """A `freshet monitor --json`, and when it told of each document first."""

    def __init__(self, freshet, *arguments):
        self.process = subprocess.Popen(
            [freshet.binary, "monitor", "--json", *arguments], cwd=freshet.folder.place, stdout=subprocess.PIPE, text=True)
        self.found, self.events = {}, []
        self.began, self.news = threading.Event(), threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            if event["event"] == "began":
                self.began.set()
            with self.news:
                self.events.append(event)
                if event["event"] == "violated":
                    self.found.setdefault(event["document"], (time.time(), event["kind"]))
                self.news.notify_all()

    def await_all(self, documents, limit):
        deadline = time.monotonic() + limit
        with self.news:
            while not set(documents) <= set(self.found):
                left = deadline - time.monotonic()
                if left <= 0:
                    fail(f"not found in {limit} s: {sorted(set(documents) - set(self.found))[:5]}")
                self.news.wait(left)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        self.reader.join(5)
        return self.process.returncode


def corpus(seed, count):
    folder = Folder(seed)
    for number in range(count):
        folder.write(f"d{number}.md", folder.text(1)[1])
    freshet = Freshet(sys.argv[1], folder)
    freshet.run("reindex", "--quiet")
    return folder, freshet


def find(faults, inject):
    """Injects faults at random moments of several sweeps; the waits, each without the ten windows of doubt."""
    folder, freshet = corpus(7, 2 * faults)
    watch = freshet.watch()
    watch.await_event(lambda event: event["event"] == "health" and event["health"] == "watching")
    freshet.barrier("level")
    time.sleep(3)  # what the watch's first look found young enough to be read again was
    monitor = Monitor(freshet, "--window", f"{WINDOW}s", "--sweep", f"{SWEEP:.0f}s", "--listing", f"{LISTING:.0f}s")
    try:
        monitor.began.wait(60)
        chance = random.Random(11)
        began = {}
        moments = sorted(chance.uniform(0, 2 * SWEEP) for _ in range(faults))
        start = time.time()
        for moment, number in zip(moments, chance.sample(range(2 * faults), faults)):
            time.sleep(max(0, start + moment - time.time()))
            inject(folder, f"d{number}.md")
            began[f"d{number}.md"] = time.time()
        monitor.await_all(began, SWEEP + 30 * WINDOW + 20)
        extra = set(monitor.found) - set(began)
        if extra:
            fail(f"found, but sound: {extra}")
        return sorted(monitor.found[name][0] - at - 10 * WINDOW for name, at in began.items())
    finally:
        monitor.stop()
        watch.stop()
        folder.remove()


held = []


def lose_event(folder, path):
    file = open(folder.root / path, "r+b")  # closing it would be an event
    view = mmap.mmap(file.fileno(), 0)
    view[0:1] = b"%"
    view.flush()
    held.append((file, view))


def lose_vector(folder, path):
    store = sqlite3.connect(folder.place / "store" / "store.sqlite", timeout=30)
    store.execute("PRAGMA wal_autocheckpoint = 0")
    with store:
        store.execute(
            """DELETE FROM vectors WHERE address IN (SELECT c.address FROM chunks c JOIN placements p ON p.chunk = c.id
               JOIN documents d ON d.id = p.document WHERE d.path = ?)""", (path,))
    store.close()


def report(name, waits, bound):
    n = len(waits)
    distance = max(max(abs(w / bound - i / n), abs(w / bound - (i + 1) / n)) for i, w in enumerate(waits))
    print(
        f"{name}: {n} faults, all found; wait before the doubt p50 {percentile(waits, 0.5):.2f} s, p95 {percentile(waits, 0.95):.2f} s, "
        f"max {waits[-1]:.2f} s of {bound:.0f} s; distance from t / {bound:.0f} s {distance:.3f} "
        f"(1 in 1,000 by chance: {1.95 / n ** 0.5:.3f})")
    return distance <= 1.95 / n ** 0.5


def load(seconds):
    folder, freshet = corpus(9, 300)
    watch = freshet.watch()
    watch.await_event(lambda event: event["event"] == "health" and event["health"] == "watching")
    monitor = Monitor(freshet, "--sweep", "60s", "--for", f"{seconds}s")
    chance, writes = random.Random(13), 0
    try:
        monitor.began.wait(60)
        while monitor.process.poll() is None:
            documents = folder.documents()
            path = chance.choice(documents)
            kind = chance.random()
            if kind < 0.15:
                folder.write(f"f{writes % 7}/n{writes}.md", folder.text()[1])
            elif kind < 0.3 and len(documents) > 200:
                (folder.root / path).unlink()
            elif kind < 0.4:
                (folder.root / path).rename(folder.root / f"r{writes}.md")
            else:
                folder.write(path, folder.text()[1])
            writes += 1
            time.sleep(chance.expovariate(10))
        status = monitor.stop()
        summary = monitor.events[-1]
        served = watch.count("served")
    finally:
        monitor.stop()
        watch.stop()
        folder.remove()
    print(
        f"load: {seconds} s, {writes} writes, {served} refreshes, {summary['probes']} probes: {summary['consistentAtOnce']} consistent at once, "
        f"{summary['consistentWithin']} within 1, 5, 10 windows of 10 s, {summary['violations']} violations")
    if status or summary["violations"]:
        fail("a sound index was accused", [event for event in monitor.events if event["event"] == "violated"])


if __name__ == "__main__":
    mode, number = sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None
    if mode == "lost":
        waits = find(number or 60, lose_event)
        print(f"lost: {len(waits)} faults, all found; wait before the doubt p50 {percentile(waits, 0.5):.2f} s, "
              f"p95 {percentile(waits, 0.95):.2f} s, max {waits[-1]:.2f} s; the listing is every {LISTING:.0f} s")
    elif mode == "silent":
        if not report("silent", find(number or 200, lose_vector), SWEEP):
            fail("the waits are not spread as stated")
    else:
        load(number or 600)
