"""A figure that says only what differs in, its draft taken from the figure whose series it goes on out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from claimx.claim.dispatch import NONE, Dispatch
from claimx.claim.draft import Draft
from claimx.claim.effects import better_for
from claimx.claim.item import Item
from claimx.claim.metric import measured_of
from claimx.claim.sentence import SentenceDrafts
from claimx.claim.surroundings import Surroundings
from claimx.quantity import Quantity

_ENDS: Final = frozenset(("prep", "and", "be", "achieve", "need", "versus", "aux", "we", "verb", "respectively"))
_LENGTHS: Final = _ENDS | {"tokens_word", "context_word"}
_PLACES: Final = frozenset(("on", "in", "for", "at", "under", "with", "across", "when", "to"))
_CASES: Final = frozenset(("on", "for", "at", "with", "in"))
_INPUTS: Final = frozenset(("context_word", "length_word"))
_REACH: Final = 16
_OPPOSING: Final = frozenset(("while", "whereas", "but"))
_MASSES: Final = frozenset(("time", "items", "tokens", "bytes"))  # of data and of jobs, which rivals share
_OPPOSED: Final = 14  # items between a measured amount and the bare number of a rival
_MARKS: Final = 10  # a bare number up to this is a mark, and no percentage, beside percentages
_LED: Final = 6  # items between a figure and the next, behind which both their noun stands


def inherited(dispatch: Dispatch, sentence: SentenceDrafts, index: int, made: dict[int, list[Draft]]) -> list[Draft]:
    """Return drafts for a later member of a series ("by 3% on A, 5% on B") that says only what differs."""
    quantity = sentence.items[index].amounts[-1]
    if quantity.compound or _counts(sentence.items, index):
        return []
    for before in range(index - 1, max(-1, index - _REACH), -1):
        drafts = made.get(before)
        if not drafts:
            continue
        first = drafts[0]
        if first.kind == "hardware" and quantity.dimension == "number" and _set_against(sentence.items, before, index):
            return [_continued(dispatch, sentence, first, index, 0)]
        if quantity.word not in ("", "from", "to"):
            return []
        if quantity.word == "to" and first.form != "absolute" and first.quantity and first.quantity.word != "from":
            continue
        if first.form == "absolute" and (quantity.sign or _beats(sentence.items, index)):
            continue
        begun = first.quantity is not None and first.quantity.amount == "level"
        if first.form == "percent_change" and quantity.amount == "level" and not begun:
            continue  # "by 16% (52% → 68%)": the ends of a change are no further changes
        versus = any(map(_versus, sentence.items[before + 1 : index]))
        apart = (
            not versus or first.form in ("absolute", "percent_of") or quantity.dimension not in ("number", "percent")
        )
        if not apart and not _set_apart(sentence.items, index):
            continue
        if first.kind == "hardware" or not _continues(sentence.items, before, index, first.quantity, quantity):
            continue
        bare = first.kind == "context_length" or first.form != "absolute"
        if bare and quantity.word != "to" and _names_other(sentence.items, index):
            continue  # "lengths from 2048 to 16384, in 44 cells", "by 2.1% on 10 downstream tasks"
        if _is_other(sentence.items[index - 1], first, quantity):
            continue
        count = len(sentence.items[index].amounts)
        paired = drafts if len(drafts) == count else [first] * count
        return [_continued(dispatch, sentence, paired[member], index, member) for member in range(count)]
    return []


def _is_other(before: Item, first: Draft, quantity: Quantity) -> bool:
    """Tell whether a figure is of another thing: "batch size 512 and context 2048", a fraction of data or tokens."""
    if first.kind == "batch_size":
        return before.entry is not None and not before.entry.classes.isdisjoint(_INPUTS)
    return (first.unit == "items" or first.kind == "context_length") and quantity.value % 1 > 0


def _beats(items: list[Item], index: int) -> bool:
    """Tell whether a percentage is by how much something is beaten: "74.2% accuracy, 2.4% better than BERT"."""
    following = items[index + 1].entry if index + 1 < len(items) else None
    return (
        following is not None and "outperform" in following.classes and items[index].amounts[-1].dimension == "percent"
    )


def _set_apart(items: list[Item], index: int) -> bool:
    """Tell whether a figure of a series of changes names a rival or case of its own: "26% over A and 18% over B"."""
    following = items[index + 1] if index + 1 < len(items) else None
    joined = items[index - 1].text in ("and", ",", "or", "by")
    return joined and following is not None and (_places(following) and following.text not in ("to", "with", "at"))


def _counts(items: list[Item], index: int) -> bool:
    """Tell whether a number counts what stands behind it: "36 distinct topics", "3 million jobs"."""
    quantity = items[index].amounts[-1]
    counting = quantity.amount == "integer" or quantity.scale in ("thousand", "million", "billion")
    if not counting or index + 1 >= len(items):
        return False
    following = items[index + 1]
    if following.entry is not None:
        plain = quantity.scale and all(name[0] == "=" for name in following.entry.classes)  # "3 million jobs"
        return bool(plain) or "uncounted" in following.entry.classes
    return following.mention is None and not following.amounts and following.text.isalpha() and len(following.text) > 3


def _names_other(items: list[Item], index: int) -> bool:
    """Tell whether a whole number stands before a noun that says what it counts, and no length or metric."""
    following = items[index + 1] if index + 1 < len(items) else None
    if items[index].amounts[-1].amount != "integer" or following is None or not following.text[:1].isalpha():
        return False
    entry = following.entry
    return entry is None or (entry.metric is None and not entry.classes & _LENGTHS)


def goes_on(sentence: SentenceDrafts, index: int, made: dict[int, list[Draft]]) -> bool:
    """Tell whether a figure plainly is the next of a series of changes: "29% on A, 13% on B", "29% (A), 13% (B)"."""
    items = sentence.items
    before = next((at for at in range(index - 1, max(-1, index - _REACH), -1) if items[at].amounts), None)
    lead = index - (items[index - 1].text == "from")
    if before is None or index + 1 >= len(items) or items[lead - 1].text not in (",", "and", "or"):
        return False
    drafts = made.get(before)
    if not drafts or drafts[0].form not in ("ratio", "percent_change", "delta"):
        return False
    first, quantity = drafts[0].quantity, items[index].amounts[-1]
    if first is None or first.dimension != quantity.dimension or first.unit != quantity.unit:
        return False
    if quantity.word and (quantity.word != "from" or quantity.value_high is None):
        return False
    labelled = items[before + 1].text == items[index + 1].text == "("
    if not labelled and not (_places(items[before + 1]) and _places(items[index + 1])):
        return False
    if _names_cost(items, before + 2) and _names_cost(items, index + 2):
        return False  # "6x on model size and 30x on FLOPs": each of its own
    between = items[before + 2 : lead]
    while between and between[-1].text in (",", "and", "or"):
        between = between[:-1]
    if labelled:
        closed = bool(between) and between[-1].text == ")"
        between = between[:-1] if closed else []
    return bool(between) and all(_nominal(item) or item.text in ("the", "a", "an", "of", "and") for item in between)


def _names_cost(items: list[Item], index: int) -> bool:
    """Tell whether what stands at a place of the sentence is measured, and no score: "on FLOPs"."""
    entry = items[index].entry if index < len(items) else None
    return entry is not None and entry.metric is not None and entry.metric.dimension != "quality"


def _versus(item: Item) -> bool:
    return item.entry is not None and "versus" in item.entry.classes


def _places(item: Item) -> bool:
    """Tell whether an item says of which case a figure is: "on", "for", "compared to"."""
    return item.text in _PLACES or _versus(item)


def lead(dispatch: Dispatch, sentence: SentenceDrafts, made: dict[int, list[Draft]]) -> None:
    """Make a draft of a figure whose noun stands behind the next one: "2x prefill and 3x decode speedup"."""
    items = sentence.items
    for index, item in enumerate(items):
        if index in made or len(item.amounts) != 1 or item.amounts[0].dimension not in ("ratio", "percent"):
            continue
        later = next((at for at in range(index + 1, min(len(items), index + _LED)) if items[at].amounts), index)
        drafts = made.get(later)
        if not drafts or items[later - 1].text not in ("and", ","):
            continue
        first, quantity = drafts[0], item.amounts[0]
        named = items[index + 1 : later - 1]
        noun = first.construction.rpartition("/")[2].startswith("amount-")
        shared = first.quantity is not None and (first.quantity.unit, first.quantity.word) == (
            quantity.unit,
            quantity.word,
        )
        if noun and shared and named and all(_nominal(one) for one in named):
            draft = _continued(dispatch, sentence, first, index, 0)
            spoken = next((one.entry.before for one in named if one.entry is not None and one.entry.before), None)
            draft.metric = (named[0].start, named[-1].end) if spoken is None else draft.metric
            draft.statistic = spoken[1] if spoken is not None and spoken[0] == "statistic" else draft.statistic
            made[index] = [draft]
            sentence.drafts.append(draft)


def begin(dispatch: Dispatch, sentence: SentenceDrafts, made: dict[int, list[Draft]]) -> None:
    """Make a draft of where a change starts from what is known of where it leads: "from 2k to 64k context"."""
    items = sentence.items
    for index, item in enumerate(items):
        if index in made or len(item.amounts) != 1 or item.amounts[0].word != "from":
            continue
        reach = range(index + 1, min(len(items), index + 12))
        end = next((at for at in reach if items[at].amounts and items[at].amounts[-1].word == "to"), index)
        if drafts := made.get(end):
            made[index] = [_continued(dispatch, sentence, drafts[0], index, 0)]
            sentence.drafts += made[index]


def _continued(dispatch: Dispatch, sentence: SentenceDrafts, first: Draft, index: int, member: int) -> Draft:
    """Return a draft for another figure of the series of `first`."""
    amounts = sentence.items[index].amounts
    quantity = amounts[member]
    draft = replace(
        first, start=quantity.start, end=quantity.end, value=quantity.value, value_high=quantity.value_high,
        item=index, member=member, members=len(amounts), quantity=quantity, inherited=True,
        qualifier=quantity.qualifier,
        statistic=quantity.statistic or (first.statistic if quantity.qualifier != "up_to" else None),
    )  # fmt: skip
    alike = first.quantity is not None and quantity.dimension == first.quantity.dimension
    if quantity.unit is not None and alike and quantity.dimension != "decibels":
        draft.unit = quantity.unit
    if first.kind == "quality" and first.unit == "%" and quantity.unit is None and quantity.value <= _MARKS:
        draft.unit = "score"
    named = first.sense is not None or first.form in ("absolute", "percent_of")
    if named and not _in_a_place(sentence, first, index):
        _localise(dispatch, sentence, index, draft)
    return draft


def _in_a_place(sentence: SentenceDrafts, first: Draft, index: int) -> bool:
    """Tell whether "in" says of which case a figure is, as it does of the first: "latency by 54% in A and 50% in B"."""
    items = sentence.items
    named = first.metric is not None and first.metric[1] <= first.start
    return named and all(at + 1 < len(items) and items[at + 1].text == "in" for at in (first.item, index))


def _localise(dispatch: Dispatch, sentence: SentenceDrafts, index: int, draft: Draft) -> None:
    """Give a later member of a series its own metric where one stands right behind its figure."""
    items = sentence.items
    low = index + 1
    if low < len(items) and items[low].text in ("on", "for", "at"):
        return
    while low < len(items) and items[low].text in ("in", "of", "the"):
        low += 1
    high = low
    while high < len(items) and high - low < 5 and _nominal(items[high]):
        high += 1
    measured = measured_of(items, (low, high), index) if high > low else []
    if len(measured) != 1 or measured[0].dimension == NONE or draft.quantity is None:
        return
    found = measured[0]
    better = draft.better if draft.sense is None else better_for(draft.sense.effect, found)
    effects: tuple[str, ...] = ()
    if better is not None:
        effect = (draft.sense.effect if draft.sense else None) or ""
        effects = ("better" if better else "worse", "judged" if effect in ("better", "worse") else effect)
    near = Surroundings(items, sentence.row, index, found.items, {}, sentence.topics)
    rule = dispatch.find_rule(
        draft.construction, draft.quantity.amount, draft.quantity.unit, found.dimension, effects, near
    )
    if draft.sense is not None and draft.sense.dimension:
        draft.metric = found.span  # "speedups of 2x in addition and 3x in multiplication"
    elif rule is not None:
        draft.kind, draft.rule, draft.metric, draft.better = rule.kind, rule.id, found.span, better
        draft.lower_better = found.better == "lower"


def _nominal(item: Item) -> bool:
    """Tell whether an item can stand in the name of a metric."""
    if item.amounts or item.mention is not None:
        return item.mention is not None
    if item.entry is not None:
        return item.entry.metric is not None or not item.entry.classes & _ENDS
    return item.text[:1].isalpha()


def _set_against(items: list[Item], before: int, index: int) -> bool:
    """Tell whether a bare number is what a measured amount is set against: "14.2 ms, up from 9.6"."""
    between = items[before + 1 : index]
    if not between or any(item.amounts and between[n - 1].text not in _CASES for n, item in enumerate(between)):
        return False
    last, lead = items[index - 1], items[index - 2].text
    known = last.entry.classes if last.entry is not None else frozenset()
    closes = index + 1 >= len(items) or items[index + 1].text in (",", ".", ";", ")")
    if closes and known & {"achieve", "need"} and any(item.text in _OPPOSING for item in items[:index]):
        return index - before <= _OPPOSED and items[before].amounts[-1].dimension not in _MASSES
    if index - before > _LED:
        return False
    behind = items[index + 1 : index + 2]
    placed = any(one.text == between[0].text and one.text in _CASES for one in behind)
    placed = placed or (any(map(_versus, behind)) and any(map(_versus, between)))
    against = "versus" in known and last.text not in ("over", "than", "beyond")
    return against or (last.text == "from" and lead in ("up", "down")) or (placed and last.text in (",", "and"))


def _continues(items: list[Item], before: int, index: int, first: Quantity | None, quantity: Quantity) -> bool:
    """Tell whether the figure at `index` goes on the series of the one at `before`."""
    if first is None or bool(first.scale) != bool(quantity.scale):
        return False
    if quantity.word == "from" and first.word not in ("from", "to"):
        return False  # "extends a 7B model from 32K to 128K context"
    if (first.scale == "G") != (quantity.scale == "G") and first.dimension == "number":
        return False  # "parameters fall to 23M, FLOPs to 1.1G"
    if first.dimension != quantity.dimension:
        return quantity.dimension == "number" and first.unit is not None and _set_against(items, before, index)
    if quantity.word == "to" and first.word == "from":
        return True
    return any(
        item.text in (",", "and", ";", "(", "vs", "versus", "while", "whereas", "or", "/", "but", "from", "to")
        or _versus(item)
        for item in items[before + 1 : index]
    )
