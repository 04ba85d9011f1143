#!/usr/bin/env python3
"""What watching costs: from a saved edit to its mark, to its text and to its vector; and the CPU of an idle watch.

Usage: cost.py BINARY [EDITS] [hashing|minilm] [IDLE_SECONDS]
"""
import os
import sys
import time

from watched import Folder, Freshet, percentile


def seconds_of_cpu(process):
    fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def edits(binary, count, embedder):
    folder = Folder(5, embedder=embedder)
    freshet = Freshet(binary, folder)
    for number in range(100):
        folder.write(f"d{number}.md", folder.text()[1])
    watch = freshet.watch()
    try:
        watch.await_event(lambda event: event["event"] == "began")
        freshet.query("river", "--consistency", "barrier", "--timeout", "120s", mode="vector")
        times = {"marked": [], "text": [], "vector": []}
        for number in range(count):
            path = f"d{number % 100}.md"
            since = len(watch.events)
            began = time.time()
            folder.write(path, folder.text(2)[1])
            event = watch.await_event(lambda e: e["event"] == "observed" and path in e["documents"], since)
            times["marked"].append(event["readAt"] - began)
            event = watch.await_event(lambda e: e["event"] == "served" and e["document"] == path, since)
            times["text"].append(event["readAt"] - began)
            event = watch.await_event(lambda e: e["event"] == "embedded" and e["waiting"] == 0, since)
            times["vector"].append(event["readAt"] - began)
        print(f"{count} edits, {embedder}; each is let rest for 300 ms before it is read:")
        for name, values in times.items():
            print(f"  saved to {name}: p50 {1000 * percentile(values, 0.5):.1f} ms, p99 {1000 * percentile(values, 0.99):.1f} ms")
    finally:
        watch.stop()
        folder.remove()


def idle(binary, seconds):
    folder = Folder(6)
    freshet = Freshet(binary, folder)
    for number in range(10_000):
        folder.write(f"f{number % 10}/g{number % 111}/d{number}.md", f"# {number}\n\nriver {number}\n")
    freshet.run("reindex", "--quiet")
    watch = freshet.watch()
    try:
        watch.await_event(lambda event: event["event"] == "health" and event["health"] == "watching")
        freshet.barrier("river", limit=1)
        before = seconds_of_cpu(watch.process.pid)
        time.sleep(seconds)
        used = seconds_of_cpu(watch.process.pid) - before
        rss = [line for line in open(f"/proc/{watch.process.pid}/status") if line.startswith("VmRSS")][0].split()[1]
        print(f"idle over 10,000 files for {seconds} s: {used:.2f} s of CPU, {100 * used / seconds:.2f} % of a core; {int(rss) // 1024} MiB")
    finally:
        watch.stop()
        folder.remove()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4, 5):
        sys.exit(__doc__)
    edits(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100, sys.argv[3] if len(sys.argv) > 3 else "minilm")
    idle(sys.argv[1], int(sys.argv[4]) if len(sys.argv) > 4 else 30)
