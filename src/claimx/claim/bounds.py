"""Items in, the same with bounds and units taken into their amounts out."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from claimx.claim.alphabet import AmountChars
from claimx.claim.item import Item, is_device
from claimx.quantity import Quantity

_MARKS: Final = {"~": "about", "<": "under", "≤": "under", ">": "over", "≥": "over"}
# What may stand between a name of factors and its figure, and between two figures of one list.
_STATING: Final = frozenset("of between from to by is are was were : ( a an average range ranging".split())  # noqa: SIM905
_LISTING: Final = frozenset((",", "and", "or", "to", "/"))
_LEVELS: Final = frozenset(("below", "under", "above"))
_PLACES: Final = frozenset(("stands_above", "stands_below"))
_MOVING: Final = frozenset("falls falling fell drops dropping dropped rises rising rose goes".split())  # noqa: SIM905
_MAY_MOVE: Final = frozenset(("fall", "drop", "rise"))  # verbs behind "can", else nouns
_AGAINST: Final = frozenset(("vs", "vs.", "versus", "against"))
_SPREAD: Final = frozenset("spread parallelism run runs evaluation evaluations tests trials study".split())  # noqa: SIM905
_NONE: Final = frozenset(("no", "none", "neither", "not", "nor", "cannot"))
_DENYING: Final = 8  # items between "none" and the bound that it turns round: "none surpasses 58%"
_FACTORS: Final = 100_000
_LEADS_BOUND: Final = frozenset(
    ("prep", "need", "demand", "aux", "det", "be", "capacity_verb", "achieve", "and", "verb")
)
_FASTER: Final = frozenset(("comp_faster", "comp_slower"))


def take_bounds(items: list[Item], chars: AmountChars) -> list[Item]:
    """Take bounds and statistics around an amount into it: up to, an average of, or more."""
    kept: list[Item] = []
    index = 0
    while index < len(items):
        item = items[index]
        if item.amounts:
            quantity = item.amounts[0]
            behind = items[index + 1 : index + 5]
            while kept and not _bounds_nothing(quantity, kept, behind) and _take_before(quantity, kept[-1]):
                taken = kept.pop()
                if quantity.qualifier == "over" and _is_denied(taken, kept):
                    quantity.qualifier = "under"
                bound = taken.text
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


def _is_denied(bound: Item, before: list[Item]) -> bool:
    """Tell whether a bound is turned round: "none of the models surpasses 58%", "not higher than 10x"."""
    reach = _DENYING if bound.entry is not None and "outperform" in bound.entry.classes else 1
    return any(item.text in _NONE for item in before[-reach:])


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
            bare = bare and not _counts_devices(items[index + 1 : index + 5])
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


def _moves(kept: list[Item]) -> bool:
    """Tell whether the last item is a verb of falling or rising: "falls", "can drop", and not "a drop"."""
    text = kept[-1].text if kept else ""
    lead = kept[-2].entry if len(kept) > 1 else None
    return text in _MOVING or (text in _MAY_MOVE and lead is not None and "aux" in lead.classes)


def _counts_devices(behind: list[Item]) -> bool:
    """Tell whether a device stands right behind a number, adjectives passed over."""
    for item in behind:
        if is_device(item):
            return True
        if item.entry is not None and not item.entry.classes.isdisjoint(("prep", "verb", "uncounted", "data_word")):
            return False
    return False


def _stands(item: Item) -> bool:
    """Tell whether a word says that something is above or below another."""
    return item.entry is not None and not item.entry.classes.isdisjoint(_PLACES)


def _bounds_nothing(quantity: Quantity, kept: list[Item], behind: list[Item]) -> bool:
    """Tell whether the last word is no bound of the figure behind it, but says where: "distributed over 8 GPUs"."""
    if kept[-1].text == "within" and _counts_devices(behind):
        return True  # "served within a single node"
    if kept[-1].text == "under" and quantity.dimension == "bits":
        return quantity.end - quantity.number_end == len("-bit")  # "under 4-bit quantization"
    if kept[-1].text == "under" and quantity.dimension == "time" and quantity.article:
        return True  # "under a 50 ms TPOT"
    if quantity.article == "the" and quantity.dimension == "percent" and _stands(kept[-1]):
        return True  # "well above the 64.7% of BERT"
    if kept[-1].text != "over" or len(kept) < 2:
        return False
    if quantity.article in ("a", "an") and quantity.dimension in ("number", "time", "bytes"):
        return True  # "over a 19,846-room corpus"
    if quantity.dimension == "bits":  # "a 2x speedup over 16-bit", "8.7x over the 16-bit model"
        entry = kept[-2].entry
        return bool(kept[-2].amounts) or (
            entry is not None and any(name.startswith(("change_", "comp_")) for name in entry.classes)
        )
    if quantity.dimension == "time":  # "on 8 H100s over 30 hours"
        return quantity.article == "the" or is_device(kept[-2])  # "over the 216-hour campaign"
    if quantity.dimension in ("tokens", "items"):
        return kept[-2].text in ("pass", "passes")  # "a forward pass over 52 million tokens"
    if quantity.dimension != "number":
        return False
    lead = kept[-2].entry
    leads = lead is not None and not lead.classes.isdisjoint(_LEADS_BOUND)
    if not leads and kept[-2].text not in ("(", ",") and _counts_devices(behind):
        return True  # "a speedup of the layer over 16 A100 GPUs"
    return kept[-2].text.endswith(("ed", "ing")) or kept[-2].text in _SPREAD


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
        if "outperform" in entry.classes and quantity.article == "the":
            return False  # "surpassing the 45% of the best"
        if name == "qualifier" and before.text == "within":
            quantity.near = True
        if name == "qualifier" and quantity.qualifier == "exact":
            quantity.qualifier = value
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
