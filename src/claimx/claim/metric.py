"""An item range in, what it measures out: phrases, their dimension and polarity."""

from __future__ import annotations

from typing import Final

from claimx.claim.item import Item, is_device
from claimx.claim.measured import Measured
from claimx.quantity import Quantity

JOINERS = (",", "and", "or", "&", "/", "as well as")
_WHOSE = frozenset(("baseline", "baselines", "ours", "proposed", "original", "previous", "before", "after"))
_AMOUNTS = frozenset(("number", "numbers", "amount", "volume", "quantity", "count", "use", "usage"))
_COUNTED = 5  # items of what is counted, with the "of"
_PLACED = frozenset(("on", "for", "across", "at", "over", "of"))
_OPENERS = frozenset(("det", "filler", "and", "prep", "aux", "adverb", "comma"))
_UNCOUNTED = _OPENERS | {"verb", "be", "reduce"}


def measured_of(items: list[Item], slot: tuple[int, int] | None, figure: int) -> list[Measured]:
    """Return the measured things of a slot; joined names of no dimension of their own stay one phrase."""
    if slot is None:
        return []
    slot = _with_counted(items, _beside(items, slot, figure))
    segments: list[list[int]] = [[]]
    for index in range(slot[0], slot[1]):
        if items[index].amounts and not segments[-1] and len(segments) > 1:
            break  # the next figure of the sentence, and what it says: "doubles the throughput and halves the latency"
        if items[index].text in JOINERS:
            if segments[-1]:
                segments.append([])
        else:
            segments[-1].append(index)
    segments = _of_figure(items, [segment for segment in segments if segment], slot, figure)
    spoken = [items[index] for segment in segments for index in segment]
    whose = any(item.text in _WHOSE for item in spoken)
    if segments and all(_says_how(item) or (whose and is_device(item)) for item in spoken):
        return []
    found = [_measured(items, segment) for segment in segments]
    found = _led(items, found)
    known = [one for one in found if one.dimension != "none"]
    if len(found) > 1 and len(known) < len(found):
        last = known[-1] if known else found[-1]
        first, end = found[0], found[-1]
        placed = any(items[index].mention is not None or items[index].amounts for one in segments for index in one)
        if first.span is None or end.span is None or (placed and known):
            return [last]
        return [Measured((first.span[0], end.span[1]), last.dimension, last.better, last.weak, slot)]
    return found


def _of_figure(items: list[Item], segments: list[list[int]], slot: tuple[int, int], figure: int) -> list[list[int]]:
    """Return the segments that the figure is of, without those of its neighbours."""
    behind = slot[0] > figure
    if len(segments) > 1 and _acts(items, segments[-1]):
        segments.pop()
    if len(segments) > 1 and slot[1] <= figure and slot[0] and items[slot[0] - 1].amounts:
        segments.pop(0)  # what the figure before is of: "0.94 rFID and usage of 97%"
    if len(segments) > 1 and behind and _has_own(items, slot[1]):
        segments.pop()  # "10% fewer tokens, and accuracy from 50.1% to 52.2%"
    return [one for n, one in enumerate(segments) if not n or not behind or not _praises(items[one[0]])]


def _has_own(items: list[Item], index: int) -> bool:
    """Tell whether the figure of a metric of its own stands behind it."""
    leads = index + 1 < len(items) and items[index].text in ("from", "by", "to")
    return leads and bool(items[index + 1].amounts)


def _praises(item: Item) -> bool:
    """Tell whether a word says how good the next thing is, which did not change: "2x lower latency and stable loss"."""
    return item.entry is not None and "praise" in item.entry.classes


def _acts(items: list[Item], segment: list[int]) -> bool:
    """Tell whether a segment is the verb of the next figure: "40% less compute and gains 1.4% top-1"."""
    index = segment[0]
    entry = items[index].entry
    if entry is None:
        moves = items[index].text.endswith("s")  # "3% memory, and accepts 3.8 tokens"
    else:
        moves = not entry.classes.isdisjoint(("improve", "increase", "reduce"))
    return moves and len(segment) == 1 and index + 1 < len(items) and bool(items[index + 1].amounts)


def _beside(items: list[Item], slot: tuple[int, int], figure: int) -> tuple[int, int]:
    """Leave of a slot before its figure what the last "with" brings: "90% of performance with a ratio of 20%"."""
    low, high = slot
    if high > figure:
        return slot
    start = next((index + 1 for index in range(high - 1, low, -1) if items[index].text == "with"), low)
    return (start, high) if _holds_metric(items, (start, high)) else slot


def _with_counted(items: list[Item], slot: tuple[int, int]) -> tuple[int, int]:
    """Let a slot that ends in "number" or "amount" take in what there is a number or an amount of."""
    low, high = slot
    if items[high - 1].text not in _AMOUNTS or high + 1 >= len(items) or items[high].text != "of":
        return slot
    end = high + 1
    while end < len(items) and end - high < _COUNTED and _counted(items[end]):
        end += 1
    return (low, end) if end > high + 1 else slot


def _counted(item: Item) -> bool:
    """Tell whether an item can stand in the name of what is counted."""
    if item.amounts or not item.text[:1].isalpha():
        return False
    return item.entry is None or item.entry.metric is not None or not item.entry.classes & _UNCOUNTED


def _says_how(item: Item) -> bool:
    """Tell whether an item only says how something was taken: an article, "average"."""
    entry = item.entry
    if item.mention is not None:
        return item.mention.kind == "model"
    if item.text in _WHOSE or (item.text and not any(character.isalnum() for character in item.text)):
        return True
    if entry is None:
        return item.text.endswith("ly")  # "dropped only slightly from"
    if entry.metric is not None or "peak_word" in entry.classes:
        return False
    return (entry.before is not None and entry.before[0] == "statistic") or bool(entry.classes & _OPENERS)


def _led(items: list[Item], found: list[Measured]) -> list[Measured]:
    """Let a bare general head share what the phrase before it says: "communication volume and overhead"."""
    led: list[Measured] = []
    for one in found:
        bare = one.weak and one.items is not None and one.items[1] - one.items[0] == 1 and one.dimension != "none"
        told = one.items is not None and items[one.items[0]].text.startswith("overhead")
        general = bare and led and (told or one.dimension in ("other", led[-1].dimension))
        if general and not led[-1].weak:
            led[-1] = led[-1].joined(one)
        else:
            led.append(one)
    return led


def _measured(items: list[Item], segment: list[int]) -> Measured:
    """Return the head of one noun phrase: its last strong metric before a preposition, else a weak one."""
    phrases: list[list[int]] = [[]]
    for index in segment:
        entry = items[index].entry
        if entry is not None and "prep" in entry.classes:
            if items[index].text == "of" and phrases[-1] and items[phrases[-1][-1]].text in _AMOUNTS:
                phrases[-1].append(index)
            else:
                phrases.append([])
        else:
            phrases[-1].append(index)
    weak: Measured | None = None
    for phrase in phrases:
        best: int | None = None
        for index in phrase:
            entry = items[index].entry
            if entry is None or entry.metric is None or _is_verb(items, index, phrase):
                continue
            if not entry.metric.weak:
                best = index if best is None or items[index - 1].text != "(" else best
            elif (weak is None or weak.dimension == "none") or (
                weak.items is not None and weak.items[0] in phrase and entry.metric.dimension != "other"
            ):
                weak = _phrase(items, phrase, index)
        if best is not None:
            return _phrase(items, phrase, best)
    if weak is not None:
        return weak
    whole = phrases[0] or segment
    return Measured(_span(items, whole), "none", "higher", True, (whole[0], whole[-1] + 1))


def _is_verb(items: list[Item], index: int, phrase: list[int]) -> bool:
    """Tell whether the last word of a phrase is its verb, and no score: "response tokens drop from 4k to 2k"."""
    following = items[index + 1].text if index + 1 < len(items) else ""
    entry = items[index].entry
    changes = entry is not None and not entry.classes.isdisjoint(("reduce", "increase", "improve", "underperform"))
    named = index == phrase[-1] != phrase[0] and not _opens(items[index - 1])
    costs = items[index].text == "costs" and index + 1 < len(items) and bool(items[index + 1].amounts)
    return named and (costs or (changes and following in ("from", "to", "by")))


def _phrase(items: list[Item], phrase: list[int], head: int) -> Measured:
    entry = items[head].entry
    if entry is None or entry.metric is None:
        raise ValueError(head)
    inside = [index for index in phrase if index <= head]
    while len(inside) > 1 and (_opens(items[inside[0]]) or items[inside[0]].text == "db"):
        inside.pop(0)
    metric = entry.metric
    if metric.weak and metric.dimension == "other":
        return Measured(_span(items, phrase), "none", "higher", True, (phrase[0], phrase[-1] + 1))
    return Measured(_span(items, inside), metric.dimension, metric.better, metric.weak, (inside[0], inside[-1] + 1))


def _opens(item: Item) -> bool:
    return item.entry is not None and bool(item.entry.classes & _OPENERS) and item.entry.metric is None


def _span(items: list[Item], indexes: list[int]) -> tuple[int, int] | None:
    kept = list(indexes)
    while len(kept) > 1 and _opens(items[kept[0]]):
        kept.pop(0)
    return (items[kept[0]].start, items[kept[-1]].end) if kept else None


# What a figure of some unit can measure; of anything else the unit itself says what was counted.
_MEASURES: Final = {
    "tokens": frozenset(), "items": frozenset(), "device_time": frozenset(), "parameters": frozenset(),
    "flop_rate": frozenset({"speed"}), "op_rate": frozenset({"speed"}), "rate": frozenset({"speed"}),
    "time": frozenset({"time", "speed"}), "bytes": frozenset({"memory", "data", "size"}), "bits": frozenset({"bits"}),
    "energy": frozenset({"energy"}), "power": frozenset({"energy"}), "usd": frozenset({"cost"}),
    "flops": frozenset({"compute", "speed"}), "macs": frozenset({"compute"}),
}  # fmt: skip
_UNIT_NAMED: Final = frozenset(("tokens", "items", "device_time", "flop_rate", "op_rate", "rate"))
BARE: Final = frozenset(("higher", "lower", "better", "more", "less", "fewer", "worse", "greater"))
_OWN_RULES: Final = frozenset(("context_word", "length_word", "batch_word", "performance_word"))
Range = tuple[int, int]


def metric_span(
    items: list[Item], slots: dict[str, Range], quantity: Quantity, measured: Measured, form: str
) -> Range | None:
    """Return the text span that names what a figure measures."""
    change = slots.get("change")
    slot = slots.get("metric")
    if form == "absolute" and "context" not in str(measured.dimension) and quantity.dimension in _MEASURES:
        if measured.dimension in _MEASURES[quantity.dimension] or _named_slot(items, slot):
            return measured.span
        hours = slots.get("hours")
        if hours is not None:
            return items[hours[0]].start, items[hours[1] - 1].end
        return _unit_name(quantity)
    if change is None:
        return measured.span or _unit_name(quantity)
    own = (items[change[0]].start, items[change[1] - 1].end)
    placed = slot is not None and slot[0] > change[1] and items[slot[0] - 1].text in _PLACED
    if slot is not None and placed and not _holds_metric(items, slot):
        return own
    if slot is not None and _accelerates(items[change[0]]) and _names_models(items, slot):
        return own
    if measured.dimension != "none" and measured.span is not None:
        return measured.span
    if slot is None or measured.span is None:
        return own
    if slot[1] == change[0]:
        if _moves(items[change[0]]):
            return measured.span
        return own if _beats(items[change[0]]) else (measured.span[0], own[1])
    return measured.span if slot[0] - change[1] == (items[change[1]].text == "in") else own


def _beats(change: Item) -> bool:
    """Tell whether a word of change says that its subject beats something: the subject is then no metric."""
    return change.entry is not None and not change.entry.classes.isdisjoint(("outperform", "underperform"))


def _moves(change: Item) -> bool:
    """Tell whether a word of change is a verb, whose subject is what changes: "node classification improves"."""
    classes = change.entry.classes if change.entry is not None else set()
    named = any(name.startswith("change_") for name in classes)  # a gain, a drop
    return not named and not classes.isdisjoint(("reduce", "increase", "improve"))


def _unit_name(quantity: Quantity) -> Range | None:
    """Return the text span of a unit that says itself what is counted: tokens, images, GPU hours."""
    named = quantity.dimension in _UNIT_NAMED and quantity.end > quantity.number_end
    return (quantity.number_end, quantity.end) if named else None


def _holds_metric(items: list[Item], slot: Range) -> bool:
    """Tell whether a slot names something that is measured, and not only where a change was seen."""
    entries = [items[index].entry for index in range(slot[0], slot[1])]
    return any(entry is not None and entry.metric is not None for entry in entries)


def _names_models(items: list[Item], slot: Range) -> bool:
    """Tell whether a slot holds names of models alone, which are no measure: "speeds up OPT-6.7B and OPT-13B"."""
    mentions = [item.mention for item in items[slot[0] : slot[1]] if item.text not in JOINERS]
    return bool(mentions) and all(mention is not None and mention.kind == "model" for mention in mentions)


def _accelerates(item: Item) -> bool:
    return item.entry is not None and "accelerate" in item.entry.classes


def _named_slot(items: list[Item], slot: Range | None) -> bool:
    """Tell whether a slot holds what is counted by rules of its own: a length, a batch, a performance."""
    if slot is None:
        return False
    entries = [items[index].entry for index in range(slot[0], slot[1])]
    return any(e is not None and e.classes & _OWN_RULES for e in entries)
