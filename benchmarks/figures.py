"""Measured figures: the annotated listings, the challenge set and the speed run in, reports/figures.json out.

Needs the listings and their gold beside the checkout. The README shows what this file holds.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import speed
from challenge import FOLDER, read_entries, score_entries
from corpus import SHARED, read_listings

from claimx.errors import ClaimxError
from claimx.evaluate import Scores, read_gold, score_claims
from claimx.packs import load_rules
from claimx.pipeline import Extractor

OUTPUT = Path(__file__).resolve().parents[1] / "reports" / "figures.json"


def measure_figures() -> dict[str, str]:
    """Return what was measured, by what it is called in the README. Raises `ClaimxError` without listings."""
    scores = _score_listings()
    challenge = score_entries(read_entries(FOLDER))
    times = speed.measure(rounds=7)
    return {
        f"F1, core kinds, {scores.papers} annotated papers": f"{scores.core.f1:.3f}",
        f"F1, all kinds, {scores.papers} annotated papers": f"{scores.all.f1:.3f}",
        f"F1, challenge set, {challenge['overall']['texts']} texts": f"{challenge['overall']['f1']:.3f}",
        f"texts with numbers but no claim that give none, of {challenge['texts_without_claims']}": (
            f"{challenge['clean_share']:.1%}"
        ),
        "papers a second, one core": f"{times['claimx_docs_per_s']:,.0f}",
        "the same texts, spaCy's blank tokenizer alone, fresh": f"{times['spacy_fresh_docs_per_s']:,.0f}",
        "the same texts, spaCy's blank tokenizer alone, every word remembered": (
            f"{times['spacy_warm_docs_per_s']:,.0f}"
        ),
        "peak memory": f"{times['peak_mb']:,.0f} MB",
    }


def _score_listings() -> Scores:
    extractor = Extractor(load_rules())
    documents = read_listings()
    found = (asdict(claim) for document in documents for claim in extractor.extract_document(document)[1])
    return score_claims(found, read_gold(SHARED / "gold" / "dev.jsonl"))


def main() -> None:
    """Measure, write the file and print it."""
    try:
        figures = measure_figures()
    except ClaimxError as error:
        raise SystemExit(f"error[{error.code}]: {error}") from error
    OUTPUT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for name, value in figures.items():
        print(f"{name:70}{value}")


if __name__ == "__main__":
    main()
