"""Score claims against gold annotations: rows of a claims table and gold papers in, figures out.

A found claim that `match` pairs with a gold one is a true positive, an extra one a false positive,
and a gold claim left open a false negative. Attributes are scored on the pairs: `EXACT` ones by
equality, `PHRASE` ones as present or absent with half of the shorter phrase's words in common.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from claimx.errors import InputError
from claimx.match import Fact, Row, match_claims, same_amount, same_phrase
from claimx.schema import CORE_KINDS

EXACT: Final = ("qualifier", "statistic", "direction", "attribution")
PHRASE: Final = ("metric", "baseline", "hardware", "model", "dataset")
_SHOWN: Final = ("section", "quote", "kind", "form", "value", "value_high", "unit", "device", "rule")


# --- figures --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Count:
    """True positives, false positives and false negatives, and what follows from them."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float]:
        """Return counts and figures."""
        counts = {"tp": self.tp, "fp": self.fp, "fn": self.fn}
        return {**counts, "precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(slots=True)
class Scores:
    """The figures over all papers; `misses` lists every missed and every extra claim."""

    papers: int = 0
    papers_exact: int = 0
    pairs_right: int = 0
    kinds: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    quantities: Count = field(default_factory=Count)
    exact_right: Counter[str] = field(default_factory=Counter)
    exact_seen: Counter[str] = field(default_factory=Counter)
    phrases: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    misses: list[dict[str, Any]] = field(default_factory=list)

    @property
    def all(self) -> Count:
        """Every kind together."""
        return sum(self.kinds.values(), Count())

    @property
    def core(self) -> Count:
        """The core kinds together."""
        return sum((count for kind, count in self.kinds.items() if kind in CORE_KINDS), Count())

    def f1(self, name: str) -> float | None:
        """Return the F1 of `all`, `core` or a kind; None for a name that is neither."""
        if name in ("all", "core"):
            return self.all.f1 if name == "all" else self.core.f1
        return self.kinds[name].f1 if name in self.kinds else None

    def attributes(self) -> dict[str, float | None]:
        """Return accuracy of the exact attributes and F1 of the phrases; None for one never seen."""
        seen, right = self.exact_seen, self.exact_right
        exact = {name: right[name] / seen[name] if seen[name] else None for name in EXACT}
        return {**exact, **{name: self.phrases[name].f1 for name in PHRASE}}

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the misses, ready for JSON."""
        total = self.all
        return {
            "papers": self.papers,
            "papers_exact": self.papers_exact,
            "all": total.as_dict(),
            "core": self.core.as_dict(),
            "kind": {kind: self.kinds[kind].as_dict() for kind in sorted(self.kinds)},
            "quantity_recall": self.quantities.recall,
            "attributes": self.attributes(),
            "fully_right": self.pairs_right / (total.tp + total.fn) if total.tp else 0.0,
        }


def score_claims(found: Iterable[Row], gold: Iterable[Row]) -> Scores:
    """Score rows of a claims table against gold papers `{"doc_id", "claims": [...]}`.

    Rows of papers that the gold does not hold are left aside.
    """
    by_paper: defaultdict[str, list[Fact]] = defaultdict(list)
    for row in found:
        by_paper[row["doc_id"]].append(Fact.parse(row))
    scores = Scores()
    for paper in gold:
        facts = [Fact.parse(claim) for claim in paper["claims"]]
        _add_paper(scores, paper["doc_id"], facts, by_paper.get(paper["doc_id"], []))
    return scores


def _add_paper(scores: Scores, doc_id: str, gold: list[Fact], found: list[Fact]) -> None:
    result = match_claims(gold, found)
    scores.papers += 1
    scores.papers_exact += not result.missed and not result.extra
    for expected, fact in result.pairs:
        scores.kinds[expected.kind].tp += 1
        # both are needed: each counts the attributes it is about
        right = [_add_exact(scores, expected, fact), _add_phrases(scores, expected, fact)]
        scores.pairs_right += all(right)
    for fact in result.missed:
        scores.kinds[fact.kind].fn += 1
        scores.misses.append({"miss": doc_id, **fact.row})
    for fact in result.extra:
        scores.kinds[fact.kind].fp += 1
        scores.misses.append({"extra": doc_id, **{name: fact.row.get(name) for name in _SHOWN}})
    amounts = match_claims(gold, found, key=same_amount)
    scores.quantities += Count(tp=len(amounts.pairs), fn=len(amounts.missed))


def _add_exact(scores: Scores, gold: Fact, found: Fact) -> bool:
    right = True
    for name in EXACT:
        expected, value = gold.row.get(name), found.row.get(name)
        if name in ("direction", "statistic") and expected is None and value is None:
            continue
        scores.exact_seen[name] += 1
        scores.exact_right[name] += expected == value
        right &= expected == value
    return right


def _add_phrases(scores: Scores, gold: Fact, found: Fact) -> bool:
    right = True
    for name in PHRASE:
        if gold.kind in ("hardware", "model_size") and name in ("metric", "hardware"):
            continue  # there the claim itself is the hardware, or the model
        expected, value = gold.row.get(name), found.row.get(name)
        if same_phrase(expected, value):
            scores.phrases[name].tp += 1
            continue
        scores.phrases[name] += Count(fp=value is not None, fn=expected is not None)
        if name in ("baseline", "hardware", "model") and (expected is not None or value is not None):
            right = False
    return right


def read_gold(path: str | Path) -> Iterator[dict[str, Any]]:
    """Yield the gold papers of a JSON-lines file. Raises `InputError` where a line is none."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("gold/unreadable", str(error), where=str(path), fix="check the path") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parse_paper(line, f"{path}:{number}")


def _parse_paper(line: str, where: str) -> dict[str, Any]:
    try:
        paper = json.loads(line)
    except ValueError as error:
        raise InputError("gold/not-json", str(error), where=where, fix="put one paper on a line") from error
    if not isinstance(paper, dict) or "doc_id" not in paper or not isinstance(paper.get("claims"), list):
        raise InputError("gold/not-a-paper", "no doc_id and claims", where=where, fix="give both")
    for claim in paper["claims"]:
        missing = [name for name in ("kind", "section", "start", "end") if name not in claim]
        if missing:
            raise InputError("gold/not-a-claim", f"a claim has no {', '.join(missing)}", where=where, fix="add it")
    return paper
