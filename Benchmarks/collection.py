#!/usr/bin/env python3
"""collection.py COLLECTION DEST: lays a judged collection out as a folder of documents.

COLLECTION is a folder with docs.jsonl[.gz] ({id, title, text} a line), queries.jsonl[.gz] and qrels.tsv. Each document
becomes DEST/documents/ID.EXT: Markdown with the title as its heading, or Python where the text is a function; the questions
become DEST/queries.jsonl. `freshet eval --by-stem` then finds a judged document by its file's name.

Or COLLECTION is a file of conversations in LoCoMo's format (Maharana et al., ACL 2024): JSON, .gz or not. It becomes two
collections of this layout: DEST/sessions with a document for each session, and DEST/turns with one for each turn. Questions
without an answer (category 5) are left out.
"""
import gzip
import json
import pathlib
import re
import shutil
import sys


def opened(path):
    return gzip.open(path, "rt", encoding="utf-8") if path.name.endswith(".gz") else path.open(encoding="utf-8")


def lines(path):
    packed = path.with_name(path.name + ".gz")
    with opened(packed if packed.exists() else path) as file:
        for line in file:
            yield json.loads(line)


def folder_collection(source, target):
    documents = target / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for document in lines(source / "docs.jsonl"):
        is_code = re.match(r"\s*(async\s+)?(def|class|@)", document["text"])
        name = f"{document['id']}.{'py' if is_code else 'md'}"
        title = f"# {document['title']}\n\n" if document.get("title") and not is_code else ""
        (documents / name).write_text(title + document["text"] + "\n", encoding="utf-8")
    write_queries(target, lines(source / "queries.jsonl"))
    shutil.copyfile(source / "qrels.tsv", target / "qrels.tsv")


def write_queries(target, queries):
    with (target / "queries.jsonl").open("w", encoding="utf-8") as file:
        for query in queries:
            file.write(json.dumps(query, ensure_ascii=False) + "\n")


def turn_text(turn):
    photo = f" (photo: {turn['blip_caption']})" if turn.get("blip_caption") else ""
    return f"{turn['speaker']}: {turn['text']}{photo}\n"


def sessions(conversation):
    """The number, the date and the turns of each session."""
    for key, turns in conversation.items():
        match = re.fullmatch(r"session_(\d+)", key)
        if match and turns:
            yield int(match[1]), conversation[key + "_date_time"], turns


def conversations(source, target):
    """Documents' names are CONVERSATION-D<session> and CONVERSATION-D<session>_<turn>, after the ids of the evidence."""
    with opened(source) as file:
        samples = json.load(file)
    written, questions = {"sessions": set(), "turns": set()}, []
    for kind in written:
        (target / kind / "documents").mkdir(parents=True, exist_ok=True)
    for sample in samples:
        name = sample["sample_id"]
        for number, date, turns in sessions(sample["conversation"]):
            texts = {f"{name}-{turn['dia_id'].replace(':', '_')}": turn_text(turn) for turn in turns}
            texts_of = {"turns": texts, "sessions": {f"{name}-D{number}": f"# {date}\n\n" + "\n".join(texts.values())}}
            for kind, documents in texts_of.items():
                for stem, text in documents.items():
                    (target / kind / "documents" / f"{stem}.md").write_text(text, encoding="utf-8")
                    written[kind].add(stem)
        questions += [(f"{name}-q{number}", name, question) for number, question in enumerate(sample["qa"])]
    for kind, stems in written.items():
        judge(target / kind, questions, stems)


def judge(target, questions, stems):
    """Writes the questions whose evidence is among the documents, and the judgements."""
    asked = []
    with (target / "qrels.tsv").open("w", encoding="utf-8") as file:
        for identifier, name, question in questions:
            turns = re.findall(r"D(\d+):(\d+)", " ".join(question.get("evidence", [])))
            found = {stem for session, turn in turns for stem in (f"{name}-D{session}", f"{name}-D{session}_{turn}")} & stems
            if question["category"] == 5 or not found:
                continue
            asked.append({"id": identifier, "text": question["question"]})
            file.writelines(f"{identifier}\t{stem}\t1\n" for stem in sorted(found))
    write_queries(target, asked)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = map(pathlib.Path, sys.argv[1:])
    (folder_collection if source.is_dir() else conversations)(source, target)


main()
