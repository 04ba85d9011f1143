#!/usr/bin/env python3
"""Several processes on one store: watches, reindexings and queries side by side while documents change, then a writer that
is stopped and comes back.

The history must show no passage embedded twice, no lost change and no torn read; the stopped writer must be replaced within
its lease time, and be told when it comes back.

Usage: processes.py BINARY [PROCESSES] [SECONDS] [SEED]
"""
import json
import random
import signal
import sys
import threading
import time

from watched import Folder, Freshet, difference, fail, marks

LEASE_SECONDS = 10


class History:
    def __init__(self):
        self.lock = threading.Lock()
        self.embedded = 0
        self.reads = 0
        self.runs = 0
        self.wrong = []


def reindex_often(freshet, history, ends):
    while time.monotonic() < ends:
        done = freshet.run("reindex", "--json", "--quiet", expect=(0, 3))
        with history.lock:
            history.embedded += json.loads(done.stdout)["chunks"]["embedded"]
            history.runs += 1


def query_often(freshet, folder, history, ends):
    own = random.Random(7)
    while time.monotonic() < ends:
        answer = freshet.query(own.choice(["river gauge", "mark", "storm gate crew"]), mode=own.choice(["lexical", "vector", "hybrid"]))
        shown = {}
        for hit in answer["hits"]:
            revisions = shown.setdefault(hit["document"], set())
            revisions.add((hit["certificate"]["revision"], frozenset(marks(hit["text"]))))
        with history.lock:
            history.reads += 1
            history.wrong += [f"{path} shows {len(seen)} revisions in one answer" for path, seen in shown.items() if len(seen) > 1]


def main(binary, processes=2, seconds=60, seed=None):
    seed = random.randrange(1 << 30) if seed is None else seed
    folder = Folder(seed, extra='max-lag = "50ms"\nbatch = 16\n')
    freshet = Freshet(binary, folder)
    for number in range(60):
        folder.write(f"d{number}.md", folder.text()[1])
    history = History()
    watches = [freshet.watch() for _ in range(max(1, processes // 2))]
    try:
        await_first(watches)
        freshet.barrier("river")
        ends = time.monotonic() + seconds
        workers = [threading.Thread(target=reindex_often, args=(freshet, history, ends)) for _ in range(processes - len(watches))]
        workers.append(threading.Thread(target=query_often, args=(freshet, folder, history, ends)))
        for worker in workers:
            worker.start()
        changes = 0
        last = {}
        while time.monotonic() < ends:
            mark, text = folder.text()
            path = f"d{folder.random.randint(0, 80)}.md"
            folder.write(path, text)
            last[path] = mark
            changes += 1
            time.sleep(folder.random.random() * 0.05)
        for worker in workers:
            worker.join()
        freshet.query("river", "--consistency", "barrier", mode="vector")
        for path, mark in last.items():
            if path not in {hit["document"] for hit in freshet.query(mark)["hits"]}:
                fail(f"seed {seed}: the last change of {path} is lost")
        stopped_and_back(freshet, folder, watches, seed)
        for watch in watches:
            watch.stop()
        wrong = difference(freshet.dump(), freshet.scratch_dump())
        if wrong:
            fail(f"seed {seed}: the dump isn't that of a fresh index: {wrong}")
        if history.wrong:
            fail(f"seed {seed}: torn reads: {history.wrong[:3]}")
        embedded = history.embedded + sum(watch.embedded() for watch in watches)
        kept = json.loads(freshet.run("status", "--json").stdout)["vectors"]
        print(
            f"{processes} writers for {seconds} s: {changes} changes, {history.runs} reindexings, {history.reads} reads; "
            f"no change lost, no read torn, {embedded} passages embedded for {kept} vectors")
        if embedded > kept:  # fewer, where a query that waited for vectors embedded some itself: it reports none
            fail(f"seed {seed}: {embedded} embedded, {kept} vectors")
    finally:
        for watch in watches:
            watch.stop()
        folder.remove()


def await_first(watches):
    """The watch that has the lease."""
    while True:
        for watch in watches:
            if watch.count("began"):
                return watch
        time.sleep(0.02)


def stopped_and_back(freshet, folder, watches, seed):
    """The watch that has the lease is stopped; another takes over within the lease time; the first is told."""
    holder = await_first(watches)
    heir = freshet.watch()
    watches.append(heir)
    heir.await_event(lambda event: event["event"] == "standingBy")
    seen = len(holder.events)
    holder.send(signal.SIGSTOP)
    began = time.monotonic()
    # Any of those that stand by may be first.
    others = [watch for watch in watches if watch is not holder]
    while not any(watch.count("began") for watch in others):
        if time.monotonic() - began > LEASE_SECONDS + 5:
            fail(f"seed {seed}: nobody took the stopped watch over within {LEASE_SECONDS + 5} s")
        time.sleep(0.05)
    took = time.monotonic() - began
    mark, text = folder.text()
    folder.write("d1.md", text)
    if "d1.md" not in {hit["document"] for hit in freshet.barrier(mark)["hits"]}:
        fail(f"seed {seed}: what was written while the first watch was stopped isn't found")
    holder.send(signal.SIGCONT)
    told = holder.await_event(lambda event: event["event"] == "interrupted", since=seen)
    print(f"a stopped watch was replaced after {took:.1f} s, and told when it came back: {told['why'][:60]}...")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4, 5):
        sys.exit(__doc__)
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
