#!/usr/bin/env python3
"""make_vectors.py --set NAME --out FOLDER: embeddings of real text, OUT/NAME-base.npy and OUT/NAME-queries.npy.

The text is that of Debian's documentation packages, cut in passages; no two passages of a set have the same words. Of the
1,000 queries half are sentences of 6-20 words, half whole passages; neither they nor the passages that the sentences are
from are in the base. Rows are float32 of norm 1, all different. OUT/NAME.json tells what was done. What is there already
is not made again.

    wl100k   100,000 passages of 100 words, wordllama, 256 dimensions
    wl1m     1,000,000 passages of 50 words (fewer if the text runs out), wordllama, 256 dimensions
    ml100k   100,000 passages of 40 words, all-MiniLM-L6-v2 through `freshet embed`, 384 dimensions; needs the release build
"""
import argparse
import functools
import gzip
import hashlib
import html
import json
import multiprocessing
import os
import pathlib
import random
import re
import shutil
import subprocess
import time

import environment

PACKAGES = """
    python3.11-doc postgresql-doc-15 libstdc++-12-doc linux-doc-6.1 erlang-doc openjdk-17-doc libboost1.81-doc rust-doc
    sqlite3-doc apache2-doc vim-doc python-django-doc python-scipy-doc python-sympy-doc python-pandas-doc python-sqlalchemy-doc
    python-sklearn-doc python-statsmodels-doc python-astropy-doc python-skimage-doc qtbase5-doc-html qtdeclarative5-doc-html
    qtmultimedia5-doc-html nova-doc neutron-doc cinder-doc keystone-doc heat-doc ironic-doc octavia-doc manila-doc swift-doc
    llvm-14-doc clang-14-doc cmake-doc ghc-doc libgtk-4-doc libgtk-3-doc libglib2.0-doc gimp-help-en lilypond-doc-html
    racket-doc perl-doc git-doc zsh-doc twisted-doc groovy-doc scala-doc petsc3.18-doc libeigen3-doc octave-doc maxima-doc
    gap-doc grass-doc postgis-doc r-doc-html wx3.2-doc fp-docs-3.2.2 gnutls-doc libssl-doc bind9-doc
    ada-reference-manual-2012 jython-doc anarchism dict-foldoc debian-reference-en debian-policy
    developers-reference icu-doc sbcl-doc swi-prolog-doc tcl8.6-doc tk8.6-doc gnucash-docs exim4-doc-html postfix-doc
    python-tornado-doc libcurl4-doc libxml2-doc
""".split()
SETS = {
    "wl100k": dict(count=100_000, words=100, fewest=100, embedder="wordllama"),
    "wl1m": dict(count=1_000_000, words=50, fewest=30, embedder="wordllama"),
    "ml100k": dict(count=100_000, words=40, fewest=40, embedder="minilm"),
}
SMOKE = dict(count=2_000, packages=["debian-policy", "sqlite3-doc"], queries=100)
SEED = 20
SPARE = 1.02  # passages embedded beyond the count, for rows that turn out equal
MOST_TEXT = 40 << 20  # characters of one package, so that none outweighs the others
HTML = {".html", ".htm", ".xhtml"}
PLAIN = {".txt", ".text", ".rst", ".md", ".pod", ".dict", ""}
ROOT = environment.HERE.parent.parent
TAG = re.compile(r"<(script|style|head|nav)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


# Text


def unpack(package, cache):
    """The package's folder, downloaded and unpacked but not installed."""
    folder = cache / "packages" / package
    if (folder / "done").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run(["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", package], cwd=folder, check=True)
    archive = next(folder.glob("*.deb"))
    subprocess.run(["dpkg-deb", "-x", archive, folder / "files"], check=True)
    (folder / "done").write_text(archive.stem)
    archive.unlink()
    return folder


def kind(path):
    """A file's ending, without that of its packing."""
    return (path.with_suffix("") if path.suffix in {".gz", ".dz"} else path).suffix.lower()


def text_files(folder):
    """The pages, or the plain texts of a package with hardly any; a generator's sources say the same again and are left out."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and "_sources" not in path.parts]
    pages = [path for path in files if kind(path) in HTML]
    return pages if len(pages) > 20 else [path for path in files if kind(path) in HTML | PLAIN and path.name != "copyright"]


def read_text(path):
    """A file's text on one line."""
    data = path.read_bytes()
    if path.suffix in {".gz", ".dz"}:
        data = gzip.decompress(data)
    text = data.decode("utf-8", errors="replace")
    if kind(path) in HTML:
        text = html.unescape(TAG.sub(" ", text))
    return " ".join(text.split())


def extract(package, cache):
    """cache/text/PACKAGE.txt, a document a line; the unpacked files are dropped after. Says which version it is of."""
    target = cache / "text" / f"{package}.txt"
    version = target.with_suffix(".version")
    if not version.exists():
        folder = unpack(package, cache)
        files = text_files(folder / "files")
        random.Random(SEED).shuffle(files)
        size = 0
        with target.open("w", encoding="utf-8") as out:
            for file in files:
                text = read_text(file)
                size += out.write(text + "\n") if size < MOST_TEXT else 0
        version.write_text((folder / "done").read_text())
        shutil.rmtree(folder)
    return version.read_text()


def extract_all(packages, cache):
    (cache / "text").mkdir(parents=True, exist_ok=True)
    missing = [package for package in packages if not (cache / "text" / f"{package}.version").exists()]
    if missing:
        say(f"text of {len(missing)} packages")
        subprocess.run(["apt-get", "update", "-qq"], check=True)
    with multiprocessing.Pool(2) as pool:
        return pool.map(functools.partial(extract, cache=cache), packages, chunksize=1)


# Passages


def is_prose(words):
    """At least half of the words are letters: no tables of numbers, no dumps."""
    return 2 * sum(word.strip(".,;:()'\"").isalpha() for word in words) >= len(words)


def passages(packages, words, cache):
    """All passages in a shuffled order, but only the first of those with the same words in whatever order."""
    found, seen = [], set()
    for package in packages:
        for document in (cache / "text" / f"{package}.txt").open(encoding="utf-8"):
            all_words = document.split()
            for start in range(0, len(all_words), words):
                part = all_words[start : start + words]
                key = hash(" ".join(sorted(part)).lower())
                if 2 * len(part) > words and key not in seen and is_prose(part):
                    seen.add(key)
                    found.append(" ".join(part))
    random.Random(SEED).shuffle(found)
    return found


def sentence_of(passage):
    """A whole sentence of 6 to 20 words from within the passage, or None."""
    for sentence in re.split(r"(?<=[.!?])\s+", passage)[1:-1]:
        words = sentence.split()
        if 6 <= len(words) <= 20 and sentence[0].isupper() and is_prose(words):
            return sentence
    return None


def hold_out(found, count):
    """count queries, half sentences and half passages, and the passages that none of them is from."""
    rest = iter(range(len(found)))
    sentences = {}
    while len(sentences) < 2 * count:  # some are dropped below
        index = next(rest)
        sentence = sentence_of(found[index])
        if sentence:
            sentences[sentence] = index
    whole = [found[next(rest)] for _ in range(count - count // 2)]
    base = found[next(rest) :]
    common = {sentence for passage in base for sentence in re.split(r"(?<=[.!?])\s+", passage) if sentence in sentences}
    queries = [sentence for sentence in sentences if sentence not in common][: count // 2] + whole
    random.Random(SEED + 1).shuffle(queries)
    return queries, base


def texts(count, queries, words, fewest, packages, cache):
    """Queries, base passages and the number of words that gives enough of them."""
    while True:
        found = passages(packages, words, cache)
        say(f"{len(found):,} passages of {words} words")
        held, base = hold_out(found, queries)
        if len(base) >= count * SPARE or words - 5 < fewest:
            return held, base[: int(count * SPARE)], words
        words -= 5


# Vectors


@functools.cache
def wordllama_model():
    import wordllama  # it looks for its model in its own folder and nowhere else

    return wordllama.WordLlama.load(cache_dir=pathlib.Path(wordllama.__file__).parent, disable_download=True)


def wordllama_rows(some):
    return wordllama_model().embed(some, norm=False)


def minilm_rows(some, freshet, cache):
    """Through `freshet embed`, which reads and writes a line a text."""
    import numpy

    model = dict(os.environ, FRESHET_MODEL_DIR=str(cache / "model"))
    command = [freshet, "embed", "--embedder", "minilm"]
    lines = "\n".join(json.dumps({"text": text}) for text in some) + "\n"
    done = subprocess.run(command, input=lines, env=model, check=True, capture_output=True, text=True)
    return numpy.array([json.loads(line)["vector"] for line in done.stdout.splitlines()], dtype=numpy.float32)


def rows_in_shards(some, embed, folder, size=5_000):
    """The vectors of the texts; each shard is saved as soon as it is done, and not made twice."""
    import numpy

    folder.mkdir(parents=True, exist_ok=True)
    shards = []
    for start in range(0, len(some), size):
        file = folder / f"{start:08}.npy"
        if not file.exists():
            began = time.monotonic()
            numpy.save(folder / "partial.npy", embed(some[start : start + size]))
            (folder / "partial.npy").rename(file)
            say(f"{start + size:,} of {len(some):,}, {time.monotonic() - began:.1f} s")
        shards.append(numpy.load(file))
    return numpy.concatenate(shards)


def distinct(rows, count, taken=frozenset()):
    """The first count rows that are not zero, not in taken and not there before, of norm 1."""
    import numpy

    norms = numpy.linalg.norm(rows.astype(numpy.float64), axis=1)
    rows = (rows / numpy.maximum(norms, 1e-12)[:, None]).astype(numpy.float32)
    seen, kept = set(taken), []
    for index in numpy.flatnonzero(norms > 1e-6):
        key = rows[index].tobytes()
        if key not in seen:
            seen.add(key)
            kept.append(index)
    if len(kept) < count:
        raise SystemExit(f"make_vectors: only {len(kept):,} different vectors of {count:,}")
    return numpy.ascontiguousarray(rows[kept[:count]])


# The whole


def save(path, rows):
    import numpy

    numpy.save(path.with_suffix(".partial.npy"), rows)
    path.with_suffix(".partial.npy").rename(path)


def make(name, plan, freshet, out):
    cache = out / "cache"
    versions = extract_all(plan["packages"], cache)
    queries, base, words = texts(plan["count"], plan["queries"], plan["words"], plan["fewest"], plan["packages"], cache)
    embed = wordllama_rows
    if plan["embedder"] == "minilm":
        subprocess.run([ROOT / ".ci/fetch-model"], env=dict(os.environ, FRESHET_MODEL_DIR=str(cache / "model")), check=True)
        shutil.copy2(freshet, cache / "freshet")  # a build meanwhile replaces the other
        embed = functools.partial(minilm_rows, freshet=cache / "freshet", cache=cache)
    shards = cache / f"shards-{name}-{hashlib.sha256(''.join(base).encode()).hexdigest()[:8]}"
    query_rows = distinct(embed(queries), plan["queries"])
    base_rows = rows_in_shards(base, embed, shards)
    base_rows = distinct(base_rows, plan["count"], {row.tobytes() for row in query_rows})
    save(out / f"{name}-queries.npy", query_rows)
    described = dict(plan, words=words, seed=SEED, date=time.strftime("%Y-%m-%d"), packages=versions, shape=base_rows.shape)
    (out / f"{name}.json").write_text(json.dumps(described, indent=1) + "\n")
    save(out / f"{name}-base.npy", base_rows)
    shutil.rmtree(shards)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", required=True, choices=SETS)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--smoke", action="store_true", help="2,000 vectors from two packages, as NAME-smoke")
    parser.add_argument("--freshet", type=pathlib.Path, default=ROOT / ".build/release/freshet")
    options = parser.parse_args()
    out = options.out.resolve()
    name = options.set + ("-smoke" if options.smoke else "")
    if (out / f"{name}-base.npy").exists():
        return say(f"{name} is there")
    out.mkdir(parents=True, exist_ok=True)
    environment.use(out / "cache")
    plan = dict(SETS[options.set], packages=PACKAGES, queries=1_000) | (SMOKE if options.smoke else {})
    make(name, plan, options.freshet, out)
    say(f"{name} is made")


if __name__ == "__main__":
    main()
