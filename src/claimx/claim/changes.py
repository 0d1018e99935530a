"""The items of a sentence in, the same with "from A to B" taken apart where it is a change out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimx.claim.item import Item, bracketed, is_device
from claimx.quantity import Quantity

_RANGING: Final = frozenset(
    (
        "by",
        "ranging",
        "range",
        "ranges",
        "varying",
        "between",
        "vary",
        "varies",
        "spanning",
        "spans",
        "anywhere",
        "adjusted",
        "adjustable",
        "tunable",
        "tuned",
    )
)
_REVERSED: Final = 8  # items between the start of a change and its end in front of it
_COMING: Final = frozenset(("from", "go from", "goes from", "went from", "going from"))
_CLAUSE: Final = 28  # items in which the verb of a change stands
_RAISING: Final = frozenset(("improve", "increase"))
_SETTING: Final = ("sizes", "lengths", "scales", "windows", "budgets", "counts")


def split_changes(items: list[Item]) -> list[Item]:
    """Take "from A to B" apart where a verb of change governs it; join what an arrow parts."""
    result: list[Item] = []
    for index, item in enumerate(items):
        quantity = item.amounts[0] if len(item.amounts) == 1 else None
        if quantity and quantity.split >= 0 and quantity.dimension == "number" and _counts(items, index):
            first, second = _ends(quantity, "", "")
            result.append(Item(first.start, second.end, item.char, amounts=[first, second]))
            continue
        if quantity and _leads_on(quantity, result) and not _compared(items, index + 1):
            first, second = _ends(quantity, "from", "to")
            result.append(Item(first.start, first.end, item.char, amounts=[first]))
            result.append(Item(second.start, second.end, item.char, amounts=[second]))
            continue
        if quantity and len(result) >= 2 and result[-1].text == "→" and result[-2].amounts:
            before = result[-2].amounts[-1]
            before.word, quantity.word = "from", "to"
            if before.dimension == "number" and quantity.dimension != "number":
                before.unit, before.dimension = quantity.unit, quantity.dimension
                result[-2].char = item.char
            result.pop()
        result.append(item)
    _mark_ends(result)
    _mark_differences(result)
    return result


def _ends(quantity: Quantity, first_word: str, second_word: str) -> tuple[Quantity, Quantity]:
    """Return both ends of a range as figures of their own."""
    high = quantity.value if quantity.value_high is None else quantity.value_high
    first = replace(quantity, end=quantity.first_end, value_high=None, split=-1, word=first_word)
    second = replace(quantity, start=quantity.split, value=high, value_high=None, split=-1, word=second_word)
    if quantity.qualifier in ("under", "over") and second_word:
        second.qualifier = "exact"  # "from below 12% to 66%"
    return first, second


def _leads_on(quantity: Quantity, items: list[Item]) -> bool:
    """Tell whether a range is a change: "from" or a bracket leads it and a verb of change governs it."""
    sizes = quantity.scale in ("B", "M", "billion", "million") and quantity.dimension in ("number", "parameters")
    sizes = sizes and not any(item.entry is not None and "length_word" in item.entry.classes for item in items[-4:])
    if quantity.split < 0 or sizes or (quantity.dimension == "ratio" and not _of_factor(items)):
        return False
    if quantity.word != "from":  # "improves success on A (73% to 89%)"
        led = len(items) > 1 and items[-1].text == "(" and not _a_part(items[-2])
        return led and quantity.dimension == "percent" and _changes(items[:-1])
    return (_changes(items) or _levels(quantity, items)) and not _ranges_on(items) and not _settings(items)


def _a_part(item: Item) -> bool:
    """Tell whether an item is a part of something, whose size stands behind it: "a fraction (0.3% to 0.6%)"."""
    return item.entry is not None and "part_word" in item.entry.classes


def _compared(items: list[Item], index: int) -> bool:
    """Tell whether a comparative stands behind a range: "from 40% to 99% fewer updates"."""
    entry = items[index].entry if index < len(items) else None
    return entry is not None and any(name.startswith("comp_") for name in entry.classes)


def _of_factor(items: list[Item]) -> bool:
    """Tell whether it is a factor itself that a verb changes: "improves the speedup from 0.5x to 1.1x"."""
    known = [item.entry.classes for item in items[-_CLAUSE:] if item.entry is not None]
    return any("factor_name" in classes for classes in known[-2:]) and any(classes & _RAISING for classes in known[:-2])


def _settings(items: list[Item]) -> bool:
    """Tell whether a range is of settings that were tried: "across window sizes from 2 to 9"."""
    return len(items) > 2 and items[-2].text.endswith(_SETTING) and items[-3].text in ("with", "for", "across", "at")


def _ranges_on(items: list[Item]) -> bool:
    """Tell whether a range goes on a series of ranges: "from 3% to 12% in A and from 1% to 15% in B"."""
    before = next((item for item in reversed(items[-8:]) if item.amounts), None)
    joined = any(item.text in ("and", ",", "or") for item in items[-2:])
    return joined and before is not None and before.amounts[-1].value_high is not None


def _mark_ends(items: list[Item]) -> None:
    """Mark the ends of a change whose figures stand apart: "from 12% with two samples to 48% with 90"."""
    for index, item in enumerate(items):
        led = index > 0 and items[index - 1].text in _COMING
        first = item.amounts[0] if led and len(item.amounts) == 1 else None
        if first is None or first.word or first.value_high is not None or first.dimension == "ratio":
            continue
        for later in range(index + 2, min(len(items), index + 12)):
            second = items[later].amounts[0] if len(items[later].amounts) == 1 else None
            if second is None or not _leads_to(items[later - 1]):
                continue
            if second.dimension == "number" and first.dimension == "time" and _ends_there(items, later):
                second.unit, second.dimension, items[later].char = first.unit, first.dimension, item.char
            if second.dimension == first.dimension:
                first.word, second.word = "from", "to"
                break
        if (
            not first.word
            and items[index + 1 : index + 2]
            and _leads_to(items[index + 1])
            and _changes(items[: index - 1])
        ):
            first.word = "from"  # "cut from 620 ms to tens of milliseconds"
        end = _end_before(items, index, first) if not first.word else None
        if end is not None:
            first.word, end.word = "from", "to"


def _ends_there(items: list[Item], index: int) -> bool:
    """Tell whether nothing that is counted stands behind a bare number: "from 14 seconds to under 2."."""
    following = items[index + 1] if index + 1 < len(items) else None
    known = following.entry.classes if following is not None and following.entry is not None else frozenset()
    return following is None or not following.text[:1].isalnum() or not known.isdisjoint(("prep", "and"))


def _end_before(items: list[Item], index: int, first: Quantity) -> Quantity | None:
    """Return where a change ends that is told before where it starts: the 12 of "falls to 12 ms from 40 ms"."""
    at = next((at for at in range(index - 2, max(0, index - _REVERSED), -1) if items[at].amounts), 0)
    second = items[at].amounts[0] if at and len(items[at].amounts) == 1 else None
    if second is None or second.word or second.value_high is not None or second.dimension != first.dimension:
        return None
    return second if _leads_to(items[at - 1]) and _changes(items[: at - 1]) else None


def _leads_to(item: Item) -> bool:
    """Tell whether a word stands between the two ends of a change."""
    return item.entry is not None and not item.entry.classes.isdisjoint(("change_from", "to_level"))


def _mark_differences(items: list[Item]) -> None:
    """Mark a figure that a signed difference in brackets leads up to: the 57% of "57% (+8%)" is where a change ends."""
    for index, item in enumerate(items[:-3]):
        if len(item.amounts) != 1 or len(items[index + 2].amounts) != 1 or not bracketed(items, index + 2):
            continue
        level, difference = item.amounts[0], items[index + 2].amounts[0]
        led = index > 0 and items[index - 1].text == "by"
        plain = not level.sign and not level.word and not led
        if plain and difference.sign and level.dimension == difference.dimension:
            level.word = "to"


def _counts(items: list[Item], index: int) -> bool:
    """Tell whether the figure at `index` counts devices: "from 8 to 256 GPUs" are two set-ups."""
    for item in items[index + 1 : index + 4]:
        if is_device(item):
            return True
        if item.amounts or item.text in (",", ";", "and"):
            return False
    return False


def _levels(quantity: Quantity, items: list[Item]) -> bool:
    """Tell whether a rate goes from one figure to another: it does so even where no verb of change is known."""
    return quantity.dimension == "rate" and not any(item.text in _RANGING for item in items[-2:])


def _changes(items: list[Item]) -> bool:
    """Tell whether a verb or noun of change stands in the clause so far."""
    if any(item.text in _RANGING for item in items[-2:]):
        return False
    for item in reversed(items[-_CLAUSE:]):
        if item.text in (";", "."):
            return False
        if item.entry and (
            "takes_from_to" in item.entry.classes or any(sense.direction for sense in item.entry.senses.values())
        ):
            return True
    return False
