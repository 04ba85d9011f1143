#!/usr/bin/env python3
"""Changes paths, devices, names and clocks of the real system while a watch runs.

After every step a question with a barrier must see the change. In the end, the watched index must serve the same as an index
made from scratch. Exercises that this machine can't run (no root, no FUSE, no overlay) are skipped and reported.

Usage: borders.py BINARY [NAME ...]

Names: moved, linked, store, overlay, twins, burst, clock, fuse, casefold. Without one all of them.
"""
import glob
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

from watched import Folder, Freshet, difference, fail


class Skip(Exception):
    """Says why this machine can't run an exercise."""


def served(freshet, mark):
    """Asks with a barrier; returns the documents whose hits contain `mark`, and their certified states."""
    hits = freshet.barrier(mark, limit=20)["hits"]
    return {hit["document"]: hit["certificate"]["state"] for hit in hits if mark in hit["text"]}


def expect(freshet, mark, documents, what):
    found = served(freshet, mark)
    wanted = {document: "fresh" for document in documents}
    if found != wanted:
        fail(f"{what}: {mark} is served as {found}, not as {wanted}")


def settle(freshet, what):
    freshet.barrier("river")
    wrong = difference(freshet.dump(), freshet.scratch_dump())
    if wrong:
        fail(f"{what}: what is served isn't what an index made from nothing serves: {wrong}")


def filled(seed, count=30, root=None):
    folder = Folder(seed)
    if root:
        configuration = folder.place / "freshet.toml"
        configuration.write_text(configuration.read_text().replace('root = "docs"', f'root = "{root}"'))
    for number in range(count):
        folder.write(f"d{number}.md", folder.text()[1])
    return folder, Freshet(BINARY, folder)


def watching(freshet):
    watch = freshet.watch()
    watch.await_event(lambda event: event["event"] == "health" and event["health"] in ("watching", "polling"))
    return watch


def edit(folder, name, count=1):
    mark, text = folder.text(count)
    folder.write(name, text)
    return mark


def moved():
    """Moves the folder away and back with an edit; in half of the rounds an empty folder takes its place meanwhile."""
    folder, freshet = filled(21)
    watch = watching(freshet)
    away = folder.place / "away"
    rounds = 20
    try:
        freshet.barrier("river")
        for count in range(rounds):
            folder.root.rename(away)
            freshet.run("query", "river", "--consistency", "barrier", "--timeout", "60s", expect=(4,))
            if folder.root.exists():
                fail("moved: a question made the folder anew")
            if count % 2:
                folder.root.mkdir()
                states = {hit["certificate"]["state"] for hit in freshet.barrier("river")["hits"]}
                if states != {"unverified"}:
                    fail(f"moved: hits of another folder are {states}")
                if json.loads(freshet.run("status", "--json").stdout)["documents"] != 30:
                    fail("moved: an empty folder took documents away")
                shutil.rmtree(folder.root)
            (away / "d3.md").write_text(text := folder.text(1)[1])
            away.rename(folder.root)
            expect(freshet, text.split()[1], ["d3.md"], "moved")
        settle(freshet, "moved")
        print(f"moved: {rounds} times away and back, half of them with an empty folder in its place; nothing was deleted")
    finally:
        watch.stop()
        folder.remove()


def linked():
    """The root is a link that a deployment swaps by a rename."""
    folder, freshet = filled(22, 0, root="current")
    releases = []
    for number in range(2):
        release = folder.place / f"release{number}"
        release.mkdir()
        for document in range(30):
            (release / f"d{document}.md").write_text(folder.text()[1])
        releases.append(release)
    swap(folder, releases[0])
    watch = watching(freshet)
    rounds = 50
    try:
        for count in range(rounds):
            mark, text = folder.text(1)
            release = releases[(count + 1) % 2]
            (release / "d7.md").write_text(text)
            swap(folder, release)
            expect(freshet, mark, ["d7.md"], f"linked, swap {count}")
        settle(freshet, "linked")
        print(f"linked: swapped {rounds} times; each barrier saw the release that the link led to")
    finally:
        watch.stop()
        folder.remove()


def swap(folder, release):
    link = folder.place / "next"
    link.symlink_to(release.name)
    link.rename(folder.place / "current")


def store():
    """Deletes and moves the store during a watch, and replaces it by an older one."""
    for how in ("deleted", "moved", "older"):
        folder, freshet = filled(23)
        freshet.run("reindex", "--quiet")
        path, kept = folder.place / "store", folder.place / "kept"
        shutil.copytree(path, kept)
        watch = watching(freshet)
        try:
            expect(freshet, edit(folder, "d1.md"), ["d1.md"], f"store {how}")
            seen = len(watch.events)
            if how == "deleted":
                shutil.rmtree(path)
            else:
                path.rename(folder.place / "gone")
            if how == "older":
                kept.rename(path)
            deadline = time.monotonic() + 30
            while watch.process.poll() is None and not any(
                    event["event"] in ("interrupted", "began") for event in watch.events[seen:]):
                if time.monotonic() > deadline:
                    fail(f"store {how}: the watch goes on as if nothing had happened: {watch.events[-3:]}")
                time.sleep(0.1)
            watch.stop()
            if how == "moved":
                (folder.place / "gone").rename(path)
            if how == "deleted":
                freshet.run("reindex", "--quiet")
            watch = watching(freshet)
            expect(freshet, edit(folder, "d2.md"), ["d2.md"], f"store {how}")
            settle(freshet, f"store {how}")
        finally:
            watch.stop()
            folder.remove()
    print("store: deleted, moved and replaced by an older one under a watch; each was noticed, and brought in step afterwards")


def mounted(*command):
    if os.geteuid() != 0:
        raise Skip("it needs root")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Skip(f"{command[0]} is refused: {done.stderr.strip()}")


def overlay():
    """Layers on different file systems: a file's device differs from its folder's."""
    for layers in ("lower on tmpfs", "upper on tmpfs"):
        folder, freshet = filled(24, 0)
        lower, upper = folder.place / "lower", folder.place / "upper"
        for part in (lower, upper):
            part.mkdir()
        small = lower if layers.startswith("lower") else upper
        mounted("mount", "-t", "tmpfs", "tmpfs", str(small))
        try:
            for part in (upper / "data", upper / "work"):
                part.mkdir()
            for number in range(30):
                (lower / f"d{number}.md").write_text(folder.text()[1])
            mounted(
                "mount", "-t", "overlay", "overlay", "-o",
                f"lowerdir={lower},upperdir={upper}/data,workdir={upper}/work", str(folder.root))
            exercise(folder, freshet, f"overlay, {layers}")
        finally:
            subprocess.run(["umount", "-l", str(folder.root)], capture_output=True)
            subprocess.run(["umount", "-l", str(small)], capture_output=True)
            folder.remove()
    print("overlay: edits, deletions and renames over layers on two file systems were all seen")


def exercise(folder, freshet, what, rounds=12):
    """Edits, deletions, renames and new folders, each seen by a barrier."""
    watch = watching(freshet)
    try:
        freshet.barrier("river")
        for count in range(rounds):
            expect(freshet, edit(folder, f"d{count}.md"), [f"d{count}.md"], what)
            mark = edit(folder, f"gone{count}.md")
            expect(freshet, mark, [f"gone{count}.md"], what)
            (folder.root / f"gone{count}.md").unlink()
            expect(freshet, mark, [], what)
            mark = edit(folder, f"old{count}.md")
            (folder.root / "sub").mkdir(exist_ok=True)
            (folder.root / f"old{count}.md").rename(folder.root / "sub" / f"new{count}.md")
            expect(freshet, mark, [f"sub/new{count}.md"], what)
        (folder.root / f"d{rounds + 1}.md").unlink()
        settle(freshet, what)
    finally:
        watch.stop()


def twins():
    """Two names that differ only in their Unicode form are two documents."""
    folder, freshet = filled(25, 3)
    nfc, nfd = "caf\u00e9.md", "cafe\u0301.md"
    watch = watching(freshet)
    rounds = 20
    try:
        for _ in range(rounds):
            one, other = edit(folder, nfc), edit(folder, nfd)
            expect(freshet, one, [nfc], "twins")
            expect(freshet, other, [nfd], "twins")
            spare = folder.root / "spare"
            (folder.root / nfc).rename(spare)
            (folder.root / nfd).rename(folder.root / nfc)
            spare.rename(folder.root / nfd)
            expect(freshet, one, [nfd], "twins, swapped")
            expect(freshet, other, [nfc], "twins, swapped")
            (folder.root / nfc).unlink()
            expect(freshet, other, [], "twins, one deleted")
            expect(freshet, one, [nfd], "twins, one deleted")
        settle(freshet, "twins")
        print(f"twins: {rounds} rounds of edits, swaps and deletions; each name was a document of its own")
    finally:
        watch.stop()
        folder.remove()


def burst():
    """Ten thousand files at once."""
    folder, freshet = filled(26, 3)
    watch = watching(freshet)
    try:
        freshet.barrier("river")
        texts = [folder.text(1)[1] for _ in range(10_000)]
        began = time.monotonic()
        (folder.root / "burst").mkdir()
        for number, text in enumerate(texts):
            with open(folder.root / "burst" / f"b{number}.md", "w") as file:
                file.write(text)
        took = time.monotonic() - began
        expect(freshet, texts[-1].split()[1], ["burst/b9999.md"], "burst")
        count = json.loads(freshet.run("status", "--json").stdout)["documents"]
        if count != 10_003:
            fail(f"burst: {count} documents of 10,003 after the barrier")
        settle(freshet, "burst")
        print(f"burst: 10,000 files in {took:.1f} s, all of them served after one barrier")
    finally:
        watch.stop()
        folder.remove()


def clock():
    """Sets the clocks of the watch and of the asking process forward and back by hours."""
    library = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
    if not library:
        raise Skip("it needs libfaketime (apt install libfaketime)")
    folder, freshet = filled(27)
    setting, timers = folder.place / "clock", folder.place / "timerfd.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", timers, pathlib.Path(__file__).parent / "timerfd.c"], check=True)
    setting.write_text("+0")
    faked = dict(
        LD_PRELOAD=f"{timers}:{library}", FAKETIME_TIMESTAMP_FILE=str(setting), FAKETIME_NO_CACHE="1",
        DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1")
    os.environ.update(faked)
    watch = None
    jumps = {"+0": 0, "+2h": 7200, "-2h": -7200, "+1d": 86400, "-1d": -86400}
    order = ["+2h", "+0", "-2h", "+1d", "-1d", "+0"]
    try:
        watch = watching(freshet)
        for jump in order:
            setting.write_text(jump)
            for number in range(3):
                mark = edit(folder, f"d{number}.md")
                stamp = time.time() + jumps[jump]
                os.utime(folder.root / f"d{number}.md", (stamp, stamp))
                expect(freshet, mark, [f"d{number}.md"], f"clock {jump}")
        settle(freshet, "clock")
        print(f"clock: set by {', '.join(order)} under a watch; every barrier saw its edits")
    finally:
        for name in faked:
            os.environ.pop(name, None)
        if watch:
            watch.stop()
        folder.remove()


def fuse():
    """A file system that reports no changes made to its underlying folder."""
    if not shutil.which("bindfs"):
        raise Skip("it needs bindfs (apt install bindfs)")
    folder, freshet = filled(28, 0)
    behind = folder.place / "behind"
    behind.mkdir()
    for number in range(30):
        (behind / f"d{number}.md").write_text(folder.text()[1])
    mounted("bindfs", str(behind), str(folder.root))
    try:
        watch = watching(freshet)
        try:
            for number in range(5):
                mark, text = folder.text(1)
                (behind / f"d{number}.md").write_text(text)
                expect(freshet, mark, [f"d{number}.md"], "fuse, changed behind it")
        finally:
            watch.stop()
        exercise(folder, freshet, "fuse", rounds=4)
        print("fuse: changes through the mount and behind it were seen by every barrier")
    finally:
        subprocess.run(["umount", "-l", str(folder.root)], capture_output=True)
        folder.remove()


def casefold():
    """A folder that ignores case in names."""
    folder, freshet = filled(29, 0)
    image = folder.place / "image"
    try:
        with open(image, "wb") as file:
            file.truncate(32 << 20)
        mounted("mkfs.ext4", "-q", "-O", "casefold", "-E", "encoding=utf8", str(image))
        mounted("mount", "-o", "loop", str(image), str(folder.root))
        inner = folder.root / "folded"
        inner.mkdir()
        mounted("chattr", "+F", str(inner))
        folder.write("folded/Name.md", folder.text()[1])
        watch = watching(freshet)
        try:
            for _ in range(10):
                expect(freshet, edit(folder, "folded/NAME.md"), ["folded/Name.md"], "casefold")
            settle(freshet, "casefold")
        finally:
            watch.stop()
        print("casefold: a document written under another case of its name stayed one document")
    finally:
        subprocess.run(["umount", "-l", str(folder.root)], capture_output=True)
        folder.remove()


EXERCISES = [moved, linked, store, overlay, twins, burst, clock, fuse, casefold]

if __name__ == "__main__":
    names = {exercise.__name__: exercise for exercise in EXERCISES}
    if len(sys.argv) < 2 or any(name not in names for name in sys.argv[2:]):
        sys.exit(__doc__)
    BINARY = os.path.realpath(sys.argv[1])
    for exercised in [names[name] for name in sys.argv[2:]] or EXERCISES:
        try:
            exercised()
        except Skip as reason:
            print(f"{exercised.__name__}: skipped: {reason}")
