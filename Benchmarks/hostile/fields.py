#!/usr/bin/env python3
"""Sets one field of a table in a store to an extreme value and runs every command on the store. Each must end with a
documented exit code. Values that the schema refuses are skipped.

Usage: fields.py BINARY COUNT [SEED]      COUNT random pairs of a field and a value; 0 for all pairs
"""
import collections
import os
import random
import shutil
import sqlite3
import sys
import tempfile

import ended

EXTREMES = [
    None, -1, 0, 1, 2**63 - 1, -(2**63), 1e308, "", "x" * 100_000, "{", "[[[]]]", "[0, 9, 1, 1, 1, [], \"x\"]", b"",
    b"\xff\xfe\x00", "\u0000", "9223372036854775807",
]
READS = [
    ["status"], ["status", "--json"], ["query", "alpha"], ["query", "alpha", "--mode", "vector", "--json"],
    ["query", "alpha", "--mode", "lexical", "--consistency", "bounded", "--max-age", "1h"], ["dump"], ["audit"],
    ["audit", "--verify", "--format", "json"], ["audit", "--format", "html"], ["log", "a.md"], ["log", "a.md", "--json"],
    ["why", "a.md"], ["diff", "a.md"], ["slo"], ["doctor", "--thorough"], ["config", "show"], ["verify", "certificate"],
    ["reindex", "--dry-run"], ["query", "alpha", "--at", "TOKEN"], ["repair", "clock", "--json"],
    ["source", "move", "files", "../docs", "--dry-run"], ["eval", "--queries", "questions", "--qrels", "judgements"],
]
WRITES = [
    ["query", "alpha", "--consistency", "strict"], ["reindex", "-q"], ["reindex", "--all", "--json"],
    ["monitor", "--for", "20ms"], ["sync", "peer"], ["gc", "--grace", "0s"], ["erase", "gone.md", "--verify"], ["dump"],
    ["source", "move", "files", "../docs"], ["repair", "clock", "--yes"], ["watch", "-q"],
]
# Seconds after which `watch` gets SIGTERM.
PATIENCE = {"watch": 0.5}


class Store:
    def __init__(self, binary):
        self.binary = binary
        self.place = tempfile.mkdtemp(prefix="freshet-fields-")
        self.docs = os.path.join(self.place, "docs")
        os.makedirs(self.docs)
        for number in range(4):
            self.write(f"{'abcd'[number]}.md", f"# Title {number}\n\nAlpha stands here, number {number}.\n")
        self.write("gone.md", "Soon gone alpha.\n")
        self.write("binary", "\0\0\0")
        self.write("questions", '{"id": 1, "text": "alpha"}\n')
        self.write("judgements", "1\ta.md\t1\n")
        self.run(["reindex", "--embedder", "hashing", "-q"])
        self.token = self.run(["query", "alpha", "--json"])[1].decode().split('"token":"')[1].split('"')[0]
        self.write("a.md", "# Title\n\nAlpha stood here, and the text is another one now.\n")
        self.run(["reindex", "-q"])
        self.run(["sync", "peer", "--store", ".freshet"], allowed=True)
        shutil.copytree(self.docs, self.docs + "-peer")
        self.run(["reindex", "--store", "../docs-peer/.freshet", "--embedder", "hashing", "-q"], allowed=True)
        self.run(["sync", "../docs-peer/.freshet"], allowed=True)
        os.remove(os.path.join(self.docs, "gone.md"))
        self.run(["reindex", "-q"])
        with open(os.path.join(self.docs, "certificate"), "wb") as file:
            file.write(self.run(["query", "alpha", "--json"])[1])
        self.write("e.md", "A document that waits.\n")
        self.monitor()
        with open(self.file, "rb"):
            sqlite3.connect(self.file).execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(os.path.join(self.docs, ".freshet"), os.path.join(self.place, "sound"))
        shutil.rmtree(self.docs + "-peer")

    def monitor(self):
        """Adds rows to the tables that only running processes fill."""
        database = sqlite3.connect(self.file)
        now = 1_700_000_000_000_000_000
        for sql in [
            f"INSERT OR IGNORE INTO watchers VALUES ('files', 'process 1', 1, {now}, 'write-behind', 'polling', 5, 'why', {now})",
            f"INSERT OR IGNORE INTO barriers VALUES ('cookie', {now})",
            f"INSERT OR IGNORE INTO journal (source, path, observed_at, attempts, failure, observation) "
            f"VALUES ('files', 'e.md', {now}, 1, 'why', 1)",
            f"INSERT INTO violations (source, path, kind, since, found_at, ended_at, transitions) "
            f"VALUES ('files', 'a.md', 'stale', {now}, {now}, {now}, '[]')",
            "INSERT OR IGNORE INTO seen VALUES ('0123456789abcdef', 3)",
            f"INSERT OR IGNORE INTO peers VALUES ('0123456789abcdef', 'x', 1, '0123456789abcdef', 1, {now}, 1)",
            f"INSERT OR IGNORE INTO awaited (address, space, queued_at) SELECT address, 1, {now} FROM chunks LIMIT 1",
            "INSERT OR IGNORE INTO stand_ins SELECT document, ordinal, chunk FROM placements LIMIT 1",
            "INSERT OR IGNORE INTO blobs SELECT revision, zeroblob(3) FROM documents LIMIT 1",
        ]:
            database.execute(sql)
        database.commit()
        database.close()

    @property
    def file(self):
        return os.path.join(self.docs, ".freshet", "store.sqlite")

    def write(self, name, text):
        with open(os.path.join(self.docs, name), "w") as file:
            file.write(text)

    def run(self, words, allowed=False):
        environment = {"PATH": os.environ["PATH"], "HOME": self.place, "TERM": "dumb", "FRESHET_EMBEDDER": "hashing"}
        words = [self.token if word == "TOKEN" else word for word in words]
        return ended.run([self.binary] + words, self.docs, environment, patience=PATIENCE.get(words[0], ended.PATIENCE))

    def restore(self):
        for name in [".freshet", "peer"]:
            shutil.rmtree(os.path.join(self.docs, name), ignore_errors=True)
        shutil.copytree(os.path.join(self.place, "sound"), os.path.join(self.docs, ".freshet"))

    def fields(self):
        database = sqlite3.connect(self.file)
        tables = [row[0] for row in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'lexical%'")]
        for table in sorted(tables):
            rows = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for column in database.execute(f"PRAGMA table_info({table})").fetchall():
                for row in {0, rows - 1} if rows else []:
                    for extreme in range(len(EXTREMES)):
                        yield table, column[1], row, extreme
        database.close()

    def spoil(self, table, column, row, extreme):
        """Sets the field; False if the schema refuses the value."""
        database = sqlite3.connect(self.file)
        database.create_function("freshet_spaced", -1, lambda *a: None)
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("PRAGMA ignore_check_constraints = ON")
        keys = [f'"{name}"' for _, name, _, _, _, place in database.execute(f"PRAGMA table_info({table})") if place]
        try:
            for trigger in ["chunks_inserted", "chunks_deleted", "chunks_updated"] if table == "chunks" else []:
                database.execute(f"DROP TRIGGER {trigger}")
            found = database.execute(f"SELECT {', '.join(keys)} FROM {table} LIMIT 1 OFFSET ?", [row]).fetchone()
            where = " AND ".join(f"{key} IS ?" for key in keys)
            database.execute(f'UPDATE {table} SET "{column}" = ? WHERE {where}', [EXTREMES[extreme], *found])
            database.commit()
            return True
        except (sqlite3.IntegrityError, sqlite3.OperationalError, OverflowError):
            return False
        finally:
            database.close()


def main():
    binary, count = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    store = Store(binary)
    cases = list(store.fields())
    if count:
        cases = random.Random(seed).sample(cases, min(count, len(cases)))
    codes, tried = collections.Counter(), 0
    for table, column, row, extreme in cases:
        store.restore()
        if not store.spoil(table, column, row, extreme):
            continue
        tried += 1
        commands = READS + WRITES if count == 0 else random.Random(f"{seed} {tried}").sample(READS, 5) + random.Random(
            f"{tried} {seed}").sample(WRITES, 2)
        for words in commands:
            try:
                codes[store.run(words)[0]] += 1
            except ended.Ended as failure:
                what = repr(EXTREMES[extreme])[:60]
                sys.exit(f"seed {seed}, {table}.{column} of row {row} = {what}, in {store.docs}: {failure}")
    shutil.rmtree(store.place, ignore_errors=True)
    print(f"{tried} fields, {sum(codes.values())} commands, seed {seed}; exit codes "
          + ", ".join(f"{c}: {n}" for c, n in sorted(codes.items())))


main()
