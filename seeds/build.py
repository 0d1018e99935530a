"""The folder of saved listings, digests and gold in (`python seeds/build.py ../shared`), seeds/ out.

The listings' own sentences stay outside: digests, figures, short phrases and checksums come in.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from claimx.document import Document
from claimx.read import read_documents

SEEDS = Path(__file__).resolve().parent
DIGEST_FIELDS = ("doc_id", "title", "abstract")
PHRASE_LENGTH = 100
SENTENCE_WORDS = 20


def load_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file in its order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write objects as JSONL."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_papers(path: Path, documents: list[Document]) -> None:
    """Write where each paper stands in the listings, and a checksum of its abstract."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("doc_id", "title", "listing", "position", "abstract_sha256"))
        for paper in documents:
            checksum = hashlib.sha256(paper.abstract.encode("utf-8")).hexdigest()
            writer.writerow((paper.doc_id, paper.title, paper.source, paper.position, checksum))


def check_gold(gold: list[dict[str, Any]], documents: dict[str, Document]) -> list[str]:
    """Return what is wrong with the gold: offsets that miss their quote, fields long enough to be a sentence."""
    problems = []
    for paper in gold:
        document = documents[paper["doc_id"]]
        for claim in paper["claims"]:
            text = document.title if claim["section"] == "title" else document.abstract
            if text[claim["start"] : claim["end"]] != claim["quote"]:
                problems.append(f"{paper['doc_id']}: {claim['quote']!r} does not stand at {claim['start']}")
            long = [name for name, value in claim.items() if isinstance(value, str) and len(value) > PHRASE_LENGTH]
            problems += [f"{paper['doc_id']}: {name} of {claim['quote']!r} is no short phrase" for name in long]
    return problems


def check_digests(digests: list[dict[str, Any]], documents: dict[str, Document]) -> list[str]:
    """Return the digests that repeat a stretch of their abstract."""
    problems = []
    for digest in digests:
        words = digest["abstract"].split()
        abstract = " ".join(documents[digest["doc_id"]].abstract.split())
        stretches = (" ".join(words[i : i + SENTENCE_WORDS]) for i in range(len(words) - SENTENCE_WORDS + 1))
        problems += [f"{digest['doc_id']}: repeats {found!r}" for found in stretches if found in abstract]
    return problems


def main(shared: Path) -> int:
    """Build seeds/ from `shared`; 1 and nothing written where a check fails."""
    listings = sorted((shared / "seeds").glob("*.txt"))
    papers = list(read_documents(listings))
    documents = {paper.doc_id: paper for paper in papers}
    gold = load_lines(shared / "gold" / "dev.jsonl")
    digests = [{name: row[name] for name in DIGEST_FIELDS} for row in load_lines(shared / "seeds" / "digests.jsonl")]
    ids = {name: {row["doc_id"] for row in rows} for name, rows in (("gold", gold), ("digests", digests))}
    problems = [f"{name} and listings differ in {sorted(found ^ set(documents))}" for name, found in ids.items()
                if found != set(documents)]  # fmt: skip
    problems = problems or check_gold(gold, documents) + check_digests(digests, documents)
    if problems:
        sys.stderr.write("\n".join(problems) + "\n")
        return 1
    write_lines(SEEDS / "abstracts.jsonl", digests)
    write_papers(SEEDS / "papers.csv", papers)
    write_lines(SEEDS / "gold.jsonl", gold)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
