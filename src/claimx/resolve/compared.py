"""The phrases that name what is compared with and a draft in, the one that the draft is compared with out."""

from __future__ import annotations

from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.resolve.baselines import LISTING, MEASURED, phrase_end
from claimx.resolve.phrases import ItemRange, parts_of, start_of

_OURS: Final = frozenset(("its", "our", "their", "this"))
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


def nearest_baseline(items: list[Item], ranges: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return the text span of the phrase nearest behind the figure, else nearest before it."""
    if not ranges:
        return None
    behind = [r for r in ranges if r[0] > draft.item and not _takes_own(items, r)]
    ahead = [r for r in ranges if r[1] <= draft.item and not any(i.text == ";" for i in items[r[1] : draft.item])]
    beaten = bool(ahead) and _beats(items, ahead[-1], draft)
    chosen = behind[0] if behind and not beaten else ahead[-1] if ahead else None
    if chosen is None:
        return None
    low, high = chosen
    if draft.members > 1:
        naming = next((index + 1 for index in range(low, high) if items[index].text in LISTING), low)
        parts = parts_of(items, naming, high)
        if len(parts) == draft.members:
            low, high = parts[draft.member]
    return _named(items, low, high)


def _beats(items: list[Item], span: ItemRange, draft: Draft) -> bool:
    """Tell whether a thing is the object of the verb of beating whose figure this is: "outperforms X by 4%"."""
    change = draft.slots.get("change")
    if change is None or change[1] != span[0] or all(item.text != "by" for item in items[span[1] : draft.item]):
        return False
    entry = items[change[0]].entry
    return entry is not None and "outperform" in entry.classes


def _takes_own(items: list[Item], span: ItemRange) -> bool:
    """Tell whether a beaten thing has its own figure behind it: "and outperforms X by 4%"; or is only matched."""
    low, high = span
    cue = items[low - 1]
    if cue.entry is None or "outperform" not in cue.entry.classes:
        return cue.text == "matching" and low > 1 and items[low - 2].text == "while"
    return any(item.text == "by" for item in items[high : high + 2])


def opposed_baseline(items: list[Item], ranges: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return whose figure a measured amount is set against: "142 tokens/s vs. 51 tokens/s with beam search"."""
    for low, high in ranges:
        for index in range(draft.item + 1, min(low, draft.item + 2 * MEASURED)):
            entry = items[index].entry
            if entry is not None and "versus" in entry.classes and items[index + 1].amounts:
                return _named(items, low, high)
            if items[index].amounts:
                break
    return None


def beaten_baseline(items: list[Item], ranges: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return what a score beats, said right behind it: "reaches 81.2%, outperforming BERT"."""
    for low, high in ranges:
        if low > draft.item and not any(item.amounts or item.text == ";" for item in items[draft.item + 1 : low]):
            return _named(items, low, high)
    return None


def own_baseline(items: list[Item], draft: Draft) -> tuple[int, int] | None:
    """Return the baseline the construction itself names: 68% of the FP16 model, 1.3x the throughput of vLLM."""
    slot = draft.slots.get("baseline")
    if slot is not None:
        return _named(items, *slot)
    metric = draft.slots.get("metric")
    behind = draft.item + 2
    if draft.form == "ratio" and len(items) > behind and items[behind - 1].text == "of":
        return None if metric is not None and metric[0] == behind else _whole(items, behind)
    if metric is None:
        return None
    if draft.form == "percent_of":
        entry = items[behind].entry if len(items) > behind and items[behind - 1].text == "of" else None
        if entry is not None and "versus" in entry.classes:
            return None  # "64% of that of the dense model"
        for index in range(metric[0], metric[1]):
            item = items[index]
            if item.text.endswith("'s"):
                return item.start, item.end - 2
            if item.text == "original" and items[index - 1].text in ("its", "their"):
                continue
            if item.mention is not None or item.text in _WHOLE:
                return item.start, item.end
    elif (
        draft.form != "ratio"
        or metric[0] <= draft.item
        or items[draft.item + 1].text != "the"
        or (draft.quantity and draft.quantity.acts)
    ):
        return None
    return _owner(items, metric)


def _whole(items: list[Item], start: int) -> tuple[int, int] | None:
    """Return the phrase that begins behind "of", unless it is the paper's own."""
    end = phrase_end(items, start)
    return _named(items, start, end) if end > start and items[start].text not in _OURS else None


def _owner(items: list[Item], metric: ItemRange) -> tuple[int, int] | None:
    """Return whose metric it is: "the throughput of vLLM", "the FLOPs spent by the full chain"."""
    for index in range(metric[0] + 1, min(len(items) - 1, metric[1] + 2)):
        if items[index].text == "of" and items[index + 1].text not in _OURS:
            before = items[index - 1].entry
            return None if before is None or before.metric is None else _whole(items, index + 1)
    return None


def _named(items: list[Item], low: int, high: int) -> tuple[int, int]:
    """Return the characters of a phrase without its articles and the "'s" at its end."""
    low = start_of(items, low, high)
    if high - low > 2 and items[high - 1].text == "s" and items[high - 2].text == "'":
        high -= 2  # a name: "ResNet's"
    last = items[high - 1]
    return items[low].start, last.end - 2 * last.text.endswith("'s")
