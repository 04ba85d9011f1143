#!/usr/bin/env python3
"""A full disk and a disk that fails, for real: a small tmpfs, and EIO injected into fsync by strace.

Each must give a named error, lose nothing that was acknowledged, and leave a store that opens; when the fault is gone, all is
caught up with. Needs root (for mount) and strace.

Usage: faults.py BINARY
"""
import json
import os
import shutil
import subprocess
import sys

from watched import Folder, Freshet, difference, fail


def full_disk(binary):
    """A watch whose store's disk fills up, and is freed again."""
    folder = Folder(11, extra='max-lag = "50ms"\n')
    disk = folder.place / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=True)
    configuration = folder.place / "freshet.toml"
    configuration.write_text(configuration.read_text().replace('store = "store"', 'store = "disk/store"'))
    freshet = Freshet(binary, folder)
    for number in range(20):
        folder.write(f"d{number}.md", folder.text()[1])
    watch = freshet.watch()
    try:
        watch.await_event(lambda event: event["event"] == "began")
        kept, text = folder.text()
        folder.write("kept.md", text)
        freshet.barrier(kept)
        seen = len(watch.events)
        ballast = disk / "ballast"
        fill(ballast)
        late, text = folder.text(400)
        folder.write("late.md", text)
        told = watch.await_event(
            lambda event: event["event"] in ("interrupted", "failed") and "no space" in event.get("why", ""), since=seen)
        ballast.unlink()
        freshet.barrier(late)
        for mark in (kept, late):
            if not freshet.query(mark)["hits"]:
                fail(f"{mark} is lost")
        freshet.query("river", "--consistency", "barrier", mode="vector")
        watch.stop()
        wrong = difference(freshet.dump(), freshet.scratch_dump())
        if wrong:
            fail(f"the dump isn't that of a fresh index: {wrong}")
        print(f"full disk: told ({told['why'][:70]}...), nothing acknowledged lost, caught up when it was freed")
    finally:
        watch.stop()
        subprocess.run(["umount", "-l", disk], check=False)
        folder.remove()


def fill(path):
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:  # full
            pass


def failing_fsync(binary):
    """A reindexing whose nth fsync fails, for many n."""
    failed = 0
    for which in range(1, 40, 3):
        folder = Folder(12)
        freshet = Freshet(binary, folder)
        for number in range(10):
            folder.write(f"d{number}.md", folder.text()[1])
        done = subprocess.run(
            ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject=fsync,fdatasync:error=EIO:when={which}",
             freshet.binary, "reindex", "--quiet"], cwd=folder.place, capture_output=True, text=True)
        if done.returncode not in (0, 3, 4, 6):
            fail(f"fsync {which} failed: exit {done.returncode}: {done.stderr}")
        if done.returncode != 0:
            failed += 1
            if "freshet: " not in done.stderr:
                fail(f"fsync {which} failed without a named error: {done.stderr!r}")
        freshet.run("reindex", "--quiet")
        if json.loads(freshet.run("audit", "--json").stdout)["coherent"] is not True:
            fail(f"fsync {which} failed: the store isn't coherent afterwards")
        wrong = difference(freshet.dump(), freshet.scratch_dump())
        if wrong:
            fail(f"fsync {which} failed: the dump isn't that of a fresh index: {wrong}")
        folder.remove()
    print(f"EIO on fsync: {failed} runs ended with a named error, every store opened and was brought in step")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if os.geteuid() != 0 or not shutil.which("strace"):
        sys.exit("faults.py: run it as root, with strace installed (apt install strace)")
    full_disk(sys.argv[1])
    failing_fsync(sys.argv[1])
