#!/usr/bin/env python3
"""collection.py COLLECTION DEST: lays a judged collection out as a folder of documents.

COLLECTION holds docs.jsonl[.gz] ({id, title, text} a line), queries.jsonl[.gz] and qrels.tsv. Each document becomes
DEST/documents/ID.EXT: Markdown with the title as its heading, or Python where the text is a function; the questions become
DEST/queries.jsonl. `freshet eval --by-stem` then finds a judged document by its file's name.
"""
import gzip
import json
import pathlib
import re
import shutil
import sys


def lines(path):
    packed = path.with_name(path.name + ".gz")
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = map(pathlib.Path, sys.argv[1:])
    documents = target / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for document in lines(source / "docs.jsonl"):
        is_code = re.match(r"\s*(async\s+)?(def|class|@)", document["text"])
        name = f"{document['id']}.{'py' if is_code else 'md'}"
        title = f"# {document['title']}\n\n" if document.get("title") and not is_code else ""
        (documents / name).write_text(title + document["text"] + "\n", encoding="utf-8")
    with (target / "queries.jsonl").open("w", encoding="utf-8") as file:
        for query in lines(source / "queries.jsonl"):
            file.write(json.dumps(query, ensure_ascii=False) + "\n")
    shutil.copyfile(source / "qrels.tsv", target / "qrels.tsv")


main()
