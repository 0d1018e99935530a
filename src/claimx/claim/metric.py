"""An item range in, what it measures out: phrases, their dimension and polarity."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.claim.items import Item

_JOINERS = (",", "and", "or", "&", "/", "as well as")
_OPENERS = frozenset(("det", "filler", "and", "prep", "aux", "adverb", "comma"))


@dataclass(slots=True, frozen=True)
class Measured:
    """Name one measured thing: its text span, dimension, which way is better, and its items."""

    span: tuple[int, int] | None
    dimension: str
    better: str
    weak: bool
    items: tuple[int, int] | None = None

    def joined(self, other: Measured) -> Measured:
        """Return both as one phrase."""
        if self.span is None or other.span is None:
            return self
        span = (min(self.span[0], other.span[0]), max(self.span[1], other.span[1]))
        return Measured(span, self.dimension, self.better, self.weak, self.items)


def measured_of(items: list[Item], slot: tuple[int, int] | None) -> list[Measured]:
    """Return the measured things of a slot; joined names of no dimension of their own stay one phrase."""
    if slot is None:
        return []
    segments: list[list[int]] = [[]]
    for index in range(slot[0], slot[1]):
        if items[index].text in _JOINERS:
            if segments[-1]:
                segments.append([])
        else:
            segments[-1].append(index)
    found = [_measured(items, segment) for segment in segments if segment]
    known = [one for one in found if one.dimension != "none"]
    if len(found) > 1 and len(known) < len(found):
        last = known[-1] if known else found[-1]
        first, end = found[0], found[-1]
        if first.span is None or end.span is None:
            return [last]
        return [Measured((first.span[0], end.span[1]), last.dimension, last.better, last.weak, slot)]
    return found


def _measured(items: list[Item], segment: list[int]) -> Measured:
    """Return the head of one noun phrase: its last strong metric before a preposition, else a weak one."""
    phrases: list[list[int]] = [[]]
    for index in segment:
        entry = items[index].entry
        if entry is not None and "prep" in entry.classes:
            phrases.append([])
        else:
            phrases[-1].append(index)
    weak: Measured | None = None
    for phrase in phrases:
        best: int | None = None
        for index in phrase:
            entry = items[index].entry
            if entry is None or entry.metric is None:
                continue
            if not entry.metric.weak:
                best = index
            elif weak is None or weak.items is not None and weak.items[0] in phrase:
                weak = _phrase(items, phrase, index)
        if best is not None:
            return _phrase(items, phrase, best)
    if weak is not None:
        return weak
    whole = phrases[0] or segment
    return Measured(_span(items, whole), "none", "higher", True, (whole[0], whole[-1] + 1))


def _phrase(items: list[Item], phrase: list[int], head: int) -> Measured:
    entry = items[head].entry
    assert entry is not None and entry.metric is not None
    inside = [index for index in phrase if index <= head]
    while len(inside) > 1 and _opens(items[inside[0]]):
        inside.pop(0)
    metric = entry.metric
    return Measured(_span(items, inside), metric.dimension, metric.better, metric.weak, (inside[0], inside[-1] + 1))


def _opens(item: Item) -> bool:
    return item.entry is not None and bool(item.entry.classes & _OPENERS) and item.entry.metric is None


def _span(items: list[Item], indexes: list[int]) -> tuple[int, int] | None:
    kept = list(indexes)
    while len(kept) > 1 and _opens(items[kept[0]]):
        kept.pop(0)
    return (items[kept[0]].start, items[kept[-1]].end) if kept else None
