"""A claims table, gold papers and traces in, what each rule and each construction does for them out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from claimx.claim.trace import Attempt, Trace, outcome_of, winner_of
from claimx.document import Document
from claimx.evaluate import Count
from claimx.match import Fact, Row, match_claims
from claimx.packs.models import ClaimFile, ConstructionFile
from claimx.packs.rule_file import Rules
from claimx.pipeline import Extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """What one rule does; None where nothing was given to tell it from.

    `share` is of all claims. `right` and `wrong` are its claims that the gold holds and those it does
    not; `recall` is the share of the gold claims of the rule's kind that this rule found. `won` counts
    the figures at which another rule was beaten, `lost` those at which this one was.
    """

    rule: str
    kind: str
    hits: int
    share: float
    right: int | None = None
    wrong: int | None = None
    precision: float | None = None
    recall: float | None = None
    won: int | None = None
    lost: int | None = None


@dataclass(slots=True, kw_only=True)
class ConstructionFigures:
    """What became of one construction at the figures it was tried at; `seconds` spent on it in a plain run."""

    construction: str
    tried: int = 0
    matched: int = 0
    won: int = 0
    beaten: int = 0
    no_rule: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStatistics:
    """Every rule of the packs and of the table; `dead` ones made no claim of it."""

    claims: int
    rules: tuple[RuleFigures, ...]
    dead: tuple[str, ...]
    constructions: tuple[ConstructionFigures, ...] | None = None


@dataclass(slots=True)
class Conflicts:
    """What traces tell: constructions by id, and how often each rule won over another or lost."""

    constructions: dict[str, ConstructionFigures] = field(default_factory=dict)
    won: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def add(self, trace: Trace) -> None:
        """Count the attempts of one document."""
        for section in trace.sections:
            for sentence in section.sentences:
                ordered = sorted(sentence.attempts, key=lambda attempt: attempt.item)  # stable: in the order tried
                for _, attempts in groupby(ordered, key=lambda attempt: attempt.item):
                    self._add_figure(list(attempts))

    def _add_figure(self, attempts: list[Attempt]) -> None:
        winner = winner_of(attempts)
        behind = False
        for attempt in attempts:
            figures = self.of(attempt.construction.id)
            outcome = outcome_of(attempt, winner)
            figures.tried += 1
            figures.matched += outcome != "no_match"
            figures.won += outcome == "won"
            figures.beaten += outcome == "beaten"
            figures.no_rule += outcome == "no_rule"
            if not behind:  # a plain run stops at the winner
                figures.seconds += (attempt.ended - attempt.begun) / 1e9
            behind = behind or attempt is winner
        if winner is not None:
            winners = {draft.rule for draft in winner.drafts}
            losers = {draft.rule for attempt in attempts for draft in attempt.drafts} - winners
            self.lost.update(losers)
            self.won.update(winners if losers else ())

    def of(self, construction: str) -> ConstructionFigures:
        """Return the figures of a construction, all zero where it was not tried yet."""
        return self.constructions.setdefault(construction, ConstructionFigures(construction=construction))


def find_conflicts(rules: Rules, documents: Iterable[Document]) -> Conflicts:
    """Extract documents with a trace and count; every construction of the packs is there, tried or not."""
    extractor = Extractor(rules)
    conflicts = Conflicts()
    for file, model in rules.of(ConstructionFile):
        for construction in model.constructions:
            conflicts.of(f"{file.path}/{construction.slug}")
    for document in documents:
        trace = Trace()
        extractor.extract_document(document, trace)
        conflicts.add(trace)
    return conflicts


def count_rules(
    rules: Rules, claims: Iterable[Row], *, gold: Iterable[Row] | None = None, conflicts: Conflicts | None = None
) -> RuleStatistics:
    """Return the figures of every rule over the rows of a claims table, most hits first."""
    rows = list(claims)
    kinds = dict(_kinds(rules))
    hits = Counter(row["rule"] for row in rows)
    known = {**{row["rule"]: row["kind"] for row in rows}, **kinds}
    scores, gold_kinds = _scores(rows, gold) if gold is not None else ({}, None)
    figures = [
        RuleFigures(
            rule=rule,
            kind=kind,
            hits=hits[rule],
            share=hits[rule] / len(rows) if rows else 0.0,
            **(_quality(scores.get(rule, Count()), gold_kinds[kind]) if gold_kinds is not None else {}),
            **({"won": conflicts.won[rule], "lost": conflicts.lost[rule]} if conflicts is not None else {}),
        )
        for rule, kind in known.items()
    ]
    figures.sort(key=lambda one: (-one.hits, one.rule))
    constructions = None
    if conflicts is not None:
        constructions = tuple(sorted(conflicts.constructions.values(), key=lambda one: (-one.won, one.construction)))
    dead = tuple(sorted(rule for rule in kinds if not hits[rule]))
    return RuleStatistics(claims=len(rows), rules=tuple(figures), dead=dead, constructions=constructions)


def _kinds(rules: Rules) -> Iterator[tuple[str, str]]:
    for file, model in rules.of(ClaimFile):
        for rule in model.rules:
            yield f"{file.path}/{rule.slug}", model.kind


def _quality(count: Count, gold: int) -> dict[str, Any]:
    """Return how right a rule is; `gold` counts the gold claims of its kind."""
    found = count.tp + count.fp
    return {
        "right": count.tp,
        "wrong": count.fp,
        "precision": count.precision if found else None,
        "recall": count.tp / gold if gold else None,
    }


def _scores(rows: list[Row], gold: Iterable[Row]) -> tuple[dict[str, Count], Counter[str]]:
    """Return right and wrong claims by rule, and gold claims by kind; papers without gold are left aside."""
    by_paper: defaultdict[str, list[Fact]] = defaultdict(list)
    for row in rows:
        by_paper[row["doc_id"]].append(Fact.parse(row))
    scores: defaultdict[str, Count] = defaultdict(Count)
    kinds: Counter[str] = Counter()
    for paper in gold:
        result = match_claims([Fact.parse(claim) for claim in paper["claims"]], by_paper.get(paper["doc_id"], []))
        kinds.update(claim["kind"] for claim in paper["claims"])
        for _, fact in result.pairs:
            scores[fact.row["rule"]].tp += 1
        for fact in result.extra:
            scores[fact.row["rule"]].fp += 1
    return dict(scores), kinds
