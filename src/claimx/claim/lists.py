"""Items in, the same with the amounts of a list joined into one item out: "3x, 2.4x and 1.6x"."""

from __future__ import annotations

from typing import Final

from claimx.claim.alphabet import AmountChars
from claimx.claim.item import Item
from claimx.quantity import Quantity, QuantityScanner

_STATES: Final = frozenset(("be", "achieve", "=of", "=at"))
_WIDEST: Final = 64  # bits of one number
# What a figure is measured in when the next may say how much better it is: "is 81.2%, 1.3% higher than BERT".
_LEVELS: Final = frozenset(("percent", "number", "points", "bytes", "time", "energy", "power"))
_WHOLE: Final = 200  # a larger number before a smaller one with a scale has none itself
_APART: Final = frozenset(("number", "half", "fraction"))  # what gives a bare number in front of it no unit
# A figure before one of these is compared with something, and no member of the list before it.
_COMPARED: Final = frozenset(("below", "above", "behind", "ahead"))


def join_lists(items: list[Item], chars: AmountChars, scanner: QuantityScanner) -> list[Item]:
    """Join amounts in a list ("3x, 2.4x and 1.6x") into one item; they share what governs them."""
    joined: list[Item] = []
    index = 0
    while index < len(items):
        item = items[index]
        while item.amounts:
            step, anew = _next_member(items, index)
            if not step or not _alike(item.amounts[-1], items[index + step].amounts[0]):
                break
            following = items[index + step].amounts[0]
            if following.article and (items[index + 1].text == "," or not item.amounts[-1].article):
                break  # "5 instead of 64, a 12.8x reduction", "a speedup of 2.1x and a 1.7x reduction"
            compared = index + step + 1 < len(items) and items[index + step + 1].text in _COMPARED
            if compared and following.dimension != "ratio":
                break
            if any(apart(items, index, index + step) for apart in (_counts_apart, _says_how_much, _measures_apart)):
                break
            item = _merged(item, items[index + step], anew, chars, scanner)
            index += step
        joined.append(item)
        index += 1
    return joined


def _merged(item: Item, other: Item, anew: bool, chars: AmountChars, scanner: QuantityScanner) -> Item:
    """Return both amounts as one item; bare members take the unit and scale of the last.

    A bound holds for the members behind it too, unless the preposition starts anew.
    """
    last, first = other.amounts[-1], item.amounts[0]
    for quantity in item.amounts:
        if (quantity.dimension == "number" and last.dimension != "number") or _lacks_second(quantity, last):
            quantity.unit, quantity.dimension = last.unit, last.dimension
        if last.scale and not quantity.scale and quantity.end == quantity.number_end:
            factor = float(scanner.spoken.letters.get(last.scale) or scanner.spoken.scales.get(last.scale) or 1)
            if last.value < quantity.value * factor and quantity.value > _WHOLE:
                continue  # "256, 512 and 1K"
            quantity.scale, quantity.value = last.scale, quantity.value * factor
            if quantity.value_high is not None:
                quantity.value_high *= factor
    for quantity in other.amounts:
        averaged = quantity.statistic in ("mean", "geomean", "median") and first.qualifier == "up_to"
        if not anew and quantity.qualifier == "exact" and not averaged:
            quantity.qualifier = first.qualifier
        if not anew and quantity.statistic is None and quantity.qualifier != "up_to":
            quantity.statistic = first.statistic
    amounts = [*item.amounts, *other.amounts]
    ends = next((quantity.word for quantity in amounts if quantity.word in ("from", "to")), "")
    for quantity in amounts:
        quantity.word = quantity.word or ends  # "from 3, 4 and 5 ms to 1, 2 and 3 ms"
    shown = next((q for q in amounts if q.amount == "number"), last)
    return Item(item.start, other.end, chars.of(shown), amounts=amounts)


def _next_member(items: list[Item], index: int) -> tuple[int, bool]:
    """Return how far the next amount of a list stands, and whether a preposition starts anew there."""
    anew = False
    for step in range(1, 5):
        if index + step >= len(items):
            break
        following = items[index + step]
        if following.amounts:
            return (step if step > 1 else 0), anew
        if following.text == "by":
            anew = True
        elif following.text not in (",", "and", "or", "/", "&", "|"):
            break
    return 0, False


def _alike(last: Quantity, first: Quantity) -> bool:
    """Tell whether two amounts can be members of one list."""
    if first.acts or (first.sign and not last.sign and (last.decimal or (last.scale and not first.scale))):
        return False  # "is 87.2, +6.1 over the best"
    if last.dimension == first.dimension:
        return last.word != "from" and first.word != "to"
    if _lacks_second(last, first):
        return True
    bare = last.dimension == "number" and not last.word and (not last.scale or bool(first.scale))
    grouped = first.dimension == "bits" and last.value > _WIDEST  # "with groups of 128, 3-bit weights"
    return bare and first.dimension not in _APART and not grouped


def _counts_apart(items: list[Item], index: int, later: int) -> bool:
    """Tell whether a whole number behind a decimal counts something else: "FID 2.0 and 10 steps"."""
    last, first = items[index].amounts[-1], items[later].amounts[0]
    following = items[later + 1].entry if later + 1 < len(items) else None
    whole = first.dimension == "number" and not first.decimal and not first.scale
    return whole and last.decimal and following is not None and "uncounted" in following.classes


def _measures_apart(items: list[Item], index: int, later: int) -> bool:
    """Tell whether a score stands beside a change: "the loss by 5%, 92% accuracy", "a rate of 0.78 and 2x speedup"."""
    if later != index + 2 or not index:
        return False
    before, last, first = items[index - 1], items[index].amounts[-1], items[later].amounts[0]
    if last.dimension == "number" and first.dimension == "ratio":
        named = items[index - 2] if before.text in ("of", "is") and index > 1 else before
        classes = named.entry.classes if named.entry is not None else frozenset()
        scored = named.mention is not None or ("metric.quality" in classes and not _changes(named))
        return scored or ("metric" in classes and "factor_name" not in classes and last.value < 1)
    if last.dimension == "number" and last.decimal and first.dimension == "percent" and items[index + 1].text == "and":
        named = items[index - 2] if before.text in ("of", "is", "at") and index > 1 else before
        scored = named.entry is not None and "metric.quality" in named.entry.classes
        return scored and any(_changes(item) for item in items[later + 1 : later + 4])
    if items[index + 1].text != ",":
        return False
    following = items[later + 1].entry if later + 1 < len(items) else None
    return before.text == "by" and following is not None and "metric.quality" in following.classes


def _says_how_much(items: list[Item], index: int, later: int) -> bool:
    """Tell whether the second figure says how much better the first is: "is 81.2%, 1.3% higher than BERT"."""
    if later != index + 2 or not index or items[index].amounts[-1].dimension not in _LEVELS:
        return False
    lead, behind = items[index - 1], items[later + 1 : later + 3]
    if not any(map(_compares, behind)) or lead.text == "by":
        return lead.text == "by" and index > 1 and _compares(items[index - 2]) and any(map(_compares, behind[:1]))
    if items[index + 1].text == "and" or lead.entry is None:
        return False
    than = behind[1].entry if len(behind) > 1 else None
    sets = than is not None and "versus" in than.classes
    return lead.text == "to" or (sets and not lead.entry.classes.isdisjoint(_STATES))


def _changes(item: Item) -> bool:
    return item.entry is not None and any(name.startswith("change_") for name in item.entry.classes)


def _compares(item: Item) -> bool:
    return item.entry is not None and any(name.startswith("comp_") for name in item.entry.classes)


def _lacks_second(quantity: Quantity, rate: Quantity) -> bool:
    """Tell whether an amount is a rate whose time stands at the next one: "21 tokens and 65 tokens per second"."""
    counted = quantity.dimension in ("tokens", "items") and not quantity.scale
    return counted and rate.dimension == "rate"
