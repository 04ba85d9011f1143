#!/usr/bin/env python3
"""trace.py FRESHET TRACES [STEPS]: replays a documentation history and holds the index against it after every change-set.

TRACES holds rustbook.bundle, replay.py and check_coherence.py. Each change-set is applied with the old modification times kept,
indexed (hashing embedder: what is embedded hangs on texts alone), dumped, and compared with the files by the independent
checker, which knows nothing of chunks. Counts what was embedded against the smallest possible number (texts never seen
before), and what it would have been with the heading path, or the title alone, in front of each passage.
"""
import json
import pathlib
import subprocess
import sys
import tempfile


def run(*command, check=True):
    return subprocess.run([str(part) for part in command], check=check, capture_output=True, text=True).stdout


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    freshet, traces = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    bundle = traces / "rustbook.bundle"
    seen = {"text": set(), "title": set(), "path": set()}
    totals = {"embedded": 0, "text": 0, "title": 0, "path": 0, "incoherent": 0, "documents changed": 0}
    with tempfile.TemporaryDirectory() as folder:
        tree, store, dump = pathlib.Path(folder) / "tree", pathlib.Path(folder) / "store", pathlib.Path(folder) / "dump"
        tree.mkdir()
        for step in range(steps + 1):
            run(sys.executable, traces / "replay.py", bundle, tree, "--step", step, *(["--mtime-keep"] if step else []))
            summary = json.loads(run(freshet, "reindex", tree, "--store", store, "--embedder", "hashing", "--json", "--quiet"))
            lines = [json.loads(line) for line in run(freshet, "dump", "--store", store).splitlines()]
            with dump.open("w", encoding="utf-8") as file:
                for line in lines:
                    file.write(json.dumps({"doc": line["document"], "chunk_text": line["text"]}) + "\n")
            checker = subprocess.run([sys.executable, traces / "check_coherence.py", tree, dump], capture_output=True, text=True)
            if checker.returncode != 0:
                totals["incoherent"] += 1
                print(f"step {step}: {checker.stdout}{checker.stderr}")
            keys = {
                "text": {line["text"] for line in lines},
                "title": {(tuple(line["headings"][:1]), line["text"]) for line in lines},
                "path": {(tuple(line["headings"]), line["text"]) for line in lines},
            }
            if step:
                totals["embedded"] += summary["chunks"]["embedded"]
                totals["documents changed"] += summary["documents"]["changed"]
                for name, now in keys.items():
                    totals[name] += len(now - seen[name])
            for name, now in keys.items():
                seen[name] |= now
    totals["smallest possible"] = totals.pop("text")
    totals["with the title in front"] = totals.pop("title")
    totals["with the heading path in front"] = totals.pop("path")
    print(json.dumps({"change-sets": steps, **totals}, indent=1))
    sys.exit(1 if totals["incoherent"] else 0)


main()
