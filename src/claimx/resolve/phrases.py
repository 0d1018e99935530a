"""The pieces of a sentence that links are made of: item ranges, what ends a phrase, what reaches a figure."""

from __future__ import annotations

from typing import Final

from claimx.claim.item import Item

_ON: Final = frozenset(("on", "using", "with", "across", "over", "for", "by", "from", "in", "of", "to", "at"))
ItemRange = tuple[int, int]


def said(item: Item) -> str:
    """Return an item as it is written, a name with its capitals."""
    return item.mention.label if item.mention is not None else item.text


def is_model_word(item: Item) -> bool:
    """Tell whether an item is a word for models: model, LLMs, transformer."""
    return item.entry is not None and "scale_word" in item.entry.classes


def places_of(items: list[Item], name: str | None) -> list[ItemRange]:
    """Return where a sentence speaks a name, in any case; nowhere when there is none."""
    wanted = name.lower() if name else None
    return [(index, index + 1) for index, item in enumerate(items) if said(item).lower() == wanted]


def within(span: ItemRange, ranges: list[ItemRange]) -> bool:
    """Tell whether a range begins inside one of some ranges."""
    return any(low <= span[0] < high for low, high in ranges)


def reached(items: list[Item], figure: int, name: int) -> bool:
    """Tell whether a name behind a figure belongs to it: no other figure or clause between."""
    between = items[figure + 1 : name]
    if any(item.amounts or item.text in (";", ",") for item in between):
        return False
    return any(item.text in _ON for item in between) or not between or (len(between) == 1 and between[0].text != "and")


def modifies(item: Item) -> bool:
    """Tell whether an item can stand before the head of a noun phrase."""
    if item.mention is not None:
        return item.mention.kind != "dataset"
    if item.amounts:
        return bool(item.amounts[0].word)
    return item.text[:1].isalpha() and (
        item.entry is None
        or not item.entry.classes & {"prep", "det", "and", "be", "achieve", "verb", "we", "aux", "need"}
    )


def parts_of(items: list[Item], low: int, high: int) -> list[ItemRange]:
    """Return the members of a joined phrase as item ranges."""
    parts: list[ItemRange] = []
    start = low
    for index in range(low, high):
        if items[index].text in ("and", ",", "or"):
            if index > start:
                parts.append((start, index))
            start = index + 1
    if high > start:
        parts.append((start, high))
    return parts


def start_of(items: list[Item], low: int, high: int) -> int:
    """Return where a phrase begins behind its articles."""
    while low < high - 1:
        entry = items[low].entry
        if entry is None or not entry.classes & {"det", "filler"}:
            break
        low += 1
    return low
