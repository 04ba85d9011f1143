"""A folder of documents, the processes that keep it in step, and what they are asked: shared by the scripts beside this one."""
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

WORDS = "level gauge pump tide river storm gate crew report night wind lamp mast rope signal harbour".split()


class Folder:
    """Documents whose every revision has a word of its own, so that an answer tells which revision it shows."""

    def __init__(self, seed, policy="write-behind", embedder="hashing", extra=""):
        self.random = random.Random(seed)
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="freshet-watch-"))
        self.root = self.place / "docs"
        self.root.mkdir()
        self.embedder = embedder
        self.revisions = 0
        (self.place / "freshet.toml").write_text(
            f'embedder = "{embedder}"\nstore = "store"\n\n[sources.files]\nroot = "docs"\npolicy = "{policy}"\n{extra}')

    def remove(self):
        shutil.rmtree(self.place, ignore_errors=True)

    def text(self, paragraphs=None):
        """(the revision's own word, a document that has it in every paragraph)"""
        self.revisions += 1
        mark = f"mark{self.revisions}x"
        count = paragraphs or self.random.randint(1, 4)
        body = "\n\n".join(
            f"{mark} " + " ".join(self.random.choices(WORDS, k=self.random.randint(5, 40))) + "." for _ in range(count))
        return mark, f"# {mark}\n\n{body}\n"

    def write(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def documents(self):
        return sorted(
            str(path.relative_to(self.root)) for path in self.root.rglob("*.md") if ".freshet" not in path.parts)


class Freshet:
    def __init__(self, binary, folder):
        self.binary = os.path.realpath(binary)
        self.folder = folder

    def run(self, *arguments, expect=(0,)):
        done = subprocess.run(
            [self.binary, *arguments], cwd=self.folder.place, capture_output=True, text=True)
        if done.returncode not in expect:
            raise SystemExit(f"freshet {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def query(self, text, *arguments, mode="lexical", limit=50):
        return json.loads(
            self.run("query", text, "--json", "--mode", mode, "--limit", str(limit), *arguments).stdout)

    def barrier(self, text, **options):
        return self.query(text, "--consistency", "barrier", "--timeout", "60s", **options)

    def dump(self, *arguments):
        """What is served, without what differs between two stores of the same documents."""
        lines = [json.loads(line) for line in self.run("dump", *arguments).stdout.splitlines()]
        for line in lines:
            del line["version"]
        return lines

    def scratch_dump(self):
        """What an index built from nothing serves."""
        store = str(self.folder.place / f"scratch-{time.monotonic_ns()}")
        self.run("reindex", "--quiet", "--store", store)
        lines = self.dump("--store", store)
        shutil.rmtree(store)
        return lines

    def watch(self):
        return Watch(self)


class Watch:
    """A `freshet watch --json`, and the events that it told so far."""

    def __init__(self, freshet):
        self.process = subprocess.Popen(
            [freshet.binary, "watch", "--json"], cwd=freshet.folder.place, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.events = []
        self.news = threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            try:
                event = json.loads(line)
            except ValueError:  # cut off by a kill
                continue
            event["readAt"] = time.time()
            with self.news:
                self.events.append(event)
                self.news.notify_all()
        with self.news:
            self.news.notify_all()

    def await_event(self, wanted, since=0, limit=60):
        """The first event from number `since` on that `wanted` accepts."""
        deadline = time.monotonic() + limit
        with self.news:
            while True:
                for event in self.events[since:]:
                    if wanted(event):
                        return event
                left = deadline - time.monotonic()
                if left <= 0:
                    raise SystemExit(f"no such event in {limit} s; the last were {self.events[-5:]}")
                self.news.wait(left)

    def count(self, kind):
        with self.news:
            return sum(1 for event in self.events if event["event"] == kind)

    def embedded(self):
        with self.news:
            return sum(event["passages"] for event in self.events if event["event"] == "embedded")

    def send(self, number):
        self.process.send_signal(number)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise SystemExit("watch didn't end within 20 s of SIGINT")
        self.reader.join(5)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join(5)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def marks(text):
    return set(re.findall(r"mark\d+x", text))


def difference(served, wanted):
    """A sentence about two dumps; None when they are equal."""
    one = {json.dumps(line, sort_keys=True) for line in served}
    other = {json.dumps(line, sort_keys=True) for line in wanted}
    if one == other and len(served) == len(wanted):
        return None
    return f"{len(one - other)} lines too many, {len(other - one)} too few: {sorted(one ^ other)[:3]}"


def fail(*words):
    print(*words, file=sys.stderr)
    raise SystemExit(1)
