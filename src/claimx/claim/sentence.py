"""`SentenceDrafts`: a sentence as its items, with the drafts made from it."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.claim.draft import Draft
from claimx.claim.item import Item


@dataclass(slots=True)
class SentenceDrafts:
    """Hold a sentence as items and the drafts made from it; `row` is its class string.

    `topics` is what its text is about as a whole.
    """

    start: int
    end: int
    items: list[Item]
    row: str
    drafts: list[Draft]
    topics: frozenset[str] = frozenset()
