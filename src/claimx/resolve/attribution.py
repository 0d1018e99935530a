"""Drafts in, whose figure each is out: proposed, baseline or background."""

from __future__ import annotations

from typing import Final

import regex

from claimx.claim.draft import NAMED_KINDS, Draft
from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.resolve.compared import own_baseline
from claimx.resolve.hardware import PLACED, is_opposed, opens_against
from claimx.resolve.phrases import ItemRange

# The words with which a paper begins to speak of itself.
_OWN: Final = regex.compile(
    r"(?i)\b(?:we|our|ours|us|this (?:paper|work|study|article|report|survey|thesis|technical report|research)|"
    r"this tutorial|the (?:proposed|authors|paper)|here,|introducing|is proposed|are proposed|"
    r"is presented|named|dubbed|termed|called|(?:introduces?|presents?)\b(?!(?: [\w-]+){0,3}? (?:challeng|overhead|"
    r"latenc|bottleneck|difficult|problem|error|issue|cost|complexit|delay|risk|trade-?off|opportunit|obstacle|barrier|"
    r"limitation|noise|redundan|burden|concern|instabilit|hurdle|dilemma|inefficien|communication|interference))|proposes?)\b"
)

_SET_AGAINST: Final = 2  # items from a share back to the one before the word between them
_ONE_TO_ONE: Final = frozenset(("vs", "vs.", "versus"))  # "PESQ 3.2 vs. 2.8, STOI 0.96": one figure on each side
_RELATIVE: Final = frozenset(("which", "that", "who", "what", "whose"))
_SCORED: Final = 7  # items back from a score in brackets: "surpass the performance of GPT-4 (19%)"
_REACH: Final = 5  # items between a word of comparison and the figure behind it
_CLAUSE: Final = 14  # items between "while" and the figure of its clause
_SHARED: Final = NAMED_KINDS | {"dataset_size"}  # what rivals may have in common
_PLACED: Final = frozenset(("hardware", "dataset_size"))  # what a figure is seen on
_WHILE: Final = frozenset(("while", "whereas", "where"))
_STOPS: Final = frozenset((",", ";", ":", "."))
_EARLIER: Final = frozenset(("existing", "previous", "prior", "current", "conventional", "traditional", "standard"))
_OF_WHICH: Final = frozenset(("in", "at", "with", "a", "on", "under", "of", "for"))
_LEVELS: Final = frozenset(("lags", "stands_below", "stands_above"))
_METHODS: Final = frozenset(
    ("systems", "methods", "approaches", "techniques", "tools", "frameworks", "solutions", "algorithms", "schemes")
)
_FULL: Final = 16  # bits
_SUBJECT: Final = 4  # items of the subject of a clause
_BASELINES: Final = frozenset(("baseline", "baselines", "counterpart", "counterparts"))


def own_start(text: str, sentences: list[tuple[int, int]]) -> int:
    """Return the index of the first sentence that speaks of the paper itself; 0 when none does."""
    for number, (start, end) in enumerate(sentences):
        if _OWN.search(text, start, end):
            return number
    return 0


def attribute(
    sentence: SentenceDrafts, baselines: list[ItemRange], own: bool, reasons: dict[int, str] | None = None
) -> None:
    """Set the attribution of a sentence's drafts; `own`: the paper has begun to speak of itself.

    `reasons` takes why, by the `id` of the draft.
    """
    if not sentence.drafts:
        return
    items = sentence.items
    ranges = [(items[low].start, items[high - 1].end) for low, high in baselines]
    owned: list[tuple[int, int]] = []
    if any(map(_is_platform, sentence.drafts)):
        owned = [span for draft in sentence.drafts if draft.form != "absolute" and (span := own_baseline(items, draft))]
    for draft in sentence.drafts:
        if draft.attribution is not None:
            continue
        inside = ranges + owned if _is_platform(draft) else ranges
        draft.attribution, why = _attributed(sentence, draft, own, inside)
        if reasons is not None:
            reasons[id(draft)] = why


def _is_platform(draft: Draft) -> bool:
    """Tell whether a share or multiple "of" what is named sets it apart: a device, a full precision, and no model."""
    return draft.kind == "hardware" or (draft.kind == "precision" and (draft.value or 0) >= _FULL)


def _attributed(sentence: SentenceDrafts, draft: Draft, own: bool, ranges: list[tuple[int, int]]) -> tuple[str, str]:
    """Return the attribution of a draft and why it is that."""
    if not own:
        return "background", "the paper has not yet begun to speak of itself"
    if (draft.form == "absolute" and _compared(sentence, draft)) or _set_against(sentence.items, draft):
        return "baseline", "stands right behind a word of comparison"
    if draft.quantity and draft.quantity.word == "from" and (draft.value_high is None or draft.quantity.split < 0):
        return "baseline", "where a change starts from"
    if draft.kind not in _SHARED and _said_of_rivals(sentence.items, draft.item):
        return "baseline", "the clause is about existing ones"
    if draft.kind == "hardware" and is_opposed(sentence.items, draft.item):
        return "baseline", "what is compared with runs on it"
    if draft.kind in NAMED_KINDS and _is_called_baseline(sentence.items, draft.item):
        return "baseline", "called a baseline"
    if draft.kind in NAMED_KINDS and any(low <= draft.start < high for low, high in ranges):
        return "baseline", "inside the phrase that names what is compared with"
    return "proposed", "nothing speaks against it"


def _is_called_baseline(items: list[Item], index: int) -> bool:
    """Tell whether what is named is called a baseline, or lies below: "the FP16 baseline", "above Llama-2-7B (45)"."""
    following = items[index + 1].text if index + 1 < len(items) else ""
    before = items[index - 1].entry if index else None
    return following in _BASELINES or (
        following == "(" and before is not None and not before.classes.isdisjoint(_LEVELS)
    )


def _set_against(items: list[Item], draft: Draft) -> bool:
    """Tell whether a share or change stands right behind the one it is set against: "1.5x instead of 3x"."""
    if draft.form == "absolute" or draft.item < _SET_AGAINST:
        return False
    if draft.form != "percent_of":
        earlier = any(item.amounts for item in items[max(0, draft.item - _REACH) : draft.item - 1])
        return earlier and _leads_to_baseline(items[draft.item - 1])
    entry = items[draft.item - 1].entry
    return entry is not None and "versus" in entry.classes and bool(items[draft.item - _SET_AGAINST].amounts)


def _compared(sentence: SentenceDrafts, draft: Draft) -> bool:
    """Tell whether a stated figure stands right behind a word of comparison."""
    items = sentence.items
    if _set_before(items, draft.item):
        return False
    if opens_against(items, draft.item) or (draft.item and _leads_to_baseline(items[draft.item - 1])):
        return True
    if draft.kind == "quality" and _is_level(items, draft.item):
        return True
    scored = draft.kind == "quality" and draft.item > 0 and items[draft.item - 1].text == "("
    index, reach, chained = draft.item, draft.item - (_SCORED if scored else _REACH), False
    while index > max(0, reach):
        index -= 1
        entry = items[index].entry
        if items[index].text == ")" and (aside := _opened(items, index)) is not None:
            index = aside
            continue
        if any(quantity.dimension != "bits" for quantity in items[index].amounts):
            closed = items[index + 1].text == ")"
            if items[index + 1 + closed].text == "and" and _reaches(items[index + 2 + closed]):
                return False  # "3 ms rather than 9 and reaches 80%"
            if items[index + 1 + closed].text in ("and", ",") or _is_whose(items, index + 1 + closed, draft.item):
                reach, chained = index - _REACH, True
                continue  # "outperforming both A 67.5% and B 11.2%", "A (67.5%) and B (11.2%)"
            return False
        if _parts(items, index, draft):
            return False
        if items[index].text.endswith(" than"):
            return True
        if items[index].text in _WHILE:
            return _opposes(items, index, draft.item)
        if (
            entry is not None
            and {"versus", "outperform"} & entry.classes
            and items[index].text not in ("over", "beyond")
        ):
            return not (chained and items[index].text in _ONE_TO_ONE) and not _is_closed(items, index, draft.item)
    return draft.kind not in _SHARED and _stands_in_opposition(items, draft.item)


def _opened(items: list[Item], close: int) -> int | None:
    """Return where the bracket opens whose comparison stays inside it: "(11.3 vs. 16.1) and LAMBADA (65.2%"."""
    for index in range(close - 1, max(-1, close - _CLAUSE), -1):
        if items[index].text == "(":
            inside = items[index + 1 : close]
            return index if any(one.entry is not None and "versus" in one.entry.classes for one in inside) else None
    return None


def _is_level(items: list[Item], figure: int) -> bool:
    """Tell whether a figure in brackets is the level of what something lies below: "behind human experts (90%)"."""
    opened = next((at for at in range(figure - 1, max(-1, figure - _SUBJECT), -1) if items[at].text == "("), 0)
    before = items[max(0, opened - _REACH) : opened]
    return any(one.entry is not None and not one.entry.classes.isdisjoint(_LEVELS) for one in before)


def _parts(items: list[Item], index: int, draft: Draft) -> bool:
    """Tell whether a word before a figure parts it from any comparison that stands further back."""
    if _begins_anew(items, index) or _is_said(items, index):
        return True
    text, before = items[index].text, items[index - 1]
    if text == "on" and draft.kind in _PLACED:
        return before.text not in PLACED
    if text in ("for", "in") and draft.kind == "model_size":
        return True  # "higher throughput than FlexGen for Mixtral 8x7B"
    if text == "against":  # "a win rate against GPT-4 of 52%"
        return items[draft.item - 1].text == "of" and before.entry is not None and before.entry.metric is not None
    if text == "under" and draft.kind == "precision":
        return True  # "comparable to the original models under 2-bit compression"
    return text == "matched" and before.text in _OF_WHICH  # "in matched models with 12M parameters"


def _is_closed(items: list[Item], index: int, figure: int) -> bool:
    """Tell whether a comma ends the comparison that opens a sentence, for a name: "Unlike FP16, INT4 is small"."""
    opens = not index or items[index - 1].text in _STOPS
    return opens and any(item.text == "," for item in items[index:figure]) and not items[figure].amounts


def _is_whose(items: list[Item], index: int, figure: int) -> bool:
    """Tell whether "for" names whose a figure is, before the next of its list: "against 59% for A, 63% for B"."""
    between = items[index + 1 : figure]
    joined = any(item.text in (",", "and") for item in between) and not any(map(_reaches, between))
    return items[index].text == "for" and joined


def _stands_in_opposition(items: list[Item], figure: int) -> bool:
    """Tell whether "while" and a rival open the clause of a figure: "while GPT-4 with its own prompt solves 4%"."""
    for index in range(figure - 1, max(-1, figure - _CLAUSE), -1):
        if items[index].amounts or items[index].text in _STOPS:
            return False
        if items[index].text in _WHILE:
            return _opposes(items, index, figure)
    return False


def _said_of_rivals(items: list[Item], figure: int) -> bool:
    """Tell whether the clause of a figure opens with what there was before: "existing tools preserve only 8%"."""
    opened = next((at + 1 for at in range(figure - 1, -1, -1) if items[at].text in _STOPS | _WHILE), 0)
    subject = items[opened : min(opened + _SUBJECT, figure)]
    return bool(subject) and subject[0].text in _EARLIER and any(item.text in _METHODS for item in subject)


def _begins_anew(items: list[Item], index: int) -> bool:
    """Tell whether a comma leads back to the paper: "than BERT, at 81%", "on par with it, achieving 41%"."""
    if not index or items[index - 1].text != ",":
        return False
    return items[index].text in ("at", "with") or (items[index].text.endswith("ing") and _reaches(items[index]))


def _opposes(items: list[Item], index: int, figure: int) -> bool:
    """Tell whether what stands behind "while" is a rival: "while BERT needs", "whereas the incumbent takes"."""
    if index + 1 >= figure:
        return False
    skipped = items[index + 1].text == "the" and items[index].text != "where"
    subject = items[index + 1 + skipped]
    rival = subject.entry is not None and "rival_word" in subject.entry.classes
    if skipped or rival:
        return rival
    named = subject.text[:1].isalpha() and subject.entry is None and not subject.text.endswith("ing")
    return subject.mention is not None or named


def _reaches(item: Item) -> bool:
    return item.entry is not None and not item.entry.classes.isdisjoint(("achieve", "need"))


def _is_said(items: list[Item], index: int) -> bool:
    """Tell whether a main verb "is" leads to a figure: "the win rate against BERT is 64%", and not "which is"."""
    entry = items[index].entry
    return entry is not None and "be" in entry.classes and index > 0 and items[index - 1].text not in _RELATIVE


def _set_before(items: list[Item], index: int) -> bool:
    """Tell whether a figure is the one that another is set against: the first of "(29.5% vs. 15.3%)"."""
    entry = items[index + 1].entry if index + 2 < len(items) and items[index + 2].amounts else None
    return entry is not None and "versus" in entry.classes


def _leads_to_baseline(item: Item) -> bool:
    """Tell whether a cue of the packs says that the figure right behind it is a baseline's: "up from 35%"."""
    return item.entry is not None and item.entry.before == ("attribution", "baseline")
