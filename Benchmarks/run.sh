#!/usr/bin/env bash
# run.sh FRESHET [COLLECTIONS]: the figures of docs/RESULTS.md. COLLECTIONS holds scifact/ and cosqa/ (docs, queries, qrels),
# and may hold conversations in LoCoMo's format, conversations/*.json.gz;
# without it only what the repository itself can measure is measured. sentence-transformers is compared with if it is installed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
freshet=$(realpath "$1") collections=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "== nothing to do, 10,000 files, beside git status"
"$here/nothing-to-do.sh" "$freshet"

echo "== SampleCorpus: questions worded unlike the text"
cp -r "$here/../SampleCorpus" "$work/sample"
"$freshet" reindex "$work/sample"
for mode in vector lexical hybrid; do
  echo "-- $mode"
  (cd "$work/sample" && "$freshet" eval --mode "$mode" --queries questions.jsonl --qrels qrels.tsv)
done

echo "== killed and run again"
"$here/kill-soak.sh" "$freshet" 20

[ -n "$collections" ] || exit 0

names=(scifact cosqa)
for name in "${names[@]}"; do
  python3 "$here/collection.py" "$collections/$name" "$work/$name"
done
for file in "$collections"/conversations/*.json.gz; do
  [ -e "$file" ] || continue
  name=$(basename "$file" .json.gz)
  python3 "$here/collection.py" "$file" "$work/$name"
  names+=("$name/sessions" "$name/turns")
done
for name in "${names[@]}"; do
  echo "== $name"
  "$freshet" reindex "$work/$name/documents"
  for mode in vector lexical hybrid; do
    echo "-- $mode"
    (cd "$work/$name/documents" && "$freshet" eval --mode "$mode" --queries ../queries.jsonl --qrels ../qrels.tsv --by-stem)
  done
done

if python3 -c 'import sentence_transformers' 2>/dev/null; then
  echo "== embedding beside sentence-transformers"
  swift build -c release --package-path "$here" --product embedding-bench
  python3 "$here/embedding.py" "$here/.build/release/embedding-bench" "$collections/scifact"
fi
