"""First contact: papers START to END of the gold in, one row of figures added to reports/first_contact.csv.

Run it once a batch of papers, before a rule is written with them in sight: the row then says how the
rules do on text they have not met. Positions count from 0 in the order of the gold file, END excluded.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from corpus import SHARED, read_listings

from claimx.errors import ClaimxError
from claimx.evaluate import Scores, read_gold, score_claims
from claimx.packs import load_rules
from claimx.pipeline import Extractor

TABLE = Path(__file__).resolve().parents[1] / "reports" / "first_contact.csv"
COLUMNS = ("batch", "papers", "core_f1", "all_f1", "rules_sha256")


def score_batch(start: int, end: int, gold: Path) -> tuple[Scores, str]:
    """Return the scores of a batch and the digest of the rules that made them. Raises `ClaimxError`."""
    papers = list(islice(read_gold(gold), start, end))
    wanted = {paper["doc_id"] for paper in papers}
    rules = load_rules()
    extractor = Extractor(rules)
    documents = [document for document in read_listings() if document.doc_id in wanted]
    found = [asdict(claim) for document in documents for claim in extractor.extract_document(document)[1]]
    return score_claims(found, papers), rules.sha256


def add_row(row: dict[str, object], table: Path) -> None:
    """Append the row; a new table gets its header first."""
    table.parent.mkdir(parents=True, exist_ok=True)
    fresh = not table.exists()
    with table.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if fresh:
            writer.writeheader()
        writer.writerow(row)


def main() -> None:
    """Score the batch, print its row and keep it."""
    parser = argparse.ArgumentParser(description="Score papers START to END of the gold and keep the figures.")
    parser.add_argument("start", type=int)
    parser.add_argument("end", type=int)
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "dev.jsonl")
    parser.add_argument("--table", type=Path, default=TABLE)
    options = parser.parse_args()
    try:
        scores, sha256 = score_batch(options.start, options.end, options.gold)
    except ClaimxError as error:
        raise SystemExit(f"error[{error.code}]: {error}") from error
    if not scores.papers:
        raise SystemExit(f"no paper stands at {options.start} to {options.end} of the gold: give other positions")
    row: dict[str, object] = {
        "batch": f"{options.start}-{options.end}",
        "papers": scores.papers,
        "core_f1": f"{scores.core.f1:.4f}",
        "all_f1": f"{scores.all.f1:.4f}",
        "rules_sha256": sha256[:16],
    }
    add_row(row, options.table)
    print("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
