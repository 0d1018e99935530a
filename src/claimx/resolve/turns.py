"""A sentence whose figures each say their own task or models in, the one of a figure out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.resolve.phrases import ItemRange, is_model_word, modifies, parts_of, start_of

_TURN: Final = 4  # items of a thing that a figure's preposition names
_PHASES: Final = frozenset(
    [
        "training",
        "inference",
        "pre-training",
        "pretraining",
        "fine-tuning",
        "finetuning",
        "prefill",
        "prefilling",
        "decode",
        "decoding",
        "serving",
        "quantization",
        "quantisation",
        "pruning",
        "distillation",
    ]
)
_PLACES: Final = ("-node", "-device", "-gpu", "-core", "-machine", "-chip")


def task_in_turn(sentence: SentenceDrafts, draft: Draft) -> tuple[int, int] | None:
    """Return what a figure is said on where each of several says its own: "0.8 on novels, 0.9 on users"."""
    return _own_part(sentence.items, draft, _said_in_turn(sentence, draft, _is_task))


def model_in_turn(sentence: SentenceDrafts, draft: Draft) -> tuple[int, int] | None:
    """Return the models a figure is said on, the last of several called so: "2x on dense and 3x on MoE models".

    Models that have names are paired by `name_in_turn`.
    """
    turns = _said_in_turn(sentence, draft, _is_plain)
    last = turns[max(turns)] if turns else None
    if last is None or last[1] - last[0] < 2 or not is_model_word(sentence.items[last[1] - 1]):
        return None
    return _own_part(sentence.items, draft, turns)


def _said_in_turn(sentence: SentenceDrafts, draft: Draft, fits: Callable[[list[Item]], bool]) -> dict[int, ItemRange]:
    """Return what each figure of a draft's list or kind is said on, by its item, or by its place in the list."""
    items = sentence.items
    if draft.members > 1:
        parts = _listed_parts(items, draft)
        return dict(enumerate(parts)) if parts and all(fits(items[low:high]) for low, high in parts) else {}
    own = _said_on(items, draft.item)
    if own is None or not fits(items[own[0] : own[1]]):
        return {}
    turns = {
        one.item: span for one in sentence.drafts if one.kind == draft.kind and (span := _said_on(items, one.item))
    }
    turns = {item: (low, high) for item, (low, high) in turns.items() if fits(items[low:high])}
    return turns if len(turns) > 1 else {}


def _own_part(items: list[Item], draft: Draft, turns: dict[int, ItemRange]) -> tuple[int, int] | None:
    if not turns:
        return None
    low, high = turns[draft.member if draft.members > 1 else draft.item]
    return items[low].start, items[high - 1].end


def _listed_parts(items: list[Item], draft: Draft) -> list[ItemRange]:
    """Return the list that pairs with a draft's own: "38.9% and 13.7% on A and B respectively"."""
    end = next((n for n, item in enumerate(items) if item.entry and "respectively" in item.entry.classes), None)
    if end is None or end < draft.item:
        return []
    end -= items[end - 1].text == ","
    low = next((n for n in range(end - 1, draft.item, -1) if items[n].text in ("on", "for")), None)
    parts = parts_of(items, low + 1, end) if low is not None else []
    if len(parts) != draft.members or any(item.amounts for item in items[draft.item + 1 : end]):
        return []
    return [(start_of(items, first, last), last) for first, last in parts]


def _said_on(items: list[Item], figure: int) -> ItemRange | None:
    """Return the short phrase behind a figure's own "on" or "for"."""
    if figure + 1 >= len(items) or items[figure + 1].text not in ("on", "for"):
        return None
    low = high = figure + 2
    while high < len(items) and high - low < _TURN and (modifies(items[high]) or items[high].mention is not None):
        high += 1
    low = start_of(items, low, high) if high > low else low
    ends = high == len(items) or items[high].amounts or items[high].text in (",", "and", ".", ")", ";", "while")
    return (low, high) if high > low and ends else None


def _is_plain(items: list[Item]) -> bool:
    """Tell whether a phrase names no model, device or metric."""
    for item in items:
        other = item.mention is not None and item.mention.kind != "dataset"
        entry = item.entry
        metric = entry is not None and entry.metric is not None and entry.metric.dimension != "data"
        if other or metric or (entry is not None and entry.device is not None) or item.text.endswith(_PLACES):
            return False
    return True


def _is_task(items: list[Item]) -> bool:
    """Tell whether a phrase can name data or a task: it names no models, device or metric, and no phase of a run."""
    return _is_plain(items) and not is_model_word(items[-1]) and items[-1].text not in _PHASES
