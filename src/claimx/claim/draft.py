"""`Draft`: a claim as the rules made it, before its attributes are linked and its row is built."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from claimx.claim.lexicon import Sense
from claimx.claim.measured import Measured
from claimx.mention import Mention
from claimx.quantity import Quantity

# Kinds of what is named beside figures: no comparison is of them, and other claims are linked to them.
NAMED_KINDS: Final = frozenset(("hardware", "model_size", "precision"))
_NAMELESS: Final = NAMED_KINDS | {"batch_size", "context_length"}


@dataclass(slots=True)
class Draft:
    """Hold what the rules know of one claim; spans are in the normalised text.

    `item` is the index of the figure's item in the sentence, `member` its place in a list of
    `members` figures. `slots` are the named pieces of the construction, as item ranges.
    """

    kind: str
    form: str
    rule: str
    construction: str
    start: int
    end: int
    value: float | None
    value_high: float | None
    unit: str
    item: int
    member: int = 0
    members: int = 1
    quantity: Quantity | None = None
    mention: Mention | None = None
    qualifier: str = "exact"
    statistic: str | None = None
    direction: str | None = None
    better: bool | None = None
    lower_better: bool = False
    metric: tuple[int, int] | None = None
    metric_text: str | None = None
    device: str | None = None
    device_memory_gb: float | None = None
    attribution: str | None = None
    slots: dict[str, tuple[int, int]] = field(default_factory=dict)
    baseline: tuple[int, int] | None = None
    hardware: tuple[int, int] | None = None
    model: tuple[int, int] | None = None
    dataset: tuple[int, int] | None = None
    experts: int | None = None
    confidence: float = 0.0
    inherited: bool = False
    sense: Sense | None = None
    measured: Measured | None = None
    extractor: str = "rules"


def is_settled(drafts: list[Draft]) -> bool:
    """Tell whether drafts name what they measure, so that no other reading of the figure can be better."""
    first = drafts[0]
    if first.form == "absolute":
        return first.metric is not None or first.kind in _NAMELESS
    return not _unnamed(first)


def _unnamed(draft: Draft) -> bool:
    """Tell whether a draft says a change of nothing that has a name."""
    return draft.rule.rpartition("/")[2].startswith("unnamed")


def preferred(chosen: list[Draft], drafts: list[Draft]) -> list[Draft]:
    """Return the first drafts that were made; those that say the same and name what is measured come before them."""
    if not chosen or not drafts or is_settled(chosen) or _unnamed(drafts[0]):
        return chosen or drafts
    first, other = chosen[0], drafts[0]
    if first.form == "absolute":
        return drafts if other.rule == first.rule and other.metric is not None else chosen
    change = first.slots.get("change")
    named = "metric" in other.slots and other.slots.get("change") == change
    return drafts if change is not None and named else chosen
