"""What a child process of peers.py does: one peer, measured; JSON on standard output."""
import ctypes
import gc
import json
import sys
import time

import numpy

import adapters
import data

BATCH = 256
CHANGED = 1_000  # rows inserted and replaced for their speed
TURNOVER_MOST = 200_000  # above this replacing half of a graph takes hours


def answer(message):
    print(json.dumps(message), flush=True)


def cheapest(peer):
    """The peer's first setting."""
    return next((first, seconds[0]) for first, seconds in peer.knobs.items())


# Speed


def rounds(peer, queries, mode, seconds):
    """Queries answered per second, by the wall and by the processor's clock."""
    size = 1 if mode == "single" else min(BATCH, len(queries))
    starts = [min(start, len(queries) - size) for start in range(0, len(queries), size)]
    parts = [numpy.ascontiguousarray(queries[start : start + size]) for start in starts]
    done, wall, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - wall < seconds:
        peer.search(parts[done % len(parts)], data.K)
        done += 1
    spent = time.perf_counter() - wall, time.process_time() - cpu
    return {"qps": done * size / spent[0], "cpuQps": done * size / spent[1]}


def recall_at(peer, known, knob, tenth):
    peer.set(knob)
    parts = [peer.search(known.queries[start : start + 100], data.K) for start in range(0, len(known.queries), 100)]
    return data.recall(numpy.concatenate(parts), known.queries, known.base, tenth)


def reaching(peer, known, level, tenth, seen):
    """For each first part of the setting the cheapest second part that reaches the level; recall grows with it."""
    reached = []
    for first, seconds in peer.knobs.items():
        low, high = 0, len(seconds)
        while low < high:
            middle = (low + high) // 2
            knob = (first, seconds[middle])
            if knob not in seen:
                seen[knob] = recall_at(peer, known, knob, tenth)
            low, high = (low, middle) if seen[knob] >= level else (middle + 1, high)
        if low < len(seconds):
            reached.append((first, seconds[low]))
    return reached


def sweep(peer, known, levels, modes, tenth):
    """For each level and mode the setting that reaches it and is the quickest there."""
    seen, found = {}, []
    for level in levels:
        reached = reaching(peer, known, level, tenth, seen)
        for mode in modes:
            quickest = (None, 0)
            for knob in reached:
                peer.set(knob)
                speed = rounds(peer, known.queries, mode, 0.4)["cpuQps"]
                quickest = max(quickest, (knob, speed), key=lambda pair: pair[1])
            knob = quickest[0]
            found.append({"level": level, "mode": mode, "knob": knob, "recall": seen.get(knob)})
    return {"points": found, "highestRecall": max(seen.values())}


def serve(known, name):
    """Answers lines on standard input until it ends."""
    peer, said = known.open(name)
    tenth = known.truth()
    tiny = peer.tiny()
    tiny.set(cheapest(tiny))
    call = 1 / rounds(tiny, known.queries, "single", 0.3)["cpuQps"]
    answer({"ready": True, "callMicros": call * 1e6, "buildSeconds": said["buildSeconds"]})
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "sweep":
            answer(sweep(peer, known, asked["levels"], asked["modes"], tenth))
        elif asked["do"] == "recall":
            answer({"recall": recall_at(peer, known, asked["knob"], tenth)})
        else:
            peer.set(asked["knob"])
            answer(rounds(peer, known.queries, asked["do"], asked["seconds"]))


def build(known, name):
    peer, said = known.open(name)
    answer(said)


# Memory and opening


def resident():
    """Bytes in memory, without what the allocator only keeps."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    with open("/proc/self/status") as status:
        return 1024 * next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def memory(known, name):
    """Bytes a vector beyond its float32 components, of the index as loaded."""
    if not adapters.PEERS[name].in_memory:
        return answer({"bytesPerVector": known.file(name).stat().st_size / known.count - 4 * known.dimensions})
    tiny = adapters.PEERS[name](known.dimensions, 16).tiny()  # its library is in memory before
    rows = None if tiny.can_save else numpy.array(known.base)
    before = resident()
    peer = adapters.PEERS[name](known.dimensions, known.count)
    if tiny.can_save:
        peer.load(known.file(name))
    else:
        peer.build(rows)
    peer.set(cheapest(peer))
    peer.search(numpy.ascontiguousarray(known.queries[:8]), data.K)
    held = 4 * known.dimensions if tiny.can_save else 4 * known.dimensions * int(peer.rows is not rows)
    answer({"bytesPerVector": (resident() - before) / known.count - held})


def opening(known, name, view):
    """From the call that opens the saved index to its first answer, in this new process; its library is loaded."""
    kind = adapters.UsearchView if view else adapters.PEERS[name]
    kind(known.dimensions, 16).tiny()
    with known.file(name).open("rb") as file:
        while file.read(1 << 24):
            pass
    query = numpy.ascontiguousarray(known.queries[:1])
    peer = kind(known.dimensions, known.count)
    began = time.perf_counter()
    peer.load(known.file(name))
    peer.set(cheapest(peer))
    peer.search(query, data.K)
    answer({"millis": (time.perf_counter() - began) * 1e3})


# Change


def changes(known, name):
    """Inserts and replacements a second, in processor time, one row a call."""
    peer, _ = known.open(name)
    peer.loosen()
    ids = numpy.random.default_rng(1).choice(known.count, CHANGED, replace=False)
    rows = numpy.array(known.base[numpy.sort(ids)])[numpy.random.default_rng(2).permutation(CHANGED)]
    new = known.queries
    said = {}
    if hasattr(peer, "insert"):
        said["insertsPerSecond"] = len(new) / data.cpu_seconds(lambda: peer.insert(new, range(known.count, known.count + len(new))))
    if hasattr(peer, "replace"):
        few = slice(None, 50) if name.startswith("FAISS") else slice(None)  # each moves the whole array
        said["replacesPerSecond"] = len(ids[few]) / data.cpu_seconds(lambda: peer.replace(rows[few], ids[few]))
    answer(said)


def turnover(known, name, width):
    """Recall at one width before and after half of two thirds of the base is replaced by the last third."""
    if known.count > TURNOVER_MOST:
        return answer({"turnover": f"not run above {TURNOVER_MOST:,} vectors"})
    base = numpy.array(known.base)
    live = 2 * known.count // 3
    peer = adapters.PEERS[name](known.dimensions, live)
    peer.build(base[:live])
    peer.set(width)

    def now(rows):
        found = peer.search(known.queries, data.K)
        return data.recall(found, known.queries, rows, data.tenth_scores(rows, known.queries))

    before = now(base[:live])
    ids = numpy.random.default_rng(3).permutation(live)[: live // 2]
    spent = data.cpu_seconds(lambda: peer.replace(base[live : live + len(ids)], ids))
    rows = base[:live].copy()
    rows[ids] = base[live : live + len(ids)]
    answer({"recallBefore": before, "recallAfter": now(rows), "replaced": len(ids), "microsPerReplace": spent / len(ids) * 1e6})
