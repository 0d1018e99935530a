"""A draft and the names around it in, the model and the benchmark it is about out."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item, bracketed
from claimx.claim.sentence import SentenceDrafts
from claimx.resolve.datasets import DATA_WORDS
from claimx.resolve.phrases import ItemRange, is_model_word, reached, said

_PLACED: Final = 4  # items from a figure to the name behind its "on"
_BRACKETED: Final = 8  # items between a bracket and a figure in it
_LEFT_OUT: Final = 8  # items between "without" and a name
_LEADING: Final = frozenset(
    (
        "on",
        "for",
        "of",
        "with",
        "using",
        "across",
        "in",
        "when",
        "running",
        "training",
        "to",
        "compress",
        "quantizing",
        "compressing",
        "run",
        "train",
        "serving",
        "pre-training",
        "pretraining",
        "fine-tuning",
        "deploying",
        "pretrain",
        "pre-train",
        "evaluate",
        "accelerate",
        "accelerates",
        "enable",
        "enables",
        "enabling",
        "allow",
        "allows",
        "allowing",
        "trains",
        "serves",
        "runs",
        "pruning",
        "prune",
        "quantize",
        "compresses",
        "accelerating",
        "evaluating",
        "finetune",
        "fine-tune",
        "finetuning",
        "optimize",
        "optimizing",
    )
)


def named(items: list[Item], kind: str) -> list[ItemRange]:
    """Return the mentions of one kind as item ranges: no model beside a word for data, no data before "models"."""
    found = [(i, i + 1) for i, item in enumerate(items) if item.mention is not None and item.mention.kind == kind]
    if kind == "model":
        return [r for r in found if not any(item.text in DATA_WORDS for item in items[max(0, r[0] - 1) : r[1] + 1])]
    return [r for r in found if not any(item.text == "models" for item in items[r[1] : r[1] + 1])]


def name_of(items: list[Item], ranges: list[ItemRange], draft: Draft, *, loose: bool = False) -> tuple[int, int] | None:
    """Return the name a figure is about: by position in a list, right behind it, or the last before it."""
    if not ranges:
        return None
    if draft.members > 1:
        for listed in (ranges, [r for r in ranges if r[0] < draft.item], [r for r in ranges if r[0] > draft.item]):
            if len(listed) != draft.members or len({_spoken(items, r) for r in listed}) != draft.members:
                continue
            parted = any(item.amounts for item in items[listed[0][1] : listed[-1][0]])
            if not parted or listed[-1][1] <= draft.item:
                low, high = listed[draft.member]
                return items[low].start, items[high - 1].end
    if any(_second(items, low) for low, _ in ranges) and _alternates(items, draft.item):
        ranges = [r for r in ranges if _second(items, r[0]) == _second(items, draft.item)]
    figure = _pair_end(items, draft)
    behind = [r for r in ranges if r[0] > draft.item]
    ahead = [r for r in ranges if r[0] < draft.item]
    if ahead and draft.item - ahead[-1][1] == 1 and items[draft.item - 1].text == "in":
        low, high = ahead[-1]
    elif behind and reached(items, figure, behind[0][0]):
        low, high = behind[0]
    else:
        behind = [r for r in behind if not _turns(items, draft.item, r[0])]
        governed = [r for r in (*reversed(ahead), *behind) if loose or _governed(items, r[0], r[1])]
        if not governed:
            return None
        low, high = governed[0]
        if low < draft.item and _taken(items, low) and _placed_itself(items, draft.item):
            return None
    return items[low].start, items[high - 1].end


def _taken(items: list[Item], name: int) -> bool:
    """Tell whether a name is what the figure right before it was measured on: "a 3.7x speedup on GPT-2"."""
    return items[name - 1].text == "on" and any(item.amounts for item in items[max(0, name - _PLACED) : name - 1])


def _placed_itself(items: list[Item], figure: int) -> bool:
    """Tell whether a figure says of its own what it was measured on, by a name that no pack knows."""
    for index in range(figure + 1, min(figure + _PLACED, len(items) - 1)):
        if items[index].amounts:
            return False
        if items[index].text == "on":
            return items[index + 1].mention is None and items[index + 1].entry is None
    return False


def _pair_end(items: list[Item], draft: Draft) -> int:
    """Return where a figure's change ends: at the second of "from 0.62 to 0.51", behind the bracket of "57% (+8%)"."""
    start = draft.item
    if start + 3 < len(items) and items[start + 2].amounts and bracketed(items, start + 2):
        return start + 3
    if draft.quantity is None or draft.quantity.word != "from" or start + 2 >= len(items):
        return start
    return start + 2 if items[start + 1].text == "to" and items[start + 2].amounts else start


def _second(items: list[Item], index: int) -> bool:
    """Tell whether an item alone in brackets is the second of two: the 7.5% of "10.8% (7.5%)"."""
    return index > 1 and bracketed(items, index)


def _alternates(items: list[Item], figure: int) -> bool:
    """Tell whether a figure is one of two, the second in brackets."""
    if _second(items, figure):
        return bool(items[figure - 2].amounts)
    return bool(items[figure + 2 : figure + 3]) and bool(items[figure + 2].amounts) and _second(items, figure + 2)


def _spoken(items: list[Item], span: ItemRange) -> str:
    """Return a name as it is told from others."""
    first = items[span[0]]
    return said(first) if first.mention is not None else " ".join(item.text for item in items[span[0] : span[1]])


def _turns(items: list[Item], figure: int, name: int) -> bool:
    """Tell whether the sentence turns to another clause with its own figure before it comes to a name."""
    between = items[figure + 1 : name]
    if not any(item.amounts for item in between):
        return False
    return any(
        item.text in ("while", "whereas", ";")
        or (item.text == "," and following.entry is not None and following.entry.classes & {"det", "we"})
        for item, following in pairwise(between)
    )


def _governed(items: list[Item], start: int, end: int) -> bool:
    """Tell whether a preposition or a verb of running leads up to a name, or it is what does or is something."""
    if start == 0 or items[start - 1].text in ("that", ":"):
        return True
    if _left_out(items, start):
        return False
    if any(item.text in _LEADING for item in items[max(0, start - 6) : start]):
        return True
    raised = items[start - 1].entry
    if raised is not None and raised.classes & {"improve", "increase", "reduce", "accelerate", "compress"}:
        return True
    if end < len(items) and items[end].text == "'":
        return True
    end = _described_end(items, end)
    end += end + 1 < len(items) and items[end].text == ","
    following = items[end].entry if end < len(items) else None
    return following is not None and bool(following.classes & {"achieve", "be", "need", "capacity_verb", "outperform"})


def _described_end(items: list[Item], end: int) -> int:
    """Return where what only describes a name ends: the "model with 5M parameters" of "our Vela model with ..."."""
    while end < len(items) and is_model_word(items[end]):
        end += 1
    if items[end : end + 1] and items[end].text == "with" and any(item.amounts for item in items[end + 1 : end + 2]):
        return end + 2
    return end


def _left_out(items: list[Item], start: int) -> bool:
    """Tell whether a name stands in what is done without: "without any scaling of ViT"."""
    for index in range(start - 1, max(-1, start - _LEFT_OUT), -1):
        if items[index].amounts or items[index].text in (",", ";", ":", ")"):
            return False
        if items[index].text == "without":
            return True
    return False


def name_in_turn(sentence: SentenceDrafts, ranges: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return the name of a figure in a sentence that takes turns: as many names as figures, each behind its own."""
    figures = sorted({d.item for d in sentence.drafts if d.kind == draft.kind})
    if len(ranges) != len(figures) or len(figures) < 2:
        return None
    ends = [*figures[1:], len(sentence.items)]
    if not all(figure < low < end for figure, (low, _), end in zip(figures, ranges, ends, strict=True)):
        return None
    low, high = ranges[figures.index(draft.item)]
    return sentence.items[low].start, sentence.items[high - 1].end


def bracketing(items: list[Item], figure: int, kind: str) -> tuple[int, int] | None:
    """Return the name whose brackets a figure opens: "GenEval (0.90)", "GPT-4 (93.2%)"."""
    for index in range(figure - 1, max(0, figure - _BRACKETED), -1):
        if items[index].text == "(":
            before = items[index - 1]
            named = before.mention is not None and before.mention.kind == kind
            return (before.start, before.end) if named else None
        if items[index].text in (")", ";"):
            return None
    return None
