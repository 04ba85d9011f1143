"""The peers, each behind the same few calls: build, save, load, set, search, and insert and replace where it can.

Vectors are of norm 1, so that the order by inner product, by cosine and by distance is the same. One thread everywhere.
"""
import pathlib

import numpy

M, EF_CONSTRUCTION = 16, 200
WIDTHS = [16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 1024, 1536, 2048]
PROBES = [4, 8, 12, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 512, 768, 1024]
ROOM = 4_096  # rows that may be inserted after the build


def pages_that_fit(count):
    """Cells of an inverted file: as usual some 4 times the root."""
    return 1024 if count <= 200_000 else 4096


class Peer:
    exact = False
    knobs = {None: [None]}  # for each first part of a setting the second parts, from cheap to complete
    modes = ("single", "batch")
    can_save = True
    in_memory = True  # else its file is what it takes
    call_apart = True  # a call's own cost is Python's, not the library's

    def __init__(self, dimensions, count):
        self.dimensions, self.count = dimensions, count

    def set(self, knob):
        pass

    def loosen(self):
        """From here on changes don't reach the saved index."""

    def tiny(self):
        """One of the same interface with 16 rows: what a call costs by itself."""
        peer = type(self)(self.dimensions, 16)
        peer.build(numpy.eye(16, self.dimensions, dtype=numpy.float32))
        return peer


class Hnswlib(Peer):
    knobs = {"ef": WIDTHS}

    def create(self):
        import hnswlib

        self.index = hnswlib.Index(space="ip", dim=self.dimensions)

    def build(self, rows):
        self.create()
        self.index.init_index(self.count + ROOM, M=M, ef_construction=EF_CONSTRUCTION, random_seed=1, allow_replace_deleted=True)
        self.index.add_items(rows, numpy.arange(len(rows)), num_threads=1)

    def save(self, path):
        self.index.save_index(str(path))

    def load(self, path):
        self.create()
        self.index.load_index(str(path), max_elements=self.count + ROOM, allow_replace_deleted=True)

    def set(self, knob):
        self.index.set_ef(knob[1])

    def search(self, queries, k):
        return self.index.knn_query(queries, k, num_threads=1)[0]

    def insert(self, rows, ids):
        for row, number in zip(rows, ids):
            self.index.add_items(row, number, num_threads=1)

    def replace(self, rows, ids):
        for row, number in zip(rows, ids):
            self.index.mark_deleted(number)
            self.index.add_items(row, number, num_threads=1, replace_deleted=True)


class Usearch(Peer):
    knobs = {"expansion": WIDTHS}

    def create(self):
        from usearch.index import Index

        self.index = Index(ndim=self.dimensions, metric="ip", dtype="f32", connectivity=M, expansion_add=EF_CONSTRUCTION)

    def build(self, rows):
        self.create()
        self.index.add(numpy.arange(len(rows)), rows, threads=1)

    def save(self, path):
        self.index.save(str(path))

    def load(self, path):
        self.create()
        self.index.load(str(path))

    def set(self, knob):
        self.index.expansion_search = knob[1]

    def search(self, queries, k):
        keys = self.index.search(queries if len(queries) > 1 else queries[0], k, threads=1).keys
        return keys.astype(numpy.int64).reshape(len(queries), -1)

    def insert(self, rows, ids):
        for row, number in zip(rows, ids):
            self.index.add(int(number), row, threads=1)

    def replace(self, rows, ids):
        for row, number in zip(rows, ids):
            self.index.remove(int(number))
            self.index.add(int(number), row, threads=1)


class UsearchView(Usearch):
    """The saved file mapped instead of read: for opening only."""

    def load(self, path):
        self.create()
        self.index.view(str(path))


class Voyager(Peer):
    knobs = {"query_ef": WIDTHS}

    def build(self, rows):
        import voyager

        self.index = voyager.Index(voyager.Space.Cosine, self.dimensions, M=M, ef_construction=EF_CONSTRUCTION, random_seed=1,
                                   max_elements=self.count + ROOM)
        self.index.add_items(rows, numpy.arange(len(rows)), num_threads=1)

    def save(self, path):
        self.index.save(str(path))

    def load(self, path):
        import voyager

        self.index = voyager.Index.load(str(path))

    def set(self, knob):
        self.width = knob[1]

    def search(self, queries, k):
        return self.index.query(queries, k, num_threads=1, query_ef=self.width)[0].astype(numpy.int64)

    def insert(self, rows, ids):
        for row, number in zip(rows, ids):
            self.index.add_item(row, int(number))

    replace = insert  # an id that is there is updated in place


class Faiss(Peer):
    def faiss(self):
        import faiss

        faiss.omp_set_num_threads(1)
        return faiss

    def build(self, rows):
        self.index = self.make(self.faiss())
        if not self.index.is_trained:
            self.index.train(rows)
        self.index.add(rows)

    def save(self, path):
        self.faiss().write_index(self.index, str(path))

    def load(self, path):
        self.index = self.faiss().read_index(str(path))

    def search(self, queries, k):
        return self.index.search(queries, k)[1]

    def insert(self, rows, ids):
        for row in rows:
            self.index.add(row[None])

    def tiny(self):
        return FaissFlat(self.dimensions, 16).tiny()


class FaissFlat(Faiss):
    exact = True
    tiny = Peer.tiny

    def make(self, faiss):
        return faiss.IndexFlatIP(self.dimensions)

    def replace(self, rows, ids):
        for row, number in zip(rows, ids):
            self.index.remove_ids(numpy.array([number]))
            self.index.add(row[None])


class FaissFlatBLAS(FaissFlat):
    """Batches by sgemm whatever their size."""

    modes = ("batch",)

    def faiss(self):
        faiss = super().faiss()
        faiss.cvar.distance_compute_blas_threshold = 1
        return faiss


class FaissHNSW(Faiss):
    knobs = {"efSearch": WIDTHS}

    def make(self, faiss):
        index = faiss.IndexHNSWFlat(self.dimensions, M, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = EF_CONSTRUCTION
        return index

    def set(self, knob):
        self.index.hnsw.efSearch = knob[1]


class FaissCells(Faiss):
    """An inverted file of codes, refined with the vectors: k_factor times k candidates are rescored."""

    knobs = {factor: PROBES for factor in (4, 8, 16, 32)}

    def make(self, faiss):
        name = f"IVF{pages_that_fit(self.count)},{self.codes()},RFlat"
        return faiss.index_factory(self.dimensions, name, faiss.METRIC_INNER_PRODUCT)

    def set(self, knob):
        self.index.k_factor = knob[0]
        self.faiss().extract_index_ivf(self.index.base_index).nprobe = knob[1]


class FaissIVFPQ(FaissCells):
    def codes(self):
        return f"PQ{self.dimensions // 2}x4fs"


class FaissIVFRaBitQ(FaissCells):
    def codes(self):
        return "RaBitQ"


class FaissLSH(Faiss):
    bits = 256
    knobs = {"k_factor": [2, 4, 6, 8, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1200]}

    def make(self, faiss):
        self.base = faiss.IndexLSH(self.dimensions, self.bits)
        return faiss.IndexRefineFlat(self.base)

    def set(self, knob):
        self.index.k_factor = knob[1]


class FaissLSHWide(FaissLSH):
    bits = 1024


class SqliteVec(Peer):
    exact = True
    modes = ("single",)
    in_memory = False
    call_apart = False  # its SQL is part of it

    def connect(self, path):
        import apsw
        import sqlite_vec

        self.database = apsw.Connection(str(path))
        self.database.enable_load_extension(True)
        self.database.load_extension(sqlite_vec.loadable_path())

    def build(self, rows):
        self.connect(":memory:")
        self.database.execute(f"create virtual table vectors using vec0(embedding float[{self.dimensions}])")
        with self.database:
            self.add(rows, range(len(rows)))

    def add(self, rows, ids):
        pairs = ((int(number), row.tobytes()) for number, row in zip(ids, rows))
        self.database.executemany("insert into vectors(rowid, embedding) values (?, ?)", pairs)

    def save(self, path):
        pathlib.Path(path).unlink(missing_ok=True)
        self.database.execute("vacuum into ?", (str(path),))

    def load(self, path):
        self.connect(path)
        self.database.execute("pragma cache_size = -4000000")

    def loosen(self):
        loaded = self.database
        self.connect(":memory:")
        with self.database.backup("main", loaded, "main") as copying:
            copying.step(-1)

    def search(self, queries, k):
        ask = "select rowid from vectors where embedding match ? and k = ?"
        return numpy.array([[row[0] for row in self.database.execute(ask, (query.tobytes(), k))] for query in queries])

    def insert(self, rows, ids):
        with self.database:
            self.add(rows, ids)

    def replace(self, rows, ids):
        with self.database:
            pairs = ((row.tobytes(), int(number)) for number, row in zip(ids, rows))
            self.database.executemany("update vectors set embedding = ? where rowid = ?", pairs)


class Falconn(Peer):
    """Cross-polytope hashing in 10 tables over centred vectors, which it doesn't hold itself; it can't be saved or changed."""

    knobs = {"probes": [50, 100, 200, 400, 800, 1_500, 3_000, 5_000, 6_000, 7_000, 8_500,
                        10_000, 12_000, 14_000, 17_000, 20_000, 25_000, 35_000, 50_000, 100_000]}
    modes = ("single",)
    can_save = False

    def build(self, rows):
        import falconn

        self.mean = rows.mean(axis=0)
        self.rows = rows - self.mean
        settings = falconn.LSHConstructionParameters()
        settings.dimension, settings.l, settings.num_rotations, settings.seed = self.dimensions, 10, 1, 1
        settings.lsh_family = falconn.LSHFamily.CrossPolytope
        settings.distance_function = falconn.DistanceFunction.EuclideanSquared
        settings.storage_hash_table = falconn.StorageHashTable.BitPackedFlatHashTable
        settings.num_setup_threads = 1
        falconn.compute_number_of_hash_functions(max(4, int(numpy.log2(len(rows)))), settings)
        self.index = falconn.LSHIndex(settings)
        self.index.setup(self.rows)
        self.asker = self.index.construct_query_object()

    def set(self, knob):
        self.asker.set_num_probes(knob[1])

    def search(self, queries, k):
        found = [self.asker.find_k_nearest_neighbors(query, k) for query in queries - self.mean]
        return numpy.array([list(some) + [-1] * (k - len(some)) for some in found])


PEERS = {
    "FAISS IndexFlatIP": FaissFlat,
    "FAISS IndexFlatIP + BLAS": FaissFlatBLAS,
    "sqlite-vec": SqliteVec,
    "hnswlib": Hnswlib,
    "FAISS HNSW": FaissHNSW,
    "usearch": Usearch,
    "voyager": Voyager,
    "FAISS IVF-PQ fast scan + refine": FaissIVFPQ,
    "FAISS IVF-RaBitQ + refine": FaissIVFRaBitQ,
    "FAISS LSH 256 bits + refine": FaissLSH,
    "FAISS LSH 1024 bits + refine": FaissLSHWide,
    "FALCONN": Falconn,
}


def versions():
    """Of each package that a peer is from."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for package in ("numpy", "faiss-cpu", "hnswlib", "usearch", "voyager", "sqlite-vec"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = None
    found["FALCONN"] = "1.3.1"  # built from its source
    return found
