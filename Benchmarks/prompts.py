#!/usr/bin/env python3
"""prompts.py FRESHET LOCOMO [--peer] [--every N]: how much of the evidence is in a prompt.

LOCOMO is LoCoMo's JSON, plain or gzipped: conversations with questions, each with the turns that answer it. Each session
becomes a Markdown document with a paragraph for each turn; each conversation has a store of its own. For each question,
`freshet prompt` gets 1,000, 2,000 and 4,000 tokens; the figure is the mean share of the question's turns that are in the
prompt word for word. With --peer, LangChain's ParentDocumentRetriever (children of 400 characters, parents of 2,000, its
defaults' example) does the same with the same model's vectors and the same count of tokens; it needs the packages
langchain-classic, langchain-text-splitters, numpy and tokenizers.
"""
import argparse
import gzip
import json
import pathlib
import re
import subprocess
import tempfile

BUDGETS = (1_000, 2_000, 4_000)
VOCABULARY = pathlib.Path.home() / ".cache/freshet/models/all-MiniLM-L6-v2/vocab.txt"


def conversations(path):
    with gzip.open(path, "rt") if path.endswith(".gz") else open(path) as file:
        return json.load(file)


def lay_out(conversation, folder):
    """Writes the sessions as documents. Returns each turn's text by its id."""
    turns = {}
    for key, session in conversation.items():
        if not (match := re.fullmatch(r"session_(\d+)", key)):
            continue
        paragraphs = [f"# Session {match[1]}, {conversation.get(key + '_date_time', '')}"]
        for turn in session:
            picture = f" [shares {turn['blip_caption']}]" if turn.get("blip_caption") else ""
            turns[turn["dia_id"]] = f"{turn['speaker']}: {turn['text'].strip()}{picture}"
            paragraphs.append(turns[turn["dia_id"]])
        (folder / f"session-{int(match[1]):02}.md").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return turns


def questions(conversation, turns):
    """The questions that have answers, each with the texts of its evidence."""
    for asked in conversation["qa"]:
        ids = [i for text in asked.get("evidence", []) for i in re.findall(r"D\d+:\d+", text) if i in turns]
        if ids and asked.get("category") in (1, 2, 3, 4):
            yield str(asked["question"]), [turns[i] for i in ids]


def share(evidence, text):
    return sum(turn in text for turn in evidence) / len(evidence)


class Freshet:
    name = "freshet prompt"

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.run("reindex", "--quiet", "--embedder", "minilm")

    def run(self, *arguments):
        return subprocess.run([self.binary, *arguments], cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def prompt(self, question, budget):
        return self.run("prompt", question, "--budget", str(budget))


class LangChain:
    name = "LangChain ParentDocumentRetriever"

    def __init__(self, binary, folder):
        from langchain_classic.retrievers import ParentDocumentRetriever
        from langchain_core.documents import Document
        from langchain_core.embeddings import Embeddings
        from langchain_core.stores import InMemoryStore
        from langchain_core.vectorstores import InMemoryVectorStore
        from langchain_text_splitters import RecursiveCharacterTextSplitter
        from tokenizers import BertWordPieceTokenizer

        class Vectors(Embeddings):
            def embed_documents(self, texts):
                lines = "\n".join(json.dumps({"text": text}) for text in texts)
                embed = [binary, "embed", "--embedder", "minilm", "-"]
                said = subprocess.run(embed, input=lines, capture_output=True, text=True, check=True).stdout
                return [json.loads(line)["vector"] for line in said.splitlines()]

            def embed_query(self, text):
                return self.embed_documents([text])[0]

        self.count = lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)
        tokenizer = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
        self.retriever = ParentDocumentRetriever(
            vectorstore=InMemoryVectorStore(Vectors()), docstore=InMemoryStore(), search_kwargs={"k": 60},
            child_splitter=RecursiveCharacterTextSplitter(chunk_size=400, chunk_overlap=0),
            parent_splitter=RecursiveCharacterTextSplitter(chunk_size=2_000, chunk_overlap=0))
        self.retriever.add_documents(
            [Document(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))])

    def prompt(self, question, budget):
        """The parents in the order of the retriever, as many as fit, separated by blank lines."""
        text, left = "", budget
        for parent in self.retriever.invoke(question):
            cost = self.count(parent.page_content)
            if cost <= left:
                text, left = f"{text}{parent.page_content}\n\n", left - cost
        return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("freshet")
    parser.add_argument("locomo")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--every", type=int, default=1, help="ask only every Nth question")
    given = parser.parse_args()
    binary = str(pathlib.Path(given.freshet).resolve())
    systems = [Freshet, LangChain] if given.peer else [Freshet]
    sums = {(system, budget): [] for system in systems for budget in BUDGETS}
    for conversation in conversations(given.locomo):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            asked = list(questions(conversation, lay_out(conversation["conversation"], folder)))[:: given.every]
            for system in systems:
                made = system(binary, folder)
                for budget in BUDGETS:
                    sums[system, budget] += [share(turns, made.prompt(text, budget)) for text, turns in asked]
    for system in systems:
        shares = [sum(sums[system, budget]) / len(sums[system, budget]) for budget in BUDGETS]
        print(f"{system.name}: {' '.join(f'{s:.3f}' for s in shares)}  ({len(sums[system, BUDGETS[0]])} questions)")


main()
