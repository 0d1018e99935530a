"""Speed: a corpus in, documents a second of claimx and of spaCy's blank tokenizer out.

Both read the same titles and abstracts on one core of one process, taking turns round by round, in
CPU seconds; the median round counts. Peak memory is read before spaCy is imported. spaCy's tokenizer
remembers the words it has split, 10,000 of them, so it is measured twice: fresh, as a corpus meets it, and
warm, with these very texts read before. The saved listings hold fewer words than that; give a larger
corpus to see the tokenizer at the pace it keeps: `python benchmarks/speed.py papers.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import Any

from corpus import read_corpus

from claimx.errors import ClaimxError
from claimx.packs import load_rules
from claimx.pipeline import Extractor


def seconds(work: Callable[[], None]) -> float:
    """Return the CPU seconds that the work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_megabytes() -> float | None:
    """Return the most memory this process has held so far, in MB; None where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def measure(rounds: int, inputs: Sequence[str] = ()) -> dict[str, Any]:
    """Return the figures of so many rounds over the inputs, or over the corpus at hand."""
    name, documents = read_corpus(inputs)
    extractor = Extractor(load_rules())

    def extract() -> None:
        for document in documents:
            extractor.extract_document(document)

    extract()  # the first pass compiles and fills caches
    peak = peak_megabytes()

    import spacy  # noqa: PLC0415 - after the peak is read

    warm = spacy.blank("en")
    texts = [text for document in documents for text in (document.title, document.abstract)]

    def tokenize(nlp: Any) -> None:
        for _ in nlp.pipe(texts):
            pass

    tokenize(warm)
    times = []
    for _ in range(rounds):
        fresh = spacy.blank("en")
        times.append((seconds(extract), seconds(partial(tokenize, fresh)), seconds(partial(tokenize, warm))))
    ours, cold, remembered = (len(documents) / median(column) for column in zip(*times, strict=True))
    return {
        "corpus": name,
        "documents": len(documents),
        "rounds": rounds,
        "claimx_docs_per_s": round(ours, 1),
        "spacy_fresh_docs_per_s": round(cold, 1),
        "spacy_warm_docs_per_s": round(remembered, 1),
        "ratio_fresh": round(ours / cold, 3),
        "ratio_warm": round(ours / remembered, 3),
        "peak_mb": None if peak is None else round(peak, 1),
    }


def main() -> None:
    """Print the figures, as text or as JSON."""
    parser = argparse.ArgumentParser(description="Documents a second of claimx and of spaCy's blank tokenizer.")
    parser.add_argument(
        "inputs", nargs="*", metavar="INPUT", help="what `claimx extract` reads; the saved listings if none"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        figures = measure(options.rounds, options.inputs)
    except ClaimxError as error:
        raise SystemExit(f"error[{error.code}]: {error}") from error
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        print(f"{name:24}{value}")


if __name__ == "__main__":
    main()
