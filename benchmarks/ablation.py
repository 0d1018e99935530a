"""The extractors against each other: rules alone, spaCy alone, both in; precision, recall, F1 and speed out.

`--pipeline NAME` adds a row for both inside a spaCy pipeline with a parser, where one is installed. Writes
reports/ablation.md and reports/ablation.json; speeds are those of this machine, in CPU time of one process.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from corpus import SHARED, read_listings

from claimx.document import Document
from claimx.errors import ClaimxError
from claimx.evaluate import read_gold, score_claims
from claimx.markdown import table
from claimx.model import Claim
from claimx.packs import load_rules
from claimx.pipeline import Extractor

REPORTS: Final = Path(__file__).resolve().parents[1] / "reports"
ROWS: Final = (("rules alone", ("rules",)), ("spaCy alone", ("spacy",)), ("both", ("rules", "spacy")))
Extract = Callable[[Document], list[Claim]]


def measure(extract: Extract, documents: list[Document], gold: list[dict[str, Any]]) -> dict[str, float]:
    """Return the scores of one extractor and the abstracts it reads in a second of CPU time."""
    for document in documents:  # the patterns that these texts ask are compiled, which is not measured
        extract(document)
    begun = time.process_time()
    claims = [claim for document in documents for claim in extract(document)]
    seconds = time.process_time() - begun
    scores = score_claims((asdict(claim) for claim in claims), gold)
    figures = {
        f"{name}_{key}": value
        for name, part in (("core", scores.core), ("all", scores.all))
        for key, value in (("precision", part.precision), ("recall", part.recall), ("f1", part.f1))
    }
    by_tokens = sum(claim.extractor == "spacy" for claim in claims)
    return {
        **figures,
        "claims": len(claims),
        "claims_by_spacy": by_tokens,
        "abstracts_per_second": len(documents) / seconds,
    }


def extractors(pipeline: str | None) -> Iterable[tuple[str, Extract]]:
    """Yield the extractors to compare, by name."""
    rules = load_rules()
    for name, chosen in ROWS:
        extractor = Extractor(rules, extractors=chosen)
        yield name, lambda document, extractor=extractor: extractor.extract_document(document)[1]  # type: ignore[misc]
    if pipeline:
        yield f"both, in {pipeline}", _piped(pipeline)


def _piped(name: str) -> Extract:
    """Return the extraction of a trained pipeline with the component at its end."""
    import spacy  # noqa: PLC0415 - the other rows need no pipeline

    nlp = spacy.load(name)
    nlp.add_pipe("claimx")

    def extract(document: Document) -> list[Claim]:
        [(doc, _)] = nlp.pipe([(document.abstract, document)], as_tuples=True)
        return list(doc._.claims)

    return extract


def as_markdown(figures: dict[str, dict[str, float]], papers: int) -> str:
    """Return the page with the table."""
    head = (
        "extractors",
        "core P",
        "core R",
        "core F1",
        "all P",
        "all R",
        "all F1",
        "claims",
        "by spaCy",
        "abstracts/s",
    )
    rows = [
        (
            name,
            *(f"{row[f'{part}_{key}']:.3f}" for part in ("core", "all") for key in ("precision", "recall", "f1")),
            f"{row['claims']:.0f}", f"{row['claims_by_spacy']:.0f}", f"{row['abstracts_per_second']:.0f}",
        )
        for name, row in figures.items()
    ]  # fmt: skip
    intro = (
        f"# The extractors against each other\n\n`python benchmarks/ablation.py` over the {papers} papers of the "
        "development gold; speed in CPU time of one process, on the machine that wrote this.\n\n"
    )
    return f"{intro}{table(head, rows)}\n"


def main() -> None:
    """Measure, print the table and write both files."""
    parser = argparse.ArgumentParser(description="Compare the extractors on the development gold.")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "dev.jsonl")
    parser.add_argument("--pipeline", metavar="NAME", help="an installed spaCy pipeline with a parser")
    parser.add_argument("--out", type=Path, default=REPORTS, help="folder of the two files")
    options = parser.parse_args()
    try:
        gold = list(read_gold(options.gold))
        wanted = {paper["doc_id"] for paper in gold}
        documents = [document for document in read_listings() if document.doc_id in wanted]
        figures = {name: measure(extract, documents, gold) for name, extract in extractors(options.pipeline)}
    except ClaimxError as error:
        raise SystemExit(f"error[{error.code}]: {error}") from error
    options.out.mkdir(parents=True, exist_ok=True)
    page = as_markdown(figures, len(gold))
    (options.out / "ablation.md").write_text(page, encoding="utf-8")
    text = json.dumps({"papers": len(gold), "extractors": figures}, indent=1)
    (options.out / "ablation.json").write_text(text + "\n", encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
