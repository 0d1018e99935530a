"""The sentences of a text in, what the text is about as a whole out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import regex

from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.packs.loader import Rules
from claimx.packs.models import SPEED, TopicFile
from claimx.span import Span

_FAST: Final = frozenset(("speed", "time"))
_RUNNING: Final = _FAST | {"communication", "energy", "utilization", "overhead", "area"}
_KEPT: Final = 6
_KEEPING: Final = frozenset(("keep_verb", "unharmed"))


class Topics:
    """Know what a text is about as a whole, which its sentences need not say again."""

    def __init__(self, rules: Rules) -> None:
        topics = [one for _, file in rules.of(TopicFile) for one in file.topics]
        self._topics = [
            (
                one.slug,
                tuple(need.lower() for need in one.needs),
                regex.compile(one.pattern, regex.I),
                regex.compile(one.unless or "(?!)", regex.I),
            )
            for one in topics
        ]

    def of(self, text: str, sentences: Iterable[SentenceDrafts]) -> frozenset[str]:
        """Return the topics of the packs that a text shows, and "speed" where it measures nothing else.

        What a text about speed improves without naming it is speed.
        """
        told = {slug for slug, _ in self.find_telling(text)}
        return frozenset(told | {SPEED} if _measures_speed(sentences) else told)

    def find_telling(self, text: str) -> list[tuple[str, Span]]:
        """Return the topics of the packs with the span that tells each."""
        found = []
        lower = text.lower()
        for slug, needs, pattern, against in self._topics:
            if needs and not any(need in lower for need in needs):
                continue
            match = pattern.search(text)
            if match is not None and against.search(text) is None:
                found.append((slug, Span(*match.span())))
        return found


def _measures_speed(sentences: Iterable[SentenceDrafts]) -> bool:
    """Tell whether a text measures how something runs, no quality, and names no benchmark."""
    items = [item for sentence in sentences for item in sentence.items]
    if any(_keeps_performance(items, index) for index, item in enumerate(items) if item.text == "performance"):
        return False
    if any(item.mention is not None and item.mention.kind == "dataset" for item in items):
        return False
    found = {
        item.entry.metric.dimension
        for index, item in enumerate(items)
        if item.entry is not None
        and item.entry.metric is not None
        and not item.entry.metric.weak
        and not (item.entry.metric.dimension == "quality" and _is_kept(items, index))
    }
    found |= {
        sense.dimension
        for item in items
        if item.entry is not None
        for sense in item.entry.senses.values()
        if sense.dimension in _FAST
    }
    return bool(found & _RUNNING) and "quality" not in found


def _is_kept(items: list[Item], index: int) -> bool:
    """Tell whether a quality is only said to be kept: "while guaranteeing correctness", "without accuracy loss"."""
    before = items[max(0, index - _KEPT) : index]
    return any(item.entry is not None and item.entry.classes & _KEEPING for item in before)


def _keeps_performance(items: list[Item], index: int) -> bool:
    """Tell whether performance is kept: "preserves 98% of the performance" speaks of quality."""
    return any(
        item.entry is not None and "keep_verb" in item.entry.classes for item in items[max(0, index - _KEPT) : index]
    )
