#!/usr/bin/env python3
"""Random operations on a real folder under `freshet watch`, for each policy.

After each batch a query with the barrier must find every change, and nothing that is stale; afterwards the dump must be that
of an index built from nothing. Exits with 1 on any difference, and prints its seed.

Usage: operations.py BINARY [OPERATIONS] [SEED]
"""
import os
import random
import sys
import time

from watched import Folder, Freshet, difference, fail, marks

POLICIES = {
    "write-through": "",
    "write-behind": 'max-lag = "1s"\n',
    "refresh-ahead": 'soft-ttl = "2s"\nhard-ttl = "1m"\n',
}
BATCH = 10


class Operations:
    """What the documents hold after each operation, known without looking at them."""

    def __init__(self, folder):
        self.folder = folder
        self.random = folder.random
        self.now = {}  # path: mark
        self.texts = {}  # mark: text
        self.gone = set()  # marks that no document has

    def put(self, path, mark, text):
        self.texts[mark] = text
        self.leave(path)
        self.now[path] = mark
        self.gone.discard(mark)

    def leave(self, path):
        mark = self.now.pop(path, None)
        if mark and mark not in self.now.values():
            self.gone.add(mark)

    def once(self):
        kind = self.random.choice(
            ["create", "edit", "append", "save", "rename", "move", "delete", "revert", "chmod", "mtime"])
        path = self.random.choice(sorted(self.now)) if self.now else None
        if path is None or kind == "create":
            return self.create()
        getattr(self, kind)(path)

    def create(self):
        depth = "/".join(f"f{self.random.randint(0, 3)}" for _ in range(self.random.randint(0, 3)))
        # The last two are the same text in two Unicode forms.
        letter = self.random.choice(["d", "\u00e9", "e\u0301"])
        path = f"{depth}/{letter}{self.random.randint(0, 30)}.md".lstrip("/")
        mark, text = self.folder.text()
        self.folder.write(path, text)
        self.put(path, mark, text)

    def edit(self, path):
        mark, text = self.folder.text()
        self.folder.write(path, text)
        self.put(path, mark, text)

    def append(self, path):
        mark, text = self.folder.text(1)
        with open(self.folder.root / path, "a") as file:
            file.write("\n" + text)
        self.put(path, mark, (self.folder.root / path).read_text())

    def save(self, path):
        """As editors do: a swap file, the text written aside, then renamed over."""
        mark, text = self.folder.text()
        target = self.folder.root / path
        swap = target.with_name(f".{target.name}.swp")
        swap.write_text("swap")
        aside = target.with_name(f"{target.name}~{self.folder.revisions}")
        aside.write_text(text)
        os.replace(aside, target)
        swap.unlink()
        self.put(path, mark, text)

    def rename(self, path):
        other = f"{os.path.dirname(path)}/r{self.random.randint(0, 99)}.md".lstrip("/")
        if other == path:
            return
        os.replace(self.folder.root / path, self.folder.root / other)
        mark = self.now.pop(path)
        self.put(other, mark, self.texts[mark])

    def move(self, path):
        """The folder that a document lies in, with everything below."""
        folder = path.split("/")[0]
        if "/" not in path:
            return self.rename(path)
        other = f"m{self.random.randint(0, 9999)}"
        os.rename(self.folder.root / folder, self.folder.root / other)
        for old in [old for old in self.now if old.startswith(folder + "/")]:
            self.now[other + old[len(folder):]] = self.now.pop(old)

    def delete(self, path):
        os.unlink(self.folder.root / path)
        self.leave(path)

    def revert(self, path):
        mark = self.random.choice(sorted(self.texts))
        self.folder.write(path, self.texts[mark])
        self.put(path, mark, self.texts[mark])

    def chmod(self, path):
        """Root reads it all the same; its stamp changes."""
        os.chmod(self.folder.root / path, 0)
        os.chmod(self.folder.root / path, 0o644)

    def mtime(self, path):
        """A change that keeps size and modification time."""
        target = self.folder.root / path
        before = target.stat()
        mark, text = self.folder.text()
        target.write_text(text)
        os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.put(path, mark, text)


def check(freshet, operations, before, policy, seed, batch):
    where = f"{policy}, seed {seed}, batch {batch}"
    changed = sorted(set(operations.now.items()) - before)
    first = True
    for path, mark in changed:
        ask = freshet.barrier if first else freshet.query
        first = False
        hits = ask(mark)["hits"]
        if path not in {hit["document"] for hit in hits}:
            fail(f"{where}: {path} has {mark}, and isn't found by it: {[hit['document'] for hit in hits]}")
        for hit in hits:
            if hit["certificate"]["state"] != "fresh":
                fail(f"{where}: {hit['document']} is {hit['certificate']['state']}")
            if mark not in marks(hit["text"]):
                fail(f"{where}: {hit['document']} is found by {mark}, which its text hasn't")
    held = marks("".join((operations.folder.root / path).read_text() for path in operations.folder.documents()))
    gone = sorted(operations.gone - held)  # what was appended to still has its old mark, too
    for mark in operations.random.sample(gone, min(3, len(gone))):
        hits = (freshet.barrier if first else freshet.query)(mark)["hits"]
        first = False
        if any(mark in marks(hit["text"]) for hit in hits):
            fail(f"{where}: {mark} is superseded and still served")


def run(binary, policy, extra, count, seed):
    folder = Folder(seed, policy, extra=extra)
    freshet = Freshet(binary, folder)
    operations = Operations(folder)
    for _ in range(20):
        operations.create()
    began = time.monotonic()
    watch = freshet.watch()
    try:
        watch.await_event(lambda event: event["event"] == "began")
        for batch in range(count // BATCH):
            before = set(operations.now.items())
            for _ in range(BATCH):
                operations.once()
            check(freshet, operations, before, policy, seed, batch)
        freshet.query("river", "--consistency", "barrier", mode="vector")
        watch.stop()
        wrong = difference(freshet.dump(), freshet.scratch_dump())
        if wrong:
            fail(f"{policy}, seed {seed}: the dump isn't that of a fresh index: {wrong}")
        print(
            f"{policy}: {count} operations in {count // BATCH} batches, every change found, none stale, "
            f"dump equal to a fresh index's ({len(operations.now)} documents, {time.monotonic() - began:.0f} s)")
    finally:
        watch.stop()
        folder.remove()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
    print(f"seed {seed}")
    for policy, extra in POLICIES.items():
        run(sys.argv[1], policy, extra, count, seed)
