"""`Item`: one piece of a sentence as patterns see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimx.claim.lexicon import Entry
from claimx.mention import Mention
from claimx.quantity import Quantity


@dataclass(slots=True)
class Item:
    """One item of a sentence: a word or phrase, an amount (one or several joined), a name, a sign."""

    start: int
    end: int
    char: str
    entry: Entry | None = None
    amounts: list[Quantity] = field(default_factory=list)
    mention: Mention | None = None
    text: str = ""
