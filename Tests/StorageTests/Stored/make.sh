#!/bin/sh
# Makes a stored store with a freshet of an older format, and keeps what that freshet says of it:
#   make.sh PATH/TO/OLD/freshet NUMBER
# Build the old freshet from the last commit of its format (2: 6b77cf6, 3: ba4deae, 4: 8b811f2, 5: 33b9135, 6: 296cf26, 7: 9217b3c):
#   git worktree add /tmp/old 8b811f2 && cd /tmp/old && swift build -c release --product freshet
set -eu
freshet=$1 number=$2
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf -- '---\ntitle: Tides\nowner: harbour\n---\n\n# Tides\n\nThe tide turns at noon.\n\n## Springs\n\nSpring tides follow a new moon.\n' > tides.md
printf '# Pumps\n\nThree pumps stand in the cellar.\n' > pumps.md
printf 'This note is removed again.\n' > note.txt
printf 'a\0b' > blob.bin
"$freshet" reindex --embedder hashing -q
sleep 3
printf '# Pumps\n\nFour pumps stand in the cellar.\n\nOne of them is new.\n' > pumps.md
rm note.txt
"$freshet" reindex -q
test ! -s .freshet/store.sqlite-wal
cp .freshet/store.sqlite "$here/format-$number.sqlite"
python3 - "$freshet" > "$here/format-$number.json" <<'EOF'
import json, subprocess, sys
def run(*words): return subprocess.run([sys.argv[1], *words], check=True, capture_output=True, text=True).stdout
def hits(question, mode):
    answer = json.loads(run("query", question, "--mode", mode, "--json"))
    return [{"document": hit["document"], "text": hit["text"]} for hit in answer["hits"]]
dump = [json.loads(line) for line in run("dump").splitlines()]
for line in dump: del line["state"]
status = json.loads(run("status", "--json"))
questions = ["when does the tide turn", "how many pumps are there", "new moon"]
print(json.dumps({
    "dump": dump,
    "answers": {mode: [hits(question, mode) for question in questions] for mode in ["lexical", "vector"]},
    "questions": questions, "token": status["token"], "replica": status["replica"], "vectors": status["vectors"],
    "files": {name: open(name).read() for name in ["tides.md", "pumps.md"]},
}, sort_keys=True, indent=1))
EOF
