#!/usr/bin/env python3
"""Runs an older and a newer freshet on one store at the same time: upgrades.py OLD NEW

OLD is a binary of format 4 or before, built from the last commit of its format:

    git worktree add /tmp/old 8b811f2 && cd /tmp/old && swift build -c release --product freshet

Each output line says what was done and what happened. The exit code is 1 if an older binary wrote to a store that a newer
one had migrated, or if it was refused without a named error.
"""
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

OLD, NEW = sys.argv[1], sys.argv[2]
PATIENCE = 60
failed = []


def check(what, is_right, found):
    print(f"{'ok  ' if is_right else 'FAIL'} {what}: {found}", flush=True)
    if not is_right:
        failed.append(what)


def run(binary, folder, *words):
    result = subprocess.run([binary, *words], cwd=folder, capture_output=True, text=True)
    return result.returncode, result.stdout, result.stderr


def write(folder, name, text):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)


def made(count=20):
    folder = tempfile.mkdtemp()
    for number in range(count):
        write(folder, f"{number}.md", f"# Note {number}\n\nThe first text of note {number} is about tides.\n")
    code, _, errors = run(OLD, folder, "reindex", "--embedder", "hashing", "-q")
    assert code == 0, errors
    return folder


def log(folder):
    with sqlite3.connect(os.path.join(folder, ".freshet/store.sqlite")) as database:
        return (
            database.execute("SELECT lsn, observations, fence, writes FROM meta").fetchone(),
            database.execute("SELECT holder FROM watchers").fetchall(),
        )


def await_lines(path, wanted):
    deadline = time.time() + PATIENCE
    while time.time() < deadline:
        with open(path) as file:
            text = file.read()
        if wanted in text:
            return True
        time.sleep(0.1)
    return False


def watch_of_old_while_new_migrates():
    folder = made()
    events = os.path.join(tempfile.mkdtemp(), "events")
    with open(events, "w") as file:
        watch = subprocess.Popen([OLD, "watch", "--json"], cwd=folder, stdout=file, stderr=subprocess.PIPE, text=True)
    check("the older watch begins", await_lines(events, '"watching"'), "watching")
    code, _, errors = run(NEW, folder, "reindex", "-q")
    check("a newer reindex migrates the store beside it", code == 0, (code, errors.strip()))
    after = log(folder)
    is_told = await_lines(events, "brought this store to format 5")
    check("the older watch is told why it can't go on", is_told, "interrupted")
    write(folder, "1.md", "# Note 1\n\nA second text, after the migration.\n")
    time.sleep(5)
    check("and commits nothing more", log(folder) == after, log(folder))
    newer = os.path.join(os.path.dirname(events), "newer")
    with open(newer, "w") as file:
        other = subprocess.Popen([NEW, "watch", "--json"], cwd=folder, stdout=file, stderr=subprocess.DEVNULL)
    served = await_lines(newer, '"document":"1.md","event":"served"')
    check("a newer watch takes over at once", served, "1.md is served")
    code, _, errors = run(NEW, folder, "query", "second text", "--consistency", "barrier")
    check("and keeps barriers", code == 0, (code, errors.strip()))
    for process in (watch, other):
        process.send_signal(signal.SIGTERM)
        process.wait()
    code, _, errors = run(NEW, folder, "audit", "--verify")
    check("the audit finds nothing", code == 0, code)
    shutil.rmtree(folder)


def reindex_of_old_while_new_migrates():
    folder = made(2)
    for number in range(3000):
        write(folder, f"new {number}.md", f"# New {number}\n\n" + f"A text of note {number} about pumps. " * 40)
    old = subprocess.Popen(
        [OLD, "reindex", "--json"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    code, _, errors = run(NEW, folder, "status")
    check("a newer status refuses the older store by name", code == 2, errors.strip()[:120])
    migrated = subprocess.run([NEW, "gc"], cwd=folder, capture_output=True, text=True)
    check("a newer gc migrates in the middle of an older run", migrated.returncode == 0, migrated.stderr.strip()[:120])
    _, errors = old.communicate()
    check("the older run ends with a name for it", old.returncode in (0, 4) and
          (old.returncode == 0 or "format 5" in errors), (old.returncode, errors.strip()[-160:]))
    code, _, errors = run(NEW, folder, "reindex", "-q")
    check("a newer reindex completes it", code == 0, (code, errors.strip()))
    code, _, _ = run(NEW, folder, "audit", "--verify")
    check("the audit finds nothing", code == 0, code)
    shutil.rmtree(folder)


def old_after_new():
    folder = made(3)
    run(NEW, folder, "reindex", "-q")
    path = os.path.join(folder, ".freshet/store.sqlite")
    before = open(path, "rb").read()
    for words in (["query", "tides"], ["status"], ["reindex"], ["audit"]):
        code, output, errors = run(OLD, folder, *words)
        check(f"the older {words[0]} after the newer", code == 6 and output == "", errors.strip()[-90:])
    check("leaves the store as it is", open(path, "rb").read() == before, len(before))
    shutil.rmtree(folder)


def copies():
    folder = made(3)
    run(NEW, folder, "reindex", "-q")
    names = [json.loads(run(NEW, folder, "status", "--json")[1])["replica"]]
    inode = os.stat(os.path.join(folder, ".freshet/store.sqlite")).st_ino
    store = os.path.join(folder, ".freshet")
    for _ in range(20):
        shutil.copytree(store, store + ".backup")
        shutil.rmtree(store)
        shutil.copytree(store + ".backup", store)
        shutil.rmtree(store + ".backup")
        if os.stat(os.path.join(store, "store.sqlite")).st_ino == inode:
            break
    same = os.stat(os.path.join(store, "store.sqlite")).st_ino == inode
    run(NEW, folder, "reindex", "-q")
    names.append(json.loads(run(NEW, folder, "status", "--json")[1])["replica"])
    check(f"a restored copy (inode {'given again' if same else 'another'}) has a name of its own", names[0] != names[1], names)
    shutil.rmtree(folder)


if __name__ == "__main__":
    watch_of_old_while_new_migrates()
    reindex_of_old_while_new_migrates()
    old_after_new()
    copies()
    sys.exit(1 if failed else 0)
