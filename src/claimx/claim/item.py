"""`Item`: one piece of a sentence as patterns see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    amounts: Sequence[Quantity] = ()
    mention: Mention | None = None
    text: str = ""


def is_device(item: Item) -> bool:
    """Tell whether an item names a device or a class of devices: "A100", "GPUs"."""
    if item.mention is not None:
        return item.mention.kind == "device"
    return item.entry is not None and item.entry.device is not None


def bracketed(items: list[Item], index: int) -> bool:
    """Tell whether an item stands alone in brackets: the word of "4.2x (median)"."""
    around = [item.text for item in items[max(0, index - 1) : index + 2]]
    return len(around) == 3 and (around[0], around[2]) == ("(", ")")
