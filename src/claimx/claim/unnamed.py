"""Drafts that name no metric in, the words that say what they measure out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.claim.metric import BARE, JOINERS, Range

_BROUGHT: Final = frozenset(("to", "into"))  # "weights to 3 bits and activations to 8 bits": each its own, before it
_WIDE: Final = frozenset(
    (
        "weights",
        "weight",
        "activations",
        "activation",
        "kv cache",
        "kv caches",
        "weight-only",
        "gradients",
        "optimizer states",
        "embeddings",
        "tensor cores",
        "model weights",
    )
)


def name_metrics(items: list[Item], drafts: list[Draft]) -> None:
    """Give drafts that name no metric the nearest one of their kind, or that of the figure before."""
    for number, draft in enumerate(drafts):
        start, end = draft.metric or (0, 0)
        text = " ".join([item.text for item in items if start <= item.start < end]) if end else ""
        if draft.metric is not None and text not in BARE:
            continue
        before = next((d for d in reversed(drafts[:number]) if d.kind == draft.kind and d.metric), None)
        if before is not None and text in BARE and before.metric_text is None:
            draft.metric = before.metric
        elif draft.metric is None:
            draft.metric = _found(items, draft)


def _found(items: list[Item], draft: Draft) -> Range | None:
    """Return what a draft without a metric measures, by its kind."""
    if draft.kind in ("quality", "quality_change"):
        return _nearest_metric(items, draft.item)
    if draft.kind == "precision":
        led = items[draft.item - 1].text in _BROUGHT if draft.item else False
        spots = _around(items, draft.item, 0 if led else 3, 4)
        return next((_at(items, i) for i in spots if items[i].text in _WIDE), None)
    if draft.kind == "dataset_size":
        start = draft.item + 1
        start += start < len(items) and items[start].text == "of"
        end = start
        while end < len(items) and end - start < 6 and _names_data(items[end]):
            end += 1
        end -= end > start and items[end - 1].text in JOINERS
        return (items[start].start, items[end - 1].end) if end > start else None
    if draft.kind == "duration":
        return next(
            (
                _at(items, i)
                for i in _around(items, draft.item, 4, 8)
                if items[i].text.endswith(("ing", "ed")) and not _closes(items[i])
            ),
            None,
        )
    return None


def _names_data(item: Item) -> bool:
    """Tell whether an item can stand in the name of data: a word, or a dataset known by name."""
    named = item.mention is not None and item.mention.kind == "dataset"
    return named or (item.text[:1].isalpha() and not _closes(item))


def _closes(item: Item) -> bool:
    return item.entry is not None and bool(item.entry.classes & {"prep", "be", "achieve", "need", "verb", "aux"})


def _around(items: list[Item], figure: int, behind: int, ahead: int) -> Iterator[int]:
    """Yield the items behind a figure, then those before it, the nearest first."""
    yield from range(figure + 1, min(len(items), figure + 1 + behind))
    yield from range(figure - 1, max(-1, figure - 1 - ahead), -1)


def _at(items: list[Item], index: int) -> Range:
    return items[index].start, items[index].end


def _nearest_metric(items: list[Item], figure: int) -> Range | None:
    """Return the quality metric nearest behind a figure, else the last before it."""
    ahead = range(figure + 1, min(len(items), figure + 9))
    for index in (*ahead, *range(figure - 1, -1, -1)):
        entry = items[index].entry
        if (
            entry is not None
            and entry.metric is not None
            and entry.metric.dimension == "quality"
            and not entry.metric.weak
        ):
            return items[index].start, items[index].end
    return None
