"""A match in, what it says of a change out: its sense, its effect, its statistic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from claimx.claim.construction import CompiledConstruction, Match
from claimx.claim.dispatch import NONE
from claimx.claim.item import Item
from claimx.claim.lexicon import Sense
from claimx.claim.measured import Measured
from claimx.quantity import Quantity

_MEANS: Final = ("average ", "mean ", "median ")
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


def typical(amounts: Sequence[Quantity]) -> Quantity:
    """Return the member of a list that says most of its nature: a decimal before a whole number."""
    return next((q for q in amounts if q.amount == "number"), amounts[-1])


def is_level(construction: CompiledConstruction, quantity: Quantity) -> bool:
    """Tell whether a construction of change meets the end of one: it says how much there was, not by how much."""
    ends = quantity.word in ("from", "to") and quantity.value_high is None
    return ends and construction.form is None and quantity.dimension in ("number", "percent", "bytes", "time")
