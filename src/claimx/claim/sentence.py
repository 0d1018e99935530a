"""`SentenceDrafts`: a sentence as its items, with the drafts made from it."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.claim.draft import Draft
from claimx.claim.item import Item


@dataclass(slots=True)
class SentenceDrafts:
    """Hold a sentence as items and the drafts made from it; `row` is its class string.

    `topics` is what its text is about as a whole, `carried` the last change that the sentence before tells.
    """

    start: int
    end: int
    items: list[Item]
    row: str
    drafts: list[Draft]
    topics: frozenset[str] = frozenset()
    carried: Draft | None = None

    @property
    def told(self) -> Draft | None:
        """The last change of the sentence that says what it is of."""
        changes = (draft for draft in reversed(self.drafts) if draft.form in ("ratio", "percent_change"))
        return next((one for one in changes if one.measured is not None and one.measured.dimension != "none"), None)
