"""The items of a sentence in, the phrases that name what is compared with out."""

from __future__ import annotations

from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.resolve.phrases import ItemRange, parts_of, start_of

_STOPPERS: Final = frozenset((",", ";", ":", "(", ")", ".", "—", "→", "[", "]"))
_INNER: Final = frozenset(("of", "and", "or", "on", "with", "in", "such", "like", "for"))
_WHOLE: Final = frozenset(
    (
        "original",
        "full",
        "baseline",
        "dense",
        "floating-point",
        "teacher",
        "unpruned",
        "full-precision",
        "uncompressed",
        "vanilla",
    )
)
_CLAUSES: Final = frozenset(("reduce", "improve", "increase", "accelerate", "need", "verb"))
_PLACING: Final = frozenset(("on", "with", "in", "using"))
_PLACED: Final = frozenset(("deployed", "running", "trained", "run", "based", "implemented", "built", "equipped"))


def find_baselines(items: list[Item]) -> list[ItemRange]:
    """Return the item ranges that name what is compared with."""
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        entry = item.entry
        if entry is None:
            continue
        if "versus" in entry.classes:
            if item.text in ("over", "than", "against", "beyond") and not _compares(items, index, item.text):
                continue
        elif "outperform" not in entry.classes or item.text in ("top", "tops", "up"):
            continue
        end = _phrase_end(items, index + 1)
        if end < len(items) and items[end].text == "(":
            end = _bracketed(items, end)
        if end > index + 1 and items[index + 1].text not in ("it", "that", "this", "them"):
            found.append((index + 1, end))
    return found


def _bracketed(items: list[Item], start: int) -> int:
    """Return the end of names in brackets behind a phrase: "commercial GPUs (e.g., NVIDIA V100S)"."""
    for index in range(start + 1, min(len(items), start + 10)):
        if items[index].amounts:
            return start
        if items[index].text == ")":
            return index
    return start


def _compares(items: list[Item], index: int, word: str) -> bool:
    """Tell whether "over" or "than" compares: it follows a figure, a change or a comparative."""
    if word == "than":
        return True
    for item in reversed(items[max(0, index - 6) : index]):
        if item.text in _STOPPERS:
            return False
        if item.amounts:
            return True
        if item.entry and (item.entry.metric or any(s.effect for s in item.entry.senses.values())):
            return True
    return False


def _phrase_end(items: list[Item], start: int) -> int:
    """Return where the noun phrase that begins at `start` ends."""
    index = start
    listed = False
    while index < len(items):
        item = items[index]
        if item.text in ("such", "like", "including", "e.g"):
            listed = True
        if item.amounts or (item.text in _STOPPERS and not (listed and item.text == ",")):
            break
        classes = item.entry.classes if item.entry else ()
        if "versus" in classes or "respectively" in classes:
            break
        if (
            "prep" in classes
            and item.text not in ("of", "as")
            and not (item.text in _PLACING and items[index - 1].text in _PLACED)
        ):
            break
        if classes and "metric" not in classes and _ends_phrase(set(classes), items[index - 1].text):
            break
        if item.text in ("while", "when", "without", "but", "which", "that", "we") and index > start:
            break
        index += 1
        if index - start > (16 if listed else 10):
            break
    while index > start and items[index - 1].text in _INNER:
        index -= 1
    return index


def _ends_phrase(classes: set[str], before: str) -> bool:
    """Tell whether a verb ends a noun phrase: always those of being and reaching, others behind "and"."""
    return bool(classes & {"be", "achieve", "outperform"}) or (before in ("and", "or") and bool(classes & _CLAUSES))


def nearest_baseline(items: list[Item], ranges: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return the text span of the phrase nearest behind the figure, else nearest before it."""
    if not ranges:
        return None
    behind = [r for r in ranges if r[0] > draft.item]
    ahead = [r for r in ranges if r[1] <= draft.item]
    chosen = behind[0] if behind else ahead[-1] if ahead else None
    if chosen is None:
        return None
    low, high = chosen
    if draft.members > 1:
        parts = parts_of(items, low, high)
        if len(parts) == draft.members:
            low, high = parts[draft.member]
    low = start_of(items, low, high)
    return items[low].start, items[high - 1].end


def own_baseline(items: list[Item], draft: Draft) -> tuple[int, int] | None:
    """Return the baseline the construction itself names: 68% of the FP16 model, of the original size."""
    slot = draft.slots.get("baseline")
    if slot is not None:
        low, high = slot
        low = start_of(items, low, high)
        return items[low].start, items[high - 1].end
    metric = draft.slots.get("metric")
    if draft.form != "percent_of" or metric is None:
        return None
    for index in range(metric[0], metric[1]):
        item = items[index]
        if item.mention is not None or item.text in _WHOLE:
            return item.start, item.end
    return None
