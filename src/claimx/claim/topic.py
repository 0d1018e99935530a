"""The sentences of a text in, what the text is about as a whole out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from claimx.claim.sentence import SentenceDrafts

_FAST: Final = frozenset(("speed", "time"))
_RUNNING: Final = _FAST | {"communication", "energy", "utilization", "overhead", "area"}


def topic_of(sentences: Iterable[SentenceDrafts]) -> str:
    """Return "speed" where a text measures how something runs, no quality, and names no benchmark; "" elsewhere.

    What such a text improves without naming it is speed.
    """
    items = [item for sentence in sentences for item in sentence.items]
    if any(item.mention is not None and item.mention.kind == "dataset" for item in items):
        return ""
    found = {
        item.entry.metric.dimension
        for item in items
        if item.entry is not None and item.entry.metric is not None and not item.entry.metric.weak
    }
    found |= {
        sense.dimension
        for item in items
        if item.entry is not None
        for sense in item.entry.senses.values()
        if sense.dimension in _FAST
    }
    return "speed" if found & _RUNNING and "quality" not in found else ""
