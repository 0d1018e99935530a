"""Items in, the same with bounds taken into their amounts and lists of amounts joined out."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from claimx.claim.alphabet import AmountChars
from claimx.claim.item import Item
from claimx.quantity import Quantity, QuantityScanner

_MARKS: Final = {"~": "about", "<": "under", "≤": "under", ">": "over", "≥": "over"}
# What may stand between a name of factors and its figure, and between two figures of one list.
_STATING: Final = frozenset("of between from to by is are was were : ( a an average range ranging".split())  # noqa: SIM905
_LISTING: Final = frozenset((",", "and", "or", "to", "/"))
_LEVELS: Final = frozenset(("below", "under", "above"))
_MOVING: Final = frozenset("falls falling fell drops dropping dropped rises rising rose goes".split())  # noqa: SIM905
_MAY_MOVE: Final = frozenset(("fall", "drop", "rise"))  # verbs behind "can", else nouns
_STATES: Final = frozenset(("be", "achieve", "=of", "=at"))
_AGAINST: Final = frozenset(("vs", "vs.", "versus", "against"))
_FACTORS: Final = 100_000
_WIDEST: Final = 64  # bits of one number
_FASTER: Final = frozenset(("comp_faster", "comp_slower"))
# A figure before one of these is compared with something, and no member of the list before it.
_COMPARED: Final = frozenset(("below", "above", "behind", "ahead"))


def take_bounds(items: list[Item], chars: AmountChars) -> list[Item]:
    """Take bounds and statistics around an amount into it: up to, an average of, or more."""
    kept: list[Item] = []
    index = 0
    while index < len(items):
        item = items[index]
        if item.amounts:
            quantity = item.amounts[0]
            while kept and not _spreads(quantity, kept) and _take_before(quantity, kept[-1]):
                bound = kept.pop().text
                if bound in _LEVELS and not quantity.word and _moves(kept):
                    quantity.word = "to"  # "falls below 8 GB"
            if quantity.dimension != "number" or quantity.scale or quantity.near:
                item.char = chars.of(quantity)
            while index + 1 < len(items) and _take_after(quantity, items[index + 1]):
                index += 1
            if quantity.qualifier == "exact":
                quantity.qualifier = _MARKS.get(quantity.bound, "over" if quantity.plus else "exact")
        kept.append(item)
        index += 1
    return kept


def take_factors(items: list[Item], chars: AmountChars) -> None:
    """Let bare numbers beside what is told in factors be factors: "speedups of 2.9 and 3.4", "2.5 faster"."""
    named = reading = spread = False
    for index, (item, following) in enumerate(zip_longest(items, items[1:])):
        entry = item.entry
        if item.amounts:
            quantity = item.amounts[0]
            if quantity.dimension == "ratio" and 0 < quantity.value < 1 and _is_measured(items, index + 1):
                _as_share(quantity)
                item.char = chars.of(quantity)
            faster = following is not None and following.entry is not None and following.entry.classes & _FASTER
            bare = quantity.dimension == "number" and not quantity.scale and quantity.value < _FACTORS
            bare = bare and not (quantity.word and _counts_things(quantity, following))
            bare = bare and not (following is not None and following.entry and "uncounted" in following.entry.classes)
            named_behind = following is not None and following.entry is not None and following.entry.metric is not None
            told = named and (not spread or (quantity.decimal and not named_behind))
            reading = bare and (told or bool(faster and quantity.decimal))
            named = reading
            if reading:
                quantity.unit, quantity.dimension, quantity.word = "x", "ratio", ""
                item.char = chars.of(quantity)
        elif entry is not None and "factor_name" in entry.classes:
            named, spread = True, False
        elif entry is not None and "filler" in entry.classes and "factor of" in item.text:
            named = spread = True  # "by a factor of 2.6 on average and up to 5.3"
        elif entry is not None and (entry.before or (reading and entry.after)):
            continue
        elif not (item.text in _LISTING if reading else item.text in _STATING):
            named = reading = False


def _counts_things(quantity: Quantity, following: Item | None) -> bool:
    """Tell whether a number word counts what follows: "speedup within a single batch", "over five baselines"."""
    if quantity.value == 1:
        return True
    if following is None or not following.text[:1].isalpha() or following.text in _LISTING:
        return False
    return following.entry is None or following.entry.classes.isdisjoint(("prep", "factor_name", "be", "respectively"))


def share_units(items: list[Item], chars: AmountChars) -> None:
    """Let a bare number have the unit of what it is set against: "8 vs. 3150 GPU days"."""
    told = [item for item in items if item.text not in _MARKS]
    for item, between, other in zip(told, told[1:], told[2:], strict=False):
        if between.text not in _AGAINST or len(item.amounts) != 1 or len(other.amounts) != 1:
            continue
        bare, full = item.amounts[0], other.amounts[0]
        if bare.dimension == "number" and not bare.scale and not bare.word and full.unit and full.dimension != "ratio":
            bare.unit, bare.dimension = full.unit, full.dimension
            item.char = chars.of(bare)


def _is_measured(items: list[Item], index: int) -> bool:
    """Tell whether what is measured, and no change of it, stands at `index`: "0.25x (the) power consumption"."""
    at = index + (index < len(items) and items[index].text in ("the", "of"))
    entry = items[at].entry if at < len(items) else None
    return entry is not None and entry.metric is not None and not entry.senses


def _as_share(quantity: Quantity) -> None:
    """Make a factor below one the share that is left: 0.25x of something is a quarter of it."""
    high = quantity.value_high
    quantity.value, quantity.value_high = quantity.value * 100, None if high is None else high * 100
    quantity.unit, quantity.dimension, quantity.word = "%", "fraction", quantity.word or "share"


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
            if index + step + 1 < len(items) and items[index + step + 1].text in _COMPARED:
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
            quantity.scale, quantity.value = last.scale, quantity.value * factor
            if quantity.value_high is not None:
                quantity.value_high *= factor
    for quantity in other.amounts:
        if not anew and quantity.qualifier == "exact":
            quantity.qualifier = first.qualifier
        if not anew and quantity.statistic is None and quantity.qualifier != "up_to":
            quantity.statistic = first.statistic
    amounts = [*item.amounts, *other.amounts]
    ends = next((quantity.word for quantity in amounts if quantity.word in ("from", "to")), "")
    for quantity in amounts:
        quantity.word = quantity.word or ends  # "from 3, 4 and 5 ms to 1, 2 and 3 ms"
    shown = next((q for q in amounts if q.amount == "number"), last)
    return Item(item.start, other.end, chars.of(shown), amounts=amounts)


def _moves(kept: list[Item]) -> bool:
    """Tell whether the last item is a verb of falling or rising: "falls", "can drop", and not "a drop"."""
    text = kept[-1].text if kept else ""
    lead = kept[-2].entry if len(kept) > 1 else None
    return text in _MOVING or (text in _MAY_MOVE and lead is not None and "aux" in lead.classes)


def _spreads(quantity: Quantity, kept: list[Item]) -> bool:
    """Tell whether "over" is no bound but what something is spread over: "distributed over 8 GPUs"."""
    if kept[-1].text != "over" or len(kept) < 2:
        return False
    if quantity.dimension == "time":  # "on 8 H100s over 30 hours"
        mention, entry = kept[-2].mention, kept[-2].entry
        return (mention is not None and mention.kind == "device") or bool(entry and "device_word" in entry.classes)
    if quantity.dimension != "number":
        return False
    return kept[-2].text.endswith(("ed", "ing")) or kept[-2].text in ("spread", "parallelism", "run", "runs")


def _take_before(quantity: Quantity, before: Item) -> bool:
    """Take a bound or statistic in front of an amount; fillers are passed over."""
    if before.text in _MARKS:
        quantity.bound = quantity.bound or before.text
        return True
    entry = before.entry
    if entry is None:
        return before.text in ("$", '"', "+") or (before.text == "-" and quantity.sign == "-")
    if entry.before is not None and entry.before[0] != "attribution":
        name, value = entry.before
        if "outperform" in entry.classes and quantity.dimension == "number" and _names_rivals(quantity):
            return False  # "surpasses four baselines by", "surpasses 70B models by"
        if name == "qualifier" and quantity.qualifier == "exact":
            quantity.qualifier = value
            quantity.near = before.text == "within"
        elif name == "statistic":
            quantity.statistic = quantity.statistic or value
        return True
    if "filler" not in entry.classes:
        return False
    if before.text in ("a", "an", "the") and not quantity.article:
        quantity.article = before.text
    if before.text in ("only", "just", "merely", "mere", "a mere"):
        quantity.limited = True
    if "factor" in before.text and quantity.dimension == "number":
        quantity.unit, quantity.dimension = "x", "ratio"
        quantity.word = ""
    return True


def _names_rivals(quantity: Quantity) -> bool:
    """Tell whether a bare number can count or size what is beaten: "four", "70B"."""
    return quantity.word not in ("", "from", "to") or quantity.scale == "B"


def _take_after(quantity: Quantity, after: Item) -> bool:
    """Take a bound or statistic behind an amount ("or more", "on average")."""
    entry = after.entry
    if entry is None or entry.after is None or (" " not in after.text and "metric" not in entry.classes):
        return False
    name, value = entry.after
    if name == "qualifier":
        quantity.qualifier = value
    else:
        quantity.statistic = quantity.statistic or value
    return True


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
    if first.acts or (first.sign and last.scale and not first.scale):
        return False
    if last.dimension == first.dimension:
        return last.word != "from" and first.word != "to"
    if _lacks_second(last, first):
        return True
    bare = last.dimension == "number" and not last.word and (not last.scale or bool(first.scale))
    grouped = first.dimension == "bits" and last.value > _WIDEST  # "with groups of 128, 3-bit weights"
    return bare and first.dimension != "number" and not grouped


def _counts_apart(items: list[Item], index: int, later: int) -> bool:
    """Tell whether a whole number behind a decimal counts something else: "FID 2.0 and 10 steps"."""
    last, first = items[index].amounts[-1], items[later].amounts[0]
    following = items[later + 1].entry if later + 1 < len(items) else None
    whole = first.dimension == "number" and not first.decimal and not first.scale
    return whole and last.decimal and following is not None and "uncounted" in following.classes


def _measures_apart(items: list[Item], index: int, later: int) -> bool:
    """Tell whether a score stands beside a change: "cuts the loss by 5%, 92% accuracy", "FID 8.4, 2x faster"."""
    if later != index + 2 or items[index + 1].text != "," or not index:
        return False
    before, last, first = items[index - 1], items[index].amounts[-1], items[later].amounts[0]
    if last.dimension == "number" and first.dimension == "ratio":
        return before.mention is not None or (before.entry is not None and "metric.quality" in before.entry.classes)
    if before.text != "by":
        return False
    following = items[later + 1].entry if later + 1 < len(items) else None
    return following is not None and "metric.quality" in following.classes


def _says_how_much(items: list[Item], index: int, later: int) -> bool:
    """Tell whether the second figure says how much better the first is: "is 81.2%, 1.3% higher than BERT"."""
    if later != index + 2 or not index or items[index].amounts[-1].dimension not in ("percent", "number", "points"):
        return False
    if items[index + 1].text == "and" or later + 2 >= len(items):
        return False
    lead, change, than = items[index - 1].entry, items[later + 1].entry, items[later + 2].entry
    if lead is None or change is None or than is None or not lead.classes & _STATES:
        return False
    return any(name.startswith("comp_") for name in change.classes) and "versus" in than.classes


def _lacks_second(quantity: Quantity, rate: Quantity) -> bool:
    """Tell whether an amount is a rate whose time stands at the next one: "21 tokens and 65 tokens per second"."""
    counted = quantity.dimension in ("tokens", "items") and not quantity.scale
    return counted and rate.dimension == "rate"
