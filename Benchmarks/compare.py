#!/usr/bin/env python3
"""compare.py QRELS BEFORE AFTER [--samples 10000]: says how much better AFTER answers the questions, and how sure that is.

QRELS is a table of judgements (query, document, grade), as `freshet eval` reads it. The runs are files of `freshet eval
--run`. Prints the nDCG@10 of both, the mean difference over the questions, and its 95 % interval from a paired bootstrap:
the questions are drawn anew with replacement, 10,000 times (Sakai, "Evaluating Evaluation Metrics based on the Bootstrap",
SIGIR 2006). The drawing has a fixed seed.
"""
import argparse
import collections
import math
import random


def judgements(path):
    grades = collections.defaultdict(dict)
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.split("\t") if "\t" in line else line.split()
            if len(fields) < 3 or not fields[-1].strip().isdigit():
                continue
            grades[fields[0]][fields[-2]] = int(fields[-1])
    return grades


def ranked(path):
    run = collections.defaultdict(list)
    with open(path, encoding="utf-8") as file:
        for line in file:
            question, _, document, rank = line.split()[:4]
            run[question].append((int(rank), document))
    return {question: [document for _, document in sorted(hits)] for question, hits in run.items()}


def gain(grades):
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades[:10]))


def ndcg(grades, documents):
    best = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(document, 0) for document in documents]) / best if best else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("qrels")
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--samples", type=int, default=10_000)
    options = parser.parse_args()
    grades = {question: g for question, g in judgements(options.qrels).items() if any(g.values())}
    runs = [ranked(path) for path in (options.before, options.after)]
    scores = [[ndcg(g, run.get(question, [])) for question, g in grades.items()] for run in runs]
    differences = [after - before for before, after in zip(*scores)]
    generator = random.Random(1)
    means = sorted(
        sum(generator.choices(differences, k=len(differences))) / len(differences) for _ in range(options.samples))
    low, high = means[int(0.025 * len(means))], means[int(0.975 * len(means)) - 1]
    before, after, mean = (sum(values) / len(values) for values in (*scores, differences))
    print(f"{before:.4f} {after:.4f} {mean:+.4f} ({low:+.4f} … {high:+.4f}), {len(differences)} questions")


if __name__ == "__main__":
    main()
