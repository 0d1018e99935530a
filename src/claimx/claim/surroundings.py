"""A figure's sentence and metric in, answers to what a rule asks of the words around it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimx.claim.item import Item

_REACH = 7
Range = tuple[int, int]


@dataclass(slots=True, frozen=True)
class Surroundings:
    """Know the items and the class string around the figure at `index`, where its slots stand, the topics."""

    items: list[Item]
    row: str
    index: int
    metric: Range | None
    slots: Mapping[str, Range]
    topics: frozenset[str] = frozenset()

    def words(self, *, around: bool) -> set[str]:
        """Return the words of the metric, the change and what else is named; `around` adds those near the figure."""
        ranges = [self.metric, *self.slots.values()]
        if around:
            ranges.append((max(0, self.index - _REACH), min(len(self.items), self.index + _REACH)))
        found: set[str] = set()
        for span in ranges:
            if span is not None:
                for item in self.items[span[0] : span[1]]:
                    found.update(item.text.replace("-", " ").split())
        return found
