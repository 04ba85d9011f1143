"""The vectors of a run, the true neighbours of its queries, and the peers' indexes saved in the cache folder."""
import hashlib
import json
import pathlib
import time

import numpy

import adapters

K = 10


def cpu_seconds(work):
    began = time.process_time()
    work()
    return time.process_time() - began


class Data:
    """A base and its queries; what is derived from them is kept in the cache folder under their digest."""

    def __init__(self, base, queries, cache):
        self.paths = pathlib.Path(base), pathlib.Path(queries)
        self.base, self.queries = numpy.load(base, mmap_mode="r"), numpy.load(queries)
        self.count, self.dimensions = self.base.shape
        self.folder = pathlib.Path(cache) / "indexes"
        self.folder.mkdir(parents=True, exist_ok=True)
        sample = numpy.ascontiguousarray(self.base[:: max(1, self.count // 64)])
        digest = hashlib.sha256(sample.tobytes() + self.queries.tobytes()).hexdigest()[:8]
        self.name = f"{self.paths[0].stem.removesuffix('-base')}-{digest}"

    def truth(self):
        """For each query the score of its tenth neighbour: an answer with at least that score is one of the ten."""
        file = self.folder / f"{self.name}-tenth.npy"
        if not file.exists():
            numpy.save(file, tenth_scores(self.base, self.queries))
        return numpy.load(file)

    def file(self, peer):
        label = "".join(c if c.isalnum() else "-" for c in peer)
        return self.folder / f"{self.name}-{label}.index"

    def open(self, peer):
        """The peer with its index, saved or built now, and what its build cost."""
        made = adapters.PEERS[peer](self.dimensions, self.count)
        file, note = self.file(peer), self.file(peer).with_suffix(".json")
        if file.exists() and note.exists():
            made.load(file)
            return made, json.loads(note.read_text())
        rows = numpy.array(self.base)
        said = {"buildSeconds": cpu_seconds(lambda: made.build(rows)), "built": time.strftime("%Y-%m-%d %H:%M")}
        if made.can_save:
            made.save(file)
            note.write_text(json.dumps(said | {"bytes": file.stat().st_size, "versions": adapters.versions()}) + "\n")
        return made, said


def tenth_scores(base, queries):
    best = numpy.full((len(queries), K), -numpy.inf, dtype=numpy.float32)
    for start in range(0, len(base), 20_000):
        scores = numpy.concatenate([best, queries @ base[start : start + 20_000].T], axis=1)
        best = -numpy.partition(-scores, K - 1, axis=1)[:, :K]
    return best.min(axis=1)


def recall(found, queries, base, tenth):
    """The share of the ten neighbours that were found; one as near as the tenth to float32's rounding counts."""
    safe = numpy.where(found < 0, 0, found)
    scores = numpy.einsum("qd,qkd->qk", queries, base[safe.ravel()].reshape(*safe.shape, -1))
    right = (scores >= tenth[:, None] - 1e-6) & (found >= 0)
    return float(numpy.minimum(right.sum(axis=1), K).mean() / K)
