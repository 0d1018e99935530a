"""A match in, what it says of a change out: its sense, its effect, its statistic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from claimx.claim.construction import CompiledConstruction, Match
from claimx.claim.dispatch import NONE
from claimx.claim.item import Item, is_device
from claimx.claim.lexicon import Sense
from claimx.claim.measured import Measured
from claimx.claim.metric import BARE
from claimx.claim.sentence import SentenceDrafts
from claimx.quantity import Quantity

_BARE: Final = BARE | {"increase", "decrease", "reduction", "reductions", "improvement", "improvements"}
_ACCOMPANIED: Final = 7  # items between "with" and the gain it leads to, or the metric that changed
_MEANS: Final = ("average ", "mean ", "median ")
_ABOUT: Final = {
    "device_time": ("compute", "lower"), "time": ("time", "lower"), "bytes": ("memory", "lower"),
    "rate": ("speed", "higher"), "flop_rate": ("speed", "higher"), "op_rate": ("speed", "higher"),
    "parameters": ("size", "lower"), "power": ("energy", "lower"), "energy": ("energy", "lower"),
    "usd": ("cost", "lower"), "flops": ("compute", "lower"), "macs": ("compute", "lower"),
}  # fmt: skip
# The dimension of the metric that amounts of a kind are of.
_AMOUNTS_OF: Final = {"gpu_hours": "compute", "energy": "energy", "cost": "cost", "memory": "memory"}
_AMASSED: Final = frozenset(("size", "memory", "cost", "compute", "data"))
_DONE: Final = frozenset(("compute", "data", "communication", "size", "quality", "memory"))
_NAMED_SO: Final = ("mean average", "mean absolute", "mean square", "mean reciprocal", "mean intersection")
_CHANGING: Final = ("reduce", "compress", "increase", "improve", "underperform")
_ENDING: Final = frozenset((";", "while", "whereas"))


def sense_of(items: list[Item], match: Match) -> Sense | None:
    """Return what the change word of a match says, as a member of the classes its slot names."""
    slot = match.slots.get("change")
    if slot is None:
        return None
    classes = match.construction.senses.get("change", ())
    for index in range(slot[0], slot[1]):
        entry = items[index].entry
        if entry is not None:
            for name in classes:
                if name in entry.senses:
                    return entry.senses[name]
    return None


def own_sense(items: list[Item], measured: Measured) -> Sense | None:
    """Return what a metric that is a change itself says: the speedup of "speedup and energy savings of 3x and 8x"."""
    if measured.items is None:
        return None
    entry = items[measured.items[1] - 1].entry
    return entry.senses.get("change_faster") if entry is not None else None


def sense_before(items: list[Item], index: int) -> Sense | None:
    """Return what the last verb of change before a figure says: "reduces memory from 8 to 4 GB and latency by 35%"."""
    for item in reversed(items[:index]):
        senses = item.entry.senses if item.entry is not None else {}
        if item.text in _ENDING or "outperform" in senses:
            return None
        found = next((senses[name] for name in _CHANGING if name in senses), None)
        if found is not None:
            return found
    return None


def is_better(
    construction: CompiledConstruction, sense: Sense | None, quantity: Quantity, measured: Measured
) -> bool | None:
    """Tell whether a change makes things better; None where nothing changes."""
    effect = construction.effect or (sense.effect if sense else None)
    if quantity.sign == "-" and effect in (None, "more"):
        effect = "less"
    elif quantity.sign == "+" and effect is None:
        effect = "more"
    if effect is None:
        return None
    if effect in ("better", "worse"):
        return effect == "better"
    return (effect == "more") == (measured.better == "higher")


def effects_of(
    construction: CompiledConstruction, sense: Sense | None, quantity: Quantity, measured: Measured
) -> tuple[str, ...]:
    """Return what rules may ask of a change: better or worse, and more or less, or that its word judges."""
    better = is_better(construction, sense, quantity, measured)
    if better is None:
        return ()
    effect = construction.effect or (sense.effect if sense else None) or ("less" if quantity.sign == "-" else "more")
    if quantity.sign == "-" and effect == "more":
        effect = "less"
    said = "better" if better else "worse"
    return (said, "judged") if effect in ("better", "worse") else (said, effect)


def better_for(effect: str | None, measured: Measured) -> bool | None:
    """Tell whether an effect is good for what is measured."""
    if effect in ("better", "worse"):
        return effect == "better"
    return None if effect is None else (effect == "more") == (measured.better == "higher")


def statistic_of(items: list[Item], match: Match, form: str) -> str | None:
    """Return the statistic that the words of a match put what it measures under."""
    change, metric = match.slots.get("change"), match.slots.get("metric")
    if change is not None:
        return _changed_statistic(items, change[0], metric)
    return _stated_statistic(items, metric) if form == "absolute" and metric is not None else None


def _changed_statistic(items: list[Item], change: int, metric: tuple[int, int] | None) -> str | None:
    """Return the statistic that governs a change: "an average speedup of", "average latency reduction of"."""
    spots = [change - 1]
    if change > 1 and items[change - 1].entry is None and items[change - 1].text[:1].isalpha():
        spots.append(change - 2)
    if metric is not None and metric[1] <= change + 1:
        spots += [metric[0], metric[0] - 1]
    for spot in spots:
        entry = items[spot].entry if 0 <= spot < len(items) else None
        if (
            entry is not None
            and entry.metric is not None
            and items[spot].text.split()[0] in ("average", "mean", "median")
            and not items[spot].text.startswith(_NAMED_SO)
        ):
            return "median" if items[spot].text.startswith("median") else "mean"
        if entry is not None and entry.before is not None and entry.before[0] == "statistic":
            return entry.before[1]
    return None


def _stated_statistic(items: list[Item], metric: tuple[int, int]) -> str | None:
    """Return the statistic that a stated metric is taken by: "an average success rate of", "mean CSI scores of"."""
    for index in range(max(0, metric[0] - 2), metric[1]):
        entry, word = items[index].entry, items[index].text.removeprefix("a ").removeprefix("an ").partition(" ")[0]
        if word == "peak" and index and items[index - 1].text == "a":
            return "max"
        if word in ("average", "averaged", "median") or (word == "mean" and entry is not None and entry.metric is None):
            return "median" if word == "median" else "mean"
    return None


def told_by(metrics: list[Measured], dimension: str) -> list[Measured]:
    """Return what a change measures whose own word tells its dimension: "a speedup", "cheaper"."""
    if not metrics:
        return [Measured(None, dimension, "higher", True)]
    if all(one.dimension == NONE or one.weak for one in metrics):
        return [replace(one, dimension=dimension) for one in metrics]
    if dimension == "speed" and all(one.dimension == "capacity" for one in metrics):
        return [Measured(None, dimension, "higher", True)]  # "2x speedup at medium batch sizes"
    if dimension == "speed":  # computation that gets faster is no less of it, nor is a model smaller that does
        return [
            replace(one, dimension=dimension, better="higher") if one.dimension in _DONE else one for one in metrics
        ]
    return metrics


def spoken_of(items: list[Item], index: int, sense: Sense | None) -> Measured | None:
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


def _counts_devices(items: list[Item], index: int) -> bool:
    """Tell whether the figure at `index` is how many devices were used: "1.1 PFLOPS on 512 GPUs, 2x more"."""
    if items[index].amounts[-1].dimension != "number" or index + 1 >= len(items):
        return False
    return is_device(items[index + 1])


def _changed_from(items: list[Item], index: int) -> Measured | None:
    """Return what is measured where the figure at `index` ends a change: "traffic from 12 GB to 4 GB (a 60% cut)"."""
    if items[index].amounts[-1].word != "to":
        return None
    for at in range(index - 1, max(-1, index - 6), -1):
        entry = items[at].entry
        if entry is not None and entry.metric is not None and not entry.metric.weak:
            return Measured(None, entry.metric.dimension, entry.metric.better, True)
    return None


def typical(amounts: Sequence[Quantity]) -> Quantity:
    """Return the member of a list that says most of its nature: a decimal before a whole number."""
    return next((q for q in amounts if q.amount == "number"), amounts[-1])


def is_level(construction: CompiledConstruction, quantity: Quantity) -> bool:
    """Tell whether a construction of change meets the end of one: it says how much there was, not by how much."""
    ends = quantity.word in ("from", "to") and quantity.value_high is None
    return ends and construction.form is None and quantity.dimension in ("number", "percent", "bytes", "time")


def is_bare(items: list[Item], match: Match) -> bool:
    """Tell whether the change of a match is a comparative that says nothing of what: higher, less."""
    slot = match.slots.get("change")
    return slot is not None and items[slot[0]].text in _BARE


def _is_of_size(items: list[Item], match: Match) -> bool:
    """Tell whether the word of change is of size, which no score has: "84% accuracy, being 8.4x smaller"."""
    entries = [item.entry for item in items[slice(*match.slots.get("change", (0, 0)))]]
    return any(entry is not None and "of_size" in entry.classes for entry in entries)


def taken_up(sentence: SentenceDrafts, index: int, sense: Sense | None, match: Match) -> Measured | None:
    """Return what a change that names no metric is of, by what the sentence said before it."""
    bare = match.construction.effect or match.construction.continues or is_bare(sentence.items, match)
    found = (repeated(sentence, sense) if bare else None) or spoken_of(sentence.items, index, sense)
    if found is None:
        return None
    unfit = _is_of_size if found.dimension == "quality" else _is_lost
    return None if unfit(sentence.items, match) else found


def _is_lost(items: list[Item], match: Match) -> bool:
    """Tell whether the change of a match is a loss: one of quality, where nothing says more ("2x faster, 1% loss")."""
    slot = match.slots.get("change")
    entry = items[slot[0]].entry if slot is not None else None
    return entry is not None and "change_worse" in entry.classes


def repeated(sentence: SentenceDrafts, sense: Sense | None) -> Measured | None:
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
