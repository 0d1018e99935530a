"""Values out of `explain`: how the claims of a text came about, ready to be shown or written as JSON.

All offsets are half-open and in the source text of the section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from claimx.claim.trace import Outcome

EXPLAIN_VERSION: Final = "1"

Fate = Literal[
    "claim",  # it gave at least one claim of the table
    "part",  # it stands inside the quote of a claim: "(80GB)" of a device
    "repeated",  # its claims were left out: the fact was claimed before
    "dropped",  # its claim gave way to another one
    "no_rule",  # a construction fits, no rule holds
    "no_construction",  # read as an amount, no construction fits
    "mention",  # inside a name that makes no claim here
    "guarded",  # inside what is never an amount
    "rewritten",  # inside a piece that reads otherwise once normalised
    "glued",  # inside a word
    "unread",  # no number can be read here
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number as it was read, with its unit and what stands around it."""

    text: str
    value: float
    value_high: float | None
    unit: str | None
    dimension: str
    qualifier: str
    statistic: str | None
    sign: str
    scale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A named thing: a device, a model, a dataset or a format."""

    start: int
    end: int
    text: str
    kind: str
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A span that is never an amount, and the guard that holds it."""

    start: int
    end: int
    text: str
    guard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One item of a sentence and the classes that patterns know it by."""

    start: int
    end: int
    text: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One rule asked; `failed` is its first condition that did not hold, None when it held."""

    rule: str
    failed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a construction asked the rules: what the figure is and what is measured."""

    amount: str
    unit: str | None
    dimension: str
    effects: tuple[str, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One construction at one figure; `misfit` says on which side of the figure one without a match fails."""

    construction: str
    priority: int
    outcome: Outcome
    misfit: Literal["before", "behind"] | None
    slots: dict[str, str]
    rules: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number of the text, or a name that holds one: what became of it and why.

    `runs` are the runs of digits it accounts for; every run of a text belongs to exactly one Number.
    `claims` are places in the `claims` of its sentence.
    """

    start: int
    end: int
    text: str
    runs: tuple[tuple[int, int], ...]
    fate: Fate
    why: str
    amount: Amount | None
    name: Name | None
    guard: Guard | None
    tried: tuple[Tried, ...]
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One attribute of a claim: its value, where it stands (None: not in this sentence) and why it was taken."""

    field: str
    value: str
    start: int | None
    end: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One claim, or one that was left out because `repeats` (a claim_id) states the same fact."""

    claim_id: str
    kind: str
    form: str
    value: float | None
    value_high: float | None
    unit: str
    qualifier: str
    direction: str | None
    metric: str | None
    factor: float | None
    quote: str
    start: int
    end: int
    rule: str
    construction: str
    repeats: str | None
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; `own`: the paper has begun to speak of itself."""

    start: int
    end: int
    text: str
    own: bool
    items: tuple[Part, ...]
    names: tuple[Name, ...]
    numbers: tuple[Number, ...]
    claims: tuple[Made, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section; `normal` is its normalised text where that differs from the source."""

    section: str
    text: str
    normal: str | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One document explained."""

    explain_version: str
    doc_id: str
    sections: tuple[Section, ...]
