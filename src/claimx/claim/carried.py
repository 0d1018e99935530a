"""A change that names nothing it is of in, what the text said before it out: "25 GPU hours, 8x fewer"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimx.claim.construction import Match
from claimx.claim.item import Item, is_device
from claimx.claim.lexicon import Sense
from claimx.claim.measured import Measured
from claimx.claim.metric import BARE
from claimx.claim.sentence import SentenceDrafts

_TAKEN_UP: Final = frozenset(("the", "these", "this", "those"))
_CASES: Final = frozenset(("on", "for", "at", "with", "under", "across"))
_BARE: Final = BARE | {"increase", "decrease", "reduction", "reductions", "improvement", "improvements"}
_ACCOMPANIED: Final = 7  # items between "with" and the gain it leads to, or the metric that changed
_ABOUT: Final = {
    "device_time": ("compute", "lower"), "time": ("time", "lower"), "bytes": ("memory", "lower"),
    "rate": ("speed", "higher"), "flop_rate": ("speed", "higher"), "op_rate": ("speed", "higher"),
    "parameters": ("size", "lower"), "power": ("energy", "lower"), "energy": ("energy", "lower"),
    "usd": ("cost", "lower"), "flops": ("compute", "lower"), "macs": ("compute", "lower"),
}  # fmt: skip
# The dimension of the metric that amounts of a kind are of.
_AMOUNTS_OF: Final = {"gpu_hours": "compute", "energy": "energy", "cost": "cost", "memory": "memory"}
_AMASSED: Final = frozenset(("size", "memory", "cost", "compute", "data"))


def taken_up(sentence: SentenceDrafts, index: int, sense: Sense | None, match: Match) -> Measured | None:
    """Return what a change that names no metric is of, by what the sentence said before it."""
    bare = match.construction.effect or match.construction.continues or _is_bare(sentence.items, match)
    found = (_repeated(sentence, sense) if bare else None) or _spoken_of(sentence.items, index, sense)
    found = found or _told_before(sentence, sense, match)
    if found is None:
        return None
    unfit = _is_of_size if found.dimension == "quality" else _is_lost
    return None if unfit(sentence.items, match) else found


def taken_up_at(sentence: SentenceDrafts, index: int, sense: Sense | None, match: Match) -> Measured | None:
    """Return what the same noun of change was of before, where only a case follows: "and a 16% decrease on audio"."""
    metric, change = match.slots.get("metric"), match.slots.get("change")
    before = sentence.drafts[-1].slots.get("change") if sentence.drafts else None
    if metric is None or change is None or before is None or metric[0] <= index:
        return None
    items = sentence.items
    case = items[metric[0] - 1].text in _CASES and items[change[0]].text == items[before[0]].text
    return _repeated(sentence, sense) if case else None


def _repeated(sentence: SentenceDrafts, sense: Sense | None) -> Measured | None:
    """Return what the figure before was of, for a bare comparative: "2.3x higher goodput than A, 3x higher than B"."""
    before = sentence.drafts[-1] if sentence.drafts else None
    if before is None or before.measured is None or (sense is not None and (sense.dimension or not sense.effect)):
        return None
    if before.form == "absolute":
        if sense is not None and sense.effect == "better" and before.measured.dimension in _AMASSED:
            return None
        if before.kind == "model_size":
            judged = sense is not None and sense.effect in ("better", "worse")  # "a 7B model achieves a 5% improvement"
            return None if judged else Measured(None, "size", "lower", True)
        dimension = _AMOUNTS_OF.get(before.kind)
        if dimension is not None and before.measured.dimension != dimension:
            return Measured(None, dimension, "lower", True)  # "3.8K A100 hours, 90% less than"
        return before.measured if before.measured.dimension != "none" and before.measured.span else None
    alike = before.sense is not None and sense is not None and sense.direction == before.sense.direction
    return before.measured if alike else None


def _spoken_of(items: list[Item], index: int, sense: Sense | None) -> Measured | None:
    """Return what the sentence spoke of last, for a change that names nothing: "25 GPU hours, 8x fewer".

    To be better is never to have fewer parameters: "4.1M parameters, surpassing BERT by 1.2%".
    """
    improved = _apposed(items, index) or _improved_with(items, index)
    if improved is not None:
        return improved
    judged = sense is not None and sense.effect == "better"
    for at in range(index - 1, max(-1, index - 9), -1):
        item = items[at]
        if item.amounts and not _counts_devices(items, at):
            named = _changed_from(items, at)
            if named is not None:
                return named
            dimension = _ABOUT.get(item.amounts[-1].dimension)
            if dimension is None or (judged and dimension[0] in _AMASSED):
                return None
            return Measured(None, dimension[0], dimension[1], True)
        if item.text in (";", "while"):
            return None
    return None


def _told_before(sentence: SentenceDrafts, sense: Sense | None, match: Match) -> Measured | None:
    """Return what the sentence before told a change of, for its noun: "by 28%. On two nodes, the gains are 18%"."""
    slot, carried = match.slots.get("change"), sentence.carried
    if slot is None or carried is None or carried.measured is None or not slot[0]:
        return None
    taken = sentence.items[slot[0] - 1].text in _TAKEN_UP
    alike = carried.sense is not None and sense is not None and sense.direction == carried.sense.direction
    return replace(carried.measured, span=None, items=None) if taken and alike else None


def _apposed(items: list[Item], index: int) -> Measured | None:
    """Return what a change set behind a comma goes on about: "-0.04 in false positive rate, a 95% reduction"."""
    if index < 2 or items[index - 1].text != "," or items[index].amounts[-1].article not in ("a", "an"):
        return None
    entry = items[index - 2].entry
    if entry is None or entry.metric is None or entry.metric.weak:
        return None
    return Measured((items[index - 2].start, items[index - 2].end), entry.metric.dimension, entry.metric.better, False)


def _improved_with(items: list[Item], index: int) -> Measured | None:
    """Return what changes where "with" leads to by how much: "raises recall, with average gains of 4% and 6%"."""
    led = next((at for at in range(index - 1, max(0, index - _ACCOMPANIED), -1) if items[at].text == "with"), 0)
    for at in range(led - 1, max(-1, led - _ACCOMPANIED), -1):
        item = items[at]
        if item.amounts or item.text in (";", "(", ")"):
            return None
        if item.entry is not None and item.entry.metric is not None and not item.entry.metric.weak:
            metric = item.entry.metric
            if metric.dimension == "capacity":
                return None  # a setting: "across model scales, with gains of 4%"
            return Measured((item.start, item.end), metric.dimension, metric.better, False)
    return None


def _changed_from(items: list[Item], index: int) -> Measured | None:
    """Return what is measured where the figure at `index` ends a change: "traffic from 12 GB to 4 GB (a 60% cut)"."""
    if items[index].amounts[-1].word != "to":
        return None
    for at in range(index - 1, max(-1, index - 6), -1):
        entry = items[at].entry
        if entry is not None and entry.metric is not None and not entry.metric.weak:
            return Measured(None, entry.metric.dimension, entry.metric.better, True)
    return None


def _counts_devices(items: list[Item], index: int) -> bool:
    """Tell whether the figure at `index` is how many devices were used: "1.1 PFLOPS on 512 GPUs, 2x more"."""
    if items[index].amounts[-1].dimension != "number" or index + 1 >= len(items):
        return False
    return is_device(items[index + 1])


def _is_bare(items: list[Item], match: Match) -> bool:
    """Tell whether the change of a match is a comparative that says nothing of what: higher, less."""
    slot = match.slots.get("change")
    return slot is not None and items[slot[0]].text in _BARE


def _is_of_size(items: list[Item], match: Match) -> bool:
    """Tell whether the word of change is of size, which no score has: "84% accuracy, being 8.4x smaller"."""
    entries = [item.entry for item in items[slice(*match.slots.get("change", (0, 0)))]]
    return any(entry is not None and "of_size" in entry.classes for entry in entries)


def _is_lost(items: list[Item], match: Match) -> bool:
    """Tell whether the change of a match is a loss: one of quality, where nothing says more ("2x faster, 1% loss")."""
    slot = match.slots.get("change")
    entry = items[slot[0]].entry if slot is not None else None
    return entry is not None and "change_worse" in entry.classes
