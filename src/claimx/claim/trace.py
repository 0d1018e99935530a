"""What the stations did to one text, written down on demand: nothing in, a `Trace` filled on the way out.

A station takes `trace=None` and writes only when one is given, so that a plain run pays nothing. A
traced run gives the same claims; at a figure it goes on behind the construction that won, so that
what was beaten shows too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import TYPE_CHECKING, Literal, NamedTuple

from claimx.claim.draft import preferred

if TYPE_CHECKING:
    from claimx.claim.construction import CompiledConstruction, Match
    from claimx.claim.draft import Draft
    from claimx.claim.sentence import SentenceDrafts
    from claimx.mention import Mention
    from claimx.model import Claim
    from claimx.normalise import NormalText
    from claimx.quantity import Quantity
    from claimx.quantity.guards import Guarded


Outcome = Literal["won", "beaten", "no_rule", "no_match"]


class Question(NamedTuple):
    """What a match asked of the claim rules, and each rule asked with its first condition that failed.

    The last rule asked is the one that held when its condition is None.
    """

    amount: str
    unit: str | None
    dimension: str
    effects: tuple[str, ...]
    asked: list[tuple[str, str | None]]


@dataclass(slots=True)
class Attempt:
    """What became of one construction at one figure: no match, no rule, or drafts."""

    item: int
    construction: CompiledConstruction
    match: Match | None
    questions: list[Question]
    drafts: list[Draft]
    begun: int
    ended: int = field(default_factory=perf_counter_ns)


def winner_of(attempts: Iterable[Attempt]) -> Attempt | None:
    """Return the attempt that a figure's drafts come from, of those at that figure in the order tried."""
    winner: Attempt | None = None
    for attempt in attempts:
        if attempt.drafts and (winner is None or preferred(winner.drafts, attempt.drafts) is attempt.drafts):
            winner = attempt
    return winner


def outcome_of(attempt: Attempt, winner: Attempt | None) -> Outcome:
    """Return what became of an attempt at the figure that `winner` took."""
    if attempt.match is None:
        return "no_match"
    if not attempt.drafts:
        return "no_rule"
    return "won" if attempt is winner else "beaten"


@dataclass(slots=True)
class SentenceTrace:
    """One sentence with its items and drafts, whether the paper speaks of itself by then, and every attempt."""

    sentence: SentenceDrafts
    attempts: list[Attempt] = field(default_factory=list)
    blocked: list[Quantity] = field(default_factory=list)
    own: bool = True
    attributed: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class SectionTrace:
    """One section: its text, names and guarded spans, its sentences, and its claims before the last choice."""

    section: str
    text: NormalText
    guarded: list[Guarded] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    sentences: list[SentenceTrace] = field(default_factory=list)
    built: list[tuple[Draft, Claim]] = field(default_factory=list)
    repeated: list[tuple[Claim, Claim]] = field(default_factory=list)


@dataclass(slots=True)
class Trace:
    """One document: its sections in order."""

    sections: list[SectionTrace] = field(default_factory=list)
