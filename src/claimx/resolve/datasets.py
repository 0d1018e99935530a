"""The items of a sentence in, the datasets and benchmarks that they speak of out."""

from __future__ import annotations

from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.resolve.phrases import ItemRange, modifies, places_of, reached
from claimx.resolve.system import OwnNames

DATA_WORDS: Final = frozenset(
    (
        "dataset",
        "datasets",
        "benchmark",
        "benchmarks",
        "task",
        "tasks",
        "workload",
        "workloads",
        "suite",
        "microbenchmarks",
        "challenge",
        "problems",
        "leaderboard",
        "test set",
        "corpus",
        "traces",
    )
)
_BESIDE: Final = 3  # items between a benchmark and the figure it governs
_COLLECTIONS: Final = frozenset(("dataset", "corpus", "benchmark", "collection", "it", "testbed", "suite", "database"))
_VAGUE: Final = frozenset(
    ("various", "different", "diverse", "several", "numerous", "new", "first", "many", "public", "other", "varied")
)
_HOLDING: Final = ("contain", "compris", "consist", "includ", "hold", "total")
_APPOSED: Final = 14  # items between a name and the size of data that is said of it
_LEADS: Final = frozenset(("on", "in", "for", "across", "over", "the", "a", "an"))
_TURN: Final = 4  # items of a thing that a figure's preposition names
_EVALUATING: Final = ("evaluat", "experiment", "perform", "test", "result")


def find_benchmarks(items: list[Item], text: str) -> list[ItemRange]:
    """Return the phrases of a text that end in "dataset", "tasks", "benchmarks" ... behind a preposition."""
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        if item.text not in DATA_WORDS:
            continue
        low = index
        while low > 0 and index - low < 6 and modifies(items[low - 1]):
            low -= 1
        low -= _counted_in_tests(items, low)
        vague = [at for at in range(low, index) if items[at].text in _VAGUE]
        if vague and not any(_is_named(items[at], text) for at in range(vague[-1] + 1, index)):
            continue
        low = vague[-1] + 1 if vague else low
        led = bool(vague) or (low > 0 and items[low - 1].text in _LEADS)
        tried = low > 1 and items[low - 1].text in ("of", "using", "with")
        if low < index and (led or (tried and items[low - 2].text.startswith(_EVALUATING[:2]))):
            found.append((low, index + 1))
    return found


def scored_places(items: list[Item], text: str) -> list[ItemRange]:
    """Return the names nobody catalogued that a score is said on: "82.1 mAP on Reeds and Elmwood"."""
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        if item.text == "on" and any(_is_score(one) for one in items[max(0, index - 2) : index]):
            found += _listed_names(items, text, index + 1)
    return found


def _listed_names(items: list[Item], text: str, low: int) -> list[ItemRange]:
    """Return the names of a list that begins at `low`, without those that the packs know as datasets."""
    found: list[ItemRange] = []
    while low < len(items):
        high = low
        while high < len(items) and high - low < _TURN and _is_named(items[high], text):
            high += 1
        if high > low and _ends_name(items, high):
            found.append((low, high))
        elif high == low and (mention := items[low].mention) is not None and mention.kind == "dataset":
            high += 1
        else:
            break
        low = high
        while low < len(items) and items[low].text in (",", "and"):
            low += 1
        if low == high:
            break
    return found


def _is_named(item: Item, text: str) -> bool:
    """Tell whether an item is a name that no pack knows: letters, one of them a capital."""
    spelled = text[item.start : item.end]
    return (
        item.entry is None
        and item.mention is None
        and not item.amounts
        and spelled[:1].isalpha()
        and any(letter.isupper() for letter in spelled)
    )


def _is_score(item: Item) -> bool:
    """Tell whether an item is a score or its metric."""
    if item.amounts:
        return item.amounts[-1].dimension in ("percent", "number", "points")
    return item.entry is not None and item.entry.metric is not None and item.entry.metric.dimension == "quality"


def _ends_name(items: list[Item], high: int) -> bool:
    """Tell whether a name ends before an item, and is no part of "on English text"."""
    if high == len(items):
        return True
    if not items[high].text[:1].isalpha():
        return not items[high].amounts and items[high].mention is None
    entry = items[high].entry
    return entry is not None and bool(entry.classes & {"prep", "and", "versus", "respectively", "aux"})


def _counted_in_tests(items: list[Item], low: int) -> bool:
    """Tell whether a number of benchmarks is what was evaluated on: "experiments on 30 benchmarks show"."""
    lead = items[max(0, low - 4) : low - 1]
    return low > 1 and bool(items[low - 1].amounts) and any(item.text.startswith(_EVALUATING[:2]) for item in lead)


def called_data(items: list[Item]) -> list[ItemRange]:
    """Return the names that are called datasets though they look like a model's: "the dataset Vela-1.5-Instruct"."""
    return [
        (index, index + 1)
        for index, item in enumerate(items)
        if index and item.mention is not None and item.mention.kind == "model" and items[index - 1].text in DATA_WORDS
    ]


def sized_data(items: list[Item], datasets: list[ItemRange], figure: int) -> tuple[int, int] | None:
    """Return the dataset a size is of: "the Reeds dataset with up to 2B tokens", "Reeds, holding 9K images"."""
    for low, high in reversed(datasets):
        between = items[high:figure]
        if high <= figure and between and len(between) <= _TURN and all(_opens_size(item) for item in between):
            return items[low].start, items[high - 1].end
        between = items[figure + 1 : low]
        if between and len(between) <= _TURN and between[-1].text in DATA_WORDS and all(map(modifies, between)):
            return items[low].start, items[high - 1].end
    return None


def apposed_dataset(items: list[Item], text: str, figure: int) -> tuple[int, int] | None:
    """Return a name that a size of data is said of at once: "Reeds, a large corpus of photographs with 9K images"."""
    said = False
    for index in range(figure - 1, max(0, figure - _APPOSED), -1):
        item, name = items[index], items[index - 1]
        if item.amounts or item.text == ";":
            return None
        said = said or item.text in _COLLECTIONS
        if item.text == "," and text.startswith((" a ", " an ", " the "), item.end):
            named = said and (name.mention is None or name.mention.kind == "dataset") and text[name.start].isupper()
            return (name.start, name.end) if named else None
    return None


def _opens_size(item: Item) -> bool:
    known = item.text in DATA_WORDS or item.text in (",", "with", "of") or item.text.startswith(_HOLDING)
    return known or (item.entry is not None and "filler" in item.entry.classes)


def own_dataset(items: list[Item], own: OwnNames) -> tuple[int, int] | None:
    """Return the paper's own dataset where a sentence names it, or speaks of a dataset and of no training."""
    if own.dataset is None:
        return None
    for low, high in places_of(items, own.dataset):
        return items[low].start, items[high - 1].end
    words = {item.text for item in items}
    speaks = words & _COLLECTIONS and not any(
        item.text.startswith(("train", "pre-train", "pretrain")) for item in items
    )
    return own.data_place if speaks else None


def evaluated_on(items: list[Item], datasets: list[ItemRange]) -> tuple[int, int] | None:
    """Return the only dataset of a sentence that says what was evaluated: it holds for the results behind."""
    if len(datasets) != 1 or not any(item.text.startswith(_EVALUATING) for item in items):
        return None
    low, high = datasets[0]
    return items[low].start, items[high - 1].end


def in_metric(items: list[Item], draft: Draft) -> tuple[int, int] | None:
    """Return the dataset that a draft's metric itself names: "ImageNet FID"."""
    if draft.metric is None:
        return None
    low, high = draft.metric
    return next(
        (
            (item.start, item.end)
            for item in items
            if item.mention is not None and item.mention.kind == "dataset" and low <= item.start and item.end < high
        ),
        None,
    )


def beside_alike(items: list[Item], figure: int) -> tuple[int, int] | None:
    """Return a name beside a figure that nobody catalogued, where a benchmark stands so by another.

    "GenEval (0.90) and Draw-Bench (88.1)", "MATH 88.1, Sums-2 33.2".
    """
    at = _beside(items, figure)
    if at is None or items[at].mention is not None or items[at].entry is not None or not items[at].text[:1].isalpha():
        return None
    for other, item in enumerate(items):
        spot = _beside(items, other) if item.amounts and other != figure else None
        mention = items[spot].mention if spot is not None else None
        if mention is not None and mention.kind == "dataset" and spot is not None and other - spot == figure - at:
            return items[at].start, items[at].end
    return None


def _beside(items: list[Item], figure: int) -> int | None:
    """Return the item right before a figure, or before the bracket it opens."""
    at = figure - 1 - (figure > 0 and items[figure - 1].text == "(")
    return at if at >= 0 and not items[at].amounts else None


def governs(items: list[Item], figure: int, span: ItemRange) -> bool:
    """Tell whether a benchmark governs a figure that is no score: right behind it, or opening the sentence."""
    if span[0] > figure:
        return reached(items, figure, span[0])
    lead = [item.text for item in items[max(0, span[0] - 4) : span[0]]]
    opens = bool(lead) and lead[-1] in ("on", "for", "in", "across", "the", "a")
    if opens and (span[0] < 4 or (span[1] < len(items) and items[span[1]].text == "," and _begins(items, span[0]))):
        return True
    if (
        opens
        and figure - span[1] <= _BESIDE
        and not any(item.amounts or item.text == "," for item in items[span[1] : figure])
    ):
        return True
    return bool(
        {"experiments", "evaluation", "evaluations", "results", "experiment", "evaluated", "tested"} & set(lead)
    )


def _begins(items: list[Item], name: int) -> bool:
    """Tell whether the preposition before a name opens a clause: ", on ImageNet," ..."""
    for index in range(name - 1, max(-1, name - 4), -1):
        if items[index].text in (",", ";", ":", ")"):
            return True
        entry = items[index].entry
        if entry is None or not entry.classes & {"prep", "det", "and", "filler"}:
            return False
    return True
