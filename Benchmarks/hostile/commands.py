#!/usr/bin/env python3
"""Runs random command lines with all commands, options and hostile values. Each must end with a documented exit code.

Usage: commands.py BINARY COUNT [SEED]
"""
import collections
import json
import os
import random
import shutil
import sys
import tempfile

import ended

WORDS = [
    b"", b"x", b"y", b".", b"..", b"/", b"//", b"./", b"a.md", b"./a.md", b"b.md", b"sub", b"sub/", b"sub/a.md", b"sub//a.md",
    b"sub/../a.md", b"s", b"s/t", "ü.md".encode(), "u\u0308.md".encode(), b"files:a.md", b"files:", b":", b"pushed:x", b"-",
    b"--", b"-1", b"0", b"1", b"10", b"-9223372036854775808", b"9223372036854775807", b"9223372036854775808",
    b"99999999999999999999999", b"1e400", b"-0.0", b"nan", b"inf", b"0.95", b"1.0000001", b"1e-320", b"exact", b"0s", b"1ms",
    b"5s", b"0.0000001ms", b"100000d", b"99999999d", b"1e9d", b"2026-11-22", b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59Z",
    b"2026-13-45", b"/dev/null", b"/proc/self/mem", b"/nonexistent/x", b"a" * 300, b"a/" * 3000, b"*a*a*a*a*a*a*b",
    b"**/**/**/**/x", b"[", b"!x", b"*.md", b"\xff\xfe", b"\x1b[31mred", b"line\nbreak", b"%s%n", b"alpha", b"\"alpha",
    b"alpha AND NEAR(", b"\xe2\x80\xae", b"hashing", b"minilm", b"hybrid", b"lexical", b"vector", b"FRS001", b"none", b"stale",
    b"127.0.0.1:0", b":65536", b":99999999999999999999", b"[::1]:0", b"host:1", b"x.1.0123456789abcdef",
    b"x.9223372036854775807.0123456789abcdef", b"x.-1.0123456789abcdef", b"questions", b"judgements", b"certificate", b"out",
]
PATHS = [b"a.md", b"b.md", b"sub", b"sub/a.md", b".", b"x", b"s"]
DURATIONS = [b"0s", b"1ms", b"5s", b"2h", b"100000d"]
NUMBERS = [b"1", b"2", b"10", b"0", b"-1", b"9223372036854775807"]

PATH, DURATION, NUMBER, WORD, TOKEN, FLAG = "path", "duration", "number", "word", "token", "flag"
STORE = [(b"--store", [b".freshet", b".freshet", b".freshet", b"x"]), (b"--embedder", [b"hashing", b"hashing", b"minilm"])]
JSON = [(b"--json", FLAG)]
PATTERN, MOMENT, RULES = [b"sub/", b"*.md", b"a.md"], [b"2026-11-22", b"1h"], [b"FRS001", b"none", b"all"]
METRICS = [b"out", b"127.0.0.1:0"]
QUESTION = [b"alpha", b"beta", b"deep umlaut", b"\"alpha stands\""]
READING = [
    (b"--consistency", [b"any", b"bounded", b"session", b"barrier", b"strict"]), (b"--max-age", DURATION),
    (b"--on-violation", [b"fail", b"revalidate"]), (b"--token", TOKEN), (b"--timeout", DURATION)]
SEARCHING = [(b"--mode", [b"hybrid", b"lexical", b"vector"]), (b"--recall", [b"exact", b"0.9", b"1", b"1e-300"])]
COMMANDS = {
    b"reindex": (PATH, 3, [(b"--source", [b"files", b"docs"]), (b"--dry-run", FLAG), (b"--all", FLAG), (b"-q", FLAG), (b"--strict", FLAG),
        (b"--accept-deletions", FLAG)]),
    b"watch": (PATH, 0, [(b"--metrics", METRICS), (b"-q", FLAG)]),
    b"query": (QUESTION, 1, READING + SEARCHING + [
        (b"--limit", NUMBER), (b"--in", PATTERN), (b"--at", TOKEN)]),
    b"verify": ([b"certificate", b"x", b"a.md"], 1, []),
    b"audit": (WORD, 0, [
        (b"--format", [b"text", b"json", b"html", b"sarif", b"junit", b"prometheus"]), (b"--verify", FLAG),
        (b"--output", [b"out", b"r", b"/dev/null", b"x/y", b""]), (b"--all-findings", FLAG), (b"--max-staleness", DURATION),
        (b"--since", MOMENT), (b"--fail-on", RULES), (b"--baseline", [b"base", b"x"]), (b"--write-baseline", [b"base", b"b"])]),
    b"monitor": (WORD, 0, [
        (b"--window", DURATION), (b"--sweep", DURATION), (b"--listing", DURATION), (b"--for", [b"1ms", b"20ms", b"0s"]),
        (b"--metrics", METRICS)]),
    b"slo": (WORD, 0, []), b"status": (WORD, 0, []), b"doctor": (WORD, 0, [(b"--thorough", FLAG)]),
    b"why": (PATH, 1, []), b"log": (PATH, 1, []), b"diff": (PATH, 1, []),
    b"sync": ([b".peer", b".freshet", b"x"], 1, [
        (b"--through", [b"true", b"cat", b"kill -9 $$", b"exit 7", b""]), (b"--serve", FLAG), (b"--accept-deletions", FLAG)]),
    b"gc": (WORD, 0, [
        (b"--dry-run", FLAG), (b"--compact", FLAG), (b"--history", DURATION), (b"--keep-history", DURATION),
        (b"--grace", DURATION)]),
    b"erase": (PATH, 1, [(b"--verify", FLAG)]),
    b"config": ([b"show", b"check", b"x"], 1, [(b"--origin", FLAG)]),
    b"dump": (WORD, 0, []),
    b"embed": ([b"questions", b"-"], 1, [(b"--whole", FLAG)]),
    b"eval": (WORD, 0, SEARCHING + [(b"--run", [b"out", b"r"]), (b"--by-stem", FLAG)]),
    b"repair clock": (WORD, 0, [(b"--yes", FLAG)]),
    b"source move": ([b"files", b"docs", b"sub", b"s", b"."], 2, [(b"--dry-run", FLAG), (b"--accept-deletions", FLAG)]),
    b"model fetch": (WORD, 0, [(b"--into", [b"out", b"x", b"s"]), (b"-q", FLAG)]),
    b"help": ([b"query", b"audit"], 1, []), b"nonsense": (WORD, 1, []),
}
# Options of every command but these, and options that a command needs.
SHARED = {b"config": JSON, b"model fetch": JSON, b"help": [], b"nonsense": [], b"embed": STORE[1:] + JSON, b"diff": STORE, b"dump": STORE}
# `model fetch` without `--from` would load 90 MB from the network.
ALWAYS = {
    b"eval": [[b"--queries", b"questions"], [b"--qrels", b"judgements"]], b"model fetch": [[b"--from", b"s"]]}
CONFIGURATIONS = [
    *[None] * 20, b"schema = 1\n", b"schema = 9223372036854775807\n", b"store = \".freshet\"\n", b"nonsense = 1\n", b"\xff",
    b"[sources.docs]\nroot = \".\"\nbatch = 9223372036854775807\nmax-pending = 9223372036854775807\n",
    b"[sources.docs]\nroot = \".\"\npolicy = \"refresh-ahead\"\nbeta = 1e308\nbudget = 9223372036854775807\n",
    b"[sources.docs]\nroot = \".\"\npolicy = \"refresh-ahead\"\nsoft-ttl = \"1ms\"\nhard-ttl = \"100000d\"\n",
    b"[sources.docs]\nroot = \".\"\nsettle = \"100000d\"\nreconcile = \"100000d\"\npoll = \"1ms\"\n",
    b"[sources.docs]\nroot = \"s\\u0000x\"\n", b"[sources.docs]\nroot = \"\"\n", b"a = " + b"[" * 400 + b"\n",
    b"[sources.docs]\nroot = \".\"\nstaleness = \"1ms\"\ntarget = 0.9999999999999999\ninclude = [\"*a*a*a*b\", \"[\"]\n",
    b"[sources.a]\nroot = \"sub\"\n[sources.b]\nroot = \"s\"\n",
]


class World:
    """A folder with documents and usually a store. It is recreated at times, because commands change it."""

    def __init__(self, binary, random):
        self.binary, self.random, self.token = binary, random, b"0"
        self.folder = tempfile.mkdtemp(prefix="freshet-hostile-")
        # Nested deep enough that `..` stays inside.
        self.place = os.path.join(self.folder, "in", "here")
        for name, text in {
            "a.md": b"# Alpha\n\nAlpha stands here.\n", "b.md": b"Beta\n", "x": b"One letter.\n", "sub/a.md": b"Alpha below.\n",
            "s/t": b"Deep.\n", "\u00fc.md": b"Umlaut.\n", "questions": b"{\"id\": 1, \"text\": \"alpha\"}\n",
            "judgements": b"1\ta.md\t1\n", "certificate": b"{\"source\": \"files\"}\n",
        }.items():
            path = os.path.join(self.place, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(text)
        if random.random() < 0.97:
            self.run([b"reindex", b"--embedder", b"hashing", b"-q"])
            self.run([b"reindex", b"--store", b".peer", b"--embedder", b"hashing", b"-q"])
            code, output, _ = self.run([b"query", b"alpha", b"--json"])
            self.token = json.loads(output)["token"].encode()
            with open(os.path.join(self.place, "certificate"), "wb") as file:
                file.write(output)
        configuration = random.choice(CONFIGURATIONS)
        if configuration is not None:
            with open(os.path.join(self.place, "freshet.toml"), "wb") as file:
                file.write(configuration)

    def run(self, words, stdin=b"", patience=ended.PATIENCE):
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "TERM": "dumb", "FRESHET_EMBEDDER": "hashing"}
        return ended.run([os.fsencode(self.binary)] + words, self.place, environment, stdin, patience)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def value(random, kind, token):
    if random.random() < 0.1:
        return random.choice(WORDS)
    if isinstance(kind, list):
        return random.choice(kind)
    choices = {PATH: PATHS, DURATION: DURATIONS, NUMBER: NUMBERS, TOKEN: [token, token, b"x.1.0123456789abcdef"]}
    return random.choice(choices.get(kind, WORDS))


def words(random, token):
    name = random.choice(list(COMMANDS))
    kind, count, options = COMMANDS[name]
    groups = [[value(random, kind, token)] for _ in range(random.choice([count] * 9 + [random.randint(0, 4)]))]
    options = options + SHARED.get(name, STORE + JSON)
    for option, kind in random.sample(options, random.randint(0, min(4, len(options)))):
        group = [option] if kind == FLAG else [option, value(random, kind, token)]
        groups.insert(random.randint(0, len(groups)), group)
    line = [word for group in groups + ALWAYS.get(name, []) for word in group]
    if random.random() < 0.03:
        line.insert(random.randint(0, len(line)), random.choice(WORDS))
    # Such a path would index the whole machine, or leave a store at its root.
    line = [b"." if word.startswith(b"/") and not word.strip(b"/") else word for word in line]
    return name.split() + line


def main():
    sys.setrecursionlimit(20_000)  # `rmtree` goes as deep as the folders that a hostile path made
    binary, count = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    codes = collections.Counter()
    world = None
    for number in range(count):
        case = random.Random(seed * 1_000_003 + number)
        if number % 100 == 0:
            if world:
                world.remove()
            world = World(binary, case)
        line = words(case, world.token)
        patience = 0.5 if line[0] in (b"watch", b"monitor") else ended.PATIENCE
        stdin = case.choice([b"", b"alpha\n", b"{\"id\": 1, \"text\": \"x\"}\n", b"\xff\x00" * 40, b"\x00\x00\x00\x01x"])
        try:
            codes[world.run(line, stdin, patience)[0]] += 1
        except ended.Ended as failure:
            sys.exit(f"seed {seed}, case {number}, in {world.place}: {failure}")
    world.remove()
    print(f"{count} command lines, seed {seed}; exit codes " + ", ".join(f"{c}: {n}" for c, n in sorted(codes.items())))


main()
