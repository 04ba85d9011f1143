#!/usr/bin/env python3
"""peers.py run|build|child ...: index-bench beside other libraries, on the same vectors, on one core, by turns.

    peers.py run --base B.npy --queries Q.npy --cache FOLDER --results FOLDER [--ours COMMAND] [--core N] [--peers NAME,NAME]
    peers.py build --base B.npy --queries Q.npy --cache FOLDER [--peers NAME,NAME]    builds and saves the indexes for a later run

Everything runs in child processes of one thread, bound to one core. Each peer is asked at the cheapest setting that reaches a
recall@10 of 0.95 and of 0.99, ours at the cheapest target that does; ratios are medians over rounds in which both were asked
by turns. Times are of the processor's clock, but opening is by the wall's; of a peer's time what its Python call costs by
itself is taken off. `run` writes RESULTS/peers-SET.md and .json.
"""
import argparse
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import time

import environment

HERE = pathlib.Path(__file__).resolve()
# Of ours: a promise kept in 19 of 20 answers, so below the mean recall.
TARGETS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998)
TURNED_OVER = ("hnswlib", "usearch", "voyager")
OPENINGS = 5


def say(text):
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def surroundings():
    """One thread; the BLAS chooses its kernels itself; huge pages for whoever asks malloc."""
    dropped = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    return kept | threads


class Child:
    """A process on the core that answers a line of JSON with a line of JSON."""

    def __init__(self, command, core, huge_pages=True):
        tuned = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"} if huge_pages else {}
        pinned = ["taskset", "-c", str(core), *map(str, command)]
        self.process = subprocess.Popen(pinned, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings() | tuned)

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"ended with status {self.process.wait()}")
        return json.loads(line)

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self.read()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def once(command, core):
    """What a process says that measures one thing and ends; its memory is counted, so it gets no huge pages."""
    child = Child(command, core, huge_pages=False)
    try:
        return child.read()
    except RuntimeError as error:
        return {"error": str(error)}
    finally:
        child.end()


# Ours


class Ours:
    """index-bench --serve, one process an index; None answers where it isn't built or fails."""

    def __init__(self, options):
        self.options = options
        self.command = shlex.split(options.ours) if options.ours else []
        self.missing = None if self.command and pathlib.Path(self.command[0]).exists() else "not built"
        self.children, self.sweeps, self.reports = {}, {}, {}

    def arguments(self, index):
        files = ["--base", self.options.base, "--queries", self.options.queries]
        return [*self.command, *files, "--k", "10", "--index", index, "--threads", "1"]

    def child(self, index):
        if index not in self.children:
            self.children[index] = Child([*self.arguments(index), "--serve"], self.options.core)
            self.children[index].read()
        return self.children[index]

    def round(self, index, mode, target, seconds):
        if self.missing:
            return None
        try:
            return self.child(index).ask(round=mode, recall=target, seconds=seconds)
        except (RuntimeError, OSError, ValueError) as error:
            self.missing = f"failed: {error}"
            return None

    def target(self, level, mode):
        """The target that is the quickest of those whose mean recall reaches the level."""
        if mode not in self.sweeps and not self.missing:
            tried = [(target, self.round("lsh", mode, target, self.options.seconds)) for target in TARGETS]
            self.sweeps[mode] = [(target, answer) for target, answer in tried if answer]
        reached = [pair for pair in self.sweeps.get(mode, []) if pair[1]["recall"] >= level]
        return max(reached, key=lambda pair: pair[1]["qps"], default=(None, None))[0]

    def report(self, index):
        """Its one-off figures: build, changes, memory, opening, turnover."""
        if self.missing:
            return {}
        if index not in self.reports:
            asked = ["--recall", "0.95", "--churn", "0.5", "--json"]
            command = ["taskset", "-c", str(self.options.core), *map(str, self.arguments(index)), *asked]
            done = subprocess.run(command, capture_output=True, text=True, env=surroundings())
            self.reports[index] = json.loads(done.stdout) if done.returncode == 0 else {"error": done.stderr[-500:]}
        return self.reports[index]

    def end(self):
        for child in self.children.values():
            child.end()


# A peer


def child_command(options, name, what, *more):
    files = ["--base", options.base, "--queries", options.queries, "--cache", options.cache]
    return [sys.executable, HERE, "child", *files, "--peer", name, "--what", what, *more]


def by_turns(child, ours, point, call, options):
    """The speeds of both in each round, and their ratio."""
    index = "exact" if point["level"] is None else "lsh"
    target = None if index == "exact" else ours.target(point["level"], point["mode"])
    asked = index == "exact" or target is not None
    rounds = []
    for _ in range(options.rounds):
        mine = ours.round(index, point["mode"], target, options.seconds) if asked else None
        peer = child.ask(do=point["mode"], knob=point["knob"], seconds=options.seconds)
        taken_off = call if point["mode"] == "single" else call / 256
        theirs = 1 / (1 / peer["cpuQps"] - taken_off)
        rounds.append({"ours": mine and mine["qps"], "recall": mine and mine.get("recall"), "peer": theirs, "peerRaw": peer})
    ratios = [one["ours"] / one["peer"] for one in rounds if one["ours"]]
    summary = {side: statistics.median(values) for side in ("ours", "peer") if (values := [one[side] for one in rounds if one[side]])}
    recalls = [one["recall"] for one in rounds if one["recall"] is not None]
    return point | summary | {"target": target, "oursRecall": statistics.median(recalls) if recalls else None, "rounds": rounds,
                              "ratio": statistics.median(ratios) if ratios else None, "ratios": sorted(ratios)}


def points_of(child, peer_kind, options):
    """What to ask: an exact peer as it is, another at the settings that reach the levels."""
    if peer_kind.exact:
        recall = child.ask(do="recall", knob=[None, None])["recall"]
        return [{"level": None, "mode": mode, "knob": [None, None], "recall": recall} for mode in peer_kind.modes], recall
    answer = child.ask(do="sweep", levels=options.levels, modes=peer_kind.modes)
    return answer["points"], answer["highestRecall"]


def speeds(name, peer_kind, ours, options):
    child = Child(child_command(options, name, "serve"), options.core)
    try:
        ready = child.read()
        points, highest = points_of(child, peer_kind, options)
        say(f"{name}: built in {ready['buildSeconds']:.1f} s, settings {[(p['level'], p['mode'], p['knob']) for p in points]}")
        call = ready["callMicros"] / 1e6 if peer_kind.call_apart else 0
        asked = [by_turns(child, ours, point, call, options) if point["knob"] else point for point in points]
        return ready | {"highestRecall": highest, "points": asked}
    finally:
        child.end()


def one_off(name, peer_kind, measured, options):
    """Memory, opening, changes and turnover, each in a process of its own."""
    said = {"memory": once(child_command(options, name, "memory"), options.core)}
    if peer_kind.can_save:
        for view in [False, True] if name == "usearch" else [False]:
            command = child_command(options, name, "opening", *(["--view"] if view else []))
            millis = [once(command, options.core).get("millis") for _ in range(OPENINGS)]
            said["viewing" if view else "opening"] = statistics.median(millis) if None not in millis else None
    said["changes"] = once(child_command(options, name, "changes"), options.core)
    knob = next((point["knob"] for point in measured["points"] if point["knob"]), None)
    if name in TURNED_OVER and knob:
        said["turnover"] = once(child_command(options, name, "turnover", "--knob", json.dumps(knob)), options.core)
    return said


def measure(name, ours, options):
    import adapters

    peer_kind = adapters.PEERS[name]
    refused = environment.build_falconn() if name == "FALCONN" else None
    if refused:
        return {"error": refused}
    try:
        measured = speeds(name, peer_kind, ours, options)
        return measured if options.speed_only else measured | one_off(name, peer_kind, measured, options)
    except (RuntimeError, OSError, ValueError) as error:
        return {"error": f"failed: {error}"}


# The whole


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent)
    return done.stdout.strip() if done.returncode == 0 else None


def machine():
    described = dict(line.split(":", 1) for line in (output("lscpu") or "").splitlines() if ":" in line)
    wanted = ("Model name", "CPU(s)", "L2 cache", "L3 cache", "Flags")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {key: described.get(key, "").strip() for key in wanted} | {"memory GiB": round(memory, 1), "load": os.getloadavg()}


def circumstances(options):
    import adapters

    parameters = {key: str(value) for key, value in vars(options).items() if key in ("rounds", "seconds", "core", "levels", "ours")}
    graph = {"M": adapters.M, "efConstruction": adapters.EF_CONSTRUCTION}
    commit = output("git", "rev-parse", "HEAD"), bool(output("git", "status", "--porcelain"))
    return {"date": time.strftime("%Y-%m-%d %H:%M"), "commit": commit[0], "uncommitted": commit[1], "machine": machine(),
            "base": options.base.name, "parameters": parameters | graph, "versions": adapters.versions()}


def run(options):
    import report

    ours = Ours(options)
    found = circumstances(options) | {"peers": {}}
    options.results.mkdir(parents=True, exist_ok=True)
    target = options.results / f"peers-{options.base.stem.removesuffix('-base')}"
    for name in options.peers:
        say(name)
        found["peers"][name] = measure(name, ours, options)
        found["ours"] = {"missing": ours.missing, "sweeps": ours.sweeps}
        if not options.speed_only:
            found["ours"] |= {index: ours.report(index) for index in ("exact", "lsh")}
        target.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n")
        target.with_suffix(".md").write_text(report.table(found))
    ours.end()
    say(f"{target.name}.md")


def build(options):
    """Each index in a process of its own; those that are there stay."""
    for name in options.peers:
        if name == "FALCONN" and environment.build_falconn():
            continue
        say(name)
        say(once(child_command(options, name, "build"), options.core))


def child(options):
    import data
    import measure as measures

    known = data.Data(options.base, options.queries, options.cache)
    more = {"opening": [options.view], "turnover": [json.loads(options.knob)]}.get(options.what, [])
    getattr(measures, options.what)(known, options.peer, *more)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=["run", "build", "child"])
    for name in ("base", "queries", "cache"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--results", type=pathlib.Path, default=HERE.parent.parent / "Results")
    parser.add_argument("--ours", help="the built index-bench")
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--peers", type=lambda text: text.split(","), help="their names, separated by commas; default all")
    parser.add_argument("--levels", type=lambda text: [float(part) for part in text.split(",")], default=[0.95, 0.99])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each side in a round")
    parser.add_argument("--speed-only", action="store_true", help="no build, memory, opening, changes")
    for name in ("peer", "what", "knob"):
        parser.add_argument(f"--{name}", default="null", help=argparse.SUPPRESS)
    parser.add_argument("--view", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.base, options.queries, options.cache = (path.resolve() for path in (options.base, options.queries, options.cache))
    return options


def main():
    options = arguments()
    environment.use(options.cache)
    import adapters

    options.peers = options.peers or list(adapters.PEERS)
    {"run": run, "build": build, "child": child}[options.do](options)


if __name__ == "__main__":
    main()
