"""The challenge set: its sentences in, precision, recall and F1 by construction and overall out.

For texts that hold numbers and no claim it tells the share that gave no false one.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from claimx.document import Document
from claimx.evaluate import Scores, score_claims
from claimx.packs import load_rules
from claimx.pipeline import Extractor

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "challenge"
Entry = dict[str, Any]


def read_entries(folder: Path) -> Iterator[Entry]:
    """Yield the texts of all files, as gold papers with their text and construction."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            claims = [{"section": "abstract", **claim} for claim in entry["claims"]]
            yield {**entry, "doc_id": entry["id"], "claims": claims}


def score_entries(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return the figures overall, by construction, and of the texts without a claim."""
    extractor = Extractor(load_rules())
    gold: defaultdict[str, list[Entry]] = defaultdict(list)
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        gold[entry["construction"]].append(entry)
        document = Document(doc_id=entry["doc_id"], title=entry["title"], abstract=entry["text"])
        found[entry["doc_id"]] = [asdict(claim) for claim in extractor.extract_document(document)[1]]
    everything = [entry for group in gold.values() for entry in group]
    clean = [not found[entry["doc_id"]] for entry in everything if not entry["claims"]]
    return {
        "overall": _figures(_score(everything, found)),
        "texts_without_claims": len(clean),
        "clean_share": sum(clean) / len(clean) if clean else 1.0,
        "constructions": {name: _figures(_score(gold[name], found)) for name in sorted(gold)},
    }


def _score(entries: list[Entry], found: dict[str, list[dict[str, Any]]]) -> Scores:
    return score_claims((row for entry in entries for row in found[entry["doc_id"]]), entries)


def _figures(scores: Scores) -> dict[str, Any]:
    return {"texts": scores.papers, "texts_exact": scores.papers_exact, **scores.all.as_dict(), "core": scores.core.f1}


def write_text(figures: dict[str, Any]) -> None:
    """Print the figures as a table."""
    print(f"{'construction':36}{'texts':>6}{'exact':>6}{'P':>7}{'R':>7}{'F1':>7}")
    for name, row in {**figures["constructions"], "ALL": figures["overall"]}.items():
        scores = "".join(f"{row[key]:7.3f}" for key in ("precision", "recall", "f1"))
        # where nothing is to be found, only what was found by mistake tells anything
        shown = scores if row["tp"] + row["fn"] else f"{row['fp']:7} false"
        print(f"{name:36}{row['texts']:6}{row['texts_exact']:6}{shown}")
    print(f"texts without claims: {figures['texts_without_claims']}, clean: {figures['clean_share']:.3f}")


def main() -> None:
    """Score the set; exit with 1 where it is under what is asked for."""
    parser = argparse.ArgumentParser(description="Score the challenge set by construction.")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--fail-under", type=float, metavar="F1", help="exit with 1 when the overall F1 is under this")
    options = parser.parse_args()
    figures = score_entries(read_entries(FOLDER))
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        write_text(figures)
    if options.fail_under is not None and figures["overall"]["f1"] < options.fail_under:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
