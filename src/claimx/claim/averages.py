"""Drafts of one sentence in, the same with the statistics and bounds that they share out: "on average", "(median)"."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from claimx.claim.draft import NAMED_KINDS, Draft
from claimx.claim.item import Item, bracketed
from claimx.claim.sentence import SentenceDrafts

_OVERALL: Final = frozenset(("on", "averaged", "in"))
_UNAVERAGED: Final = NAMED_KINDS | {"dataset_size", "batch_size", "context_length"}
_BREAKS: Final = frozenset((";", "while", "whereas", "but"))
_REACH: Final = 16  # items between an adverb and the figures it speaks of
_LED: Final = 6  # items between a figure and the bracket behind it


def _share_led(sentence: SentenceDrafts) -> None:
    """Let "an average of" hold for the changes it leads: "an average of 3x less memory and 5x faster fits"."""
    for before, draft in pairwise(sentence.drafts):
        led = before.quantity is not None and before.quantity.statistic is not None
        if not led or draft.statistic or draft.qualifier == "up_to" or "absolute" in (before.form, draft.form):
            continue
        between = sentence.items[before.item + 1 : draft.item]
        if between and between[-1].text == "and" and not any(item.text in _BREAKS or item.amounts for item in between):
            draft.statistic = before.statistic


def share_statistics(sentence: SentenceDrafts) -> None:
    """Let "on average" hold for what it opens or closes: "On average, A falls by 3x", "3x less on average"."""
    _share_led(sentence)
    items = sentence.items
    for index, item in enumerate(items):
        spoken = item.entry and (item.entry.before or item.entry.after)
        if not spoken or spoken[0] != "statistic":
            continue
        if bracketed(items, index):
            _close(sentence, index, spoken[1])
            continue
        following = items[index + 1] if index + 1 < len(items) else None
        if item.text.split()[0] not in _OVERALL or following is None:
            continue
        if item.text == "in total" and following.entry is not None and following.entry.metric is not None:
            continue
        _spread(sentence, index, spoken[1], opens=_opens(sentence, index, following))


def _close(sentence: SentenceDrafts, index: int, statistic: str) -> None:
    """Give the figure right before a bracket the statistic in it."""
    for draft in reversed([d for d in sentence.drafts if d.item < index]):
        if draft.statistic is None and _takes_statistic(draft) and index - draft.item <= _LED:
            draft.statistic = statistic
        return


def _opens(sentence: SentenceDrafts, index: int, following: Item) -> bool:
    """Tell whether an adverb of statistics speaks of the figures behind it: "reduces energy on average by 11%"."""
    items = sentence.items
    if index == 0 or following.text == "by":
        return True
    if not _figures(sentence, 0, index):
        return _figures(sentence, index + 1, _REACH) > 0
    return items[index - 1].text in (",", ";") and _figures(sentence, index + 1, 3) == 0


def _spread(sentence: SentenceDrafts, index: int, statistic: str, *, opens: bool) -> None:
    """Give a statistic to the figures of one coordination behind a word, or before it."""
    within = [d for d in sentence.drafts if (d.item > index) == opens and _takes_statistic(d)]
    for draft in within if opens else reversed(within):
        low, high = sorted((draft.item, index))
        if (draft.form == "absolute") != ((within[0] if opens else within[-1]).form == "absolute"):
            break
        if draft.statistic or draft.qualifier == "up_to" or any(i.text in _BREAKS for i in sentence.items[low:high]):
            break
        draft.statistic = statistic


def _takes_statistic(draft: Draft) -> bool:
    return draft.kind not in _UNAVERAGED


def _figures(sentence: SentenceDrafts, start: int, count: int) -> int:
    return sum(bool(item.amounts) for item in sentence.items[start : start + count])


def share_bounds(sentence: SentenceDrafts) -> None:
    """Let "up to" hold for the later members of one coordination: "up to 4x increase in A and 70% less B"."""
    drafts = sentence.drafts
    for before, draft in pairwise(drafts):
        if (
            before.qualifier not in ("up_to", "over")
            or draft.qualifier != "exact"
            or before.quantity is None
            or draft.quantity is None
        ):
            continue
        if before.item == draft.item or (before.form == "absolute") != (draft.form == "absolute"):
            continue
        between = sentence.items[before.item + 1 : draft.item]
        if draft.form == "absolute" and any(i.entry is not None and "prep" in i.entry.classes for i in between):
            continue
        last = between[-1].text if between else ""
        if last in ("and", ",", "or") and not any(item.text in (";", "while", "by", "with") for item in between):
            draft.qualifier = before.qualifier
