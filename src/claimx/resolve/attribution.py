"""Drafts in, whose figure each is out: proposed, baseline or background."""

from __future__ import annotations

from typing import Final

import regex

from claimx.claim.draft import Draft
from claimx.claim.engine import SentenceDrafts
from claimx.resolve.links import baseline_ranges

# The words with which a paper begins to speak of itself.
_OWN: Final = regex.compile(
    r"(?i)\b(?:we|our|ours|us|this (?:paper|work|study|article|report|survey|thesis|technical report|research|tutorial)|"
    r"in this (?:paper|work|study|article|report)|the (?:proposed|authors|paper)|here,|introducing|is proposed|are proposed|"
    r"is presented|named|dubbed|termed|called|introduces?|presents?|proposes?)\b"
)


def own_start(text: str, sentences: list[tuple[int, int]]) -> int:
    """Return the index of the first sentence that speaks of the paper itself; 0 when none does."""
    for number, (start, end) in enumerate(sentences):
        if _OWN.search(text, start, end):
            return number
    return 0


def attribute(sentence: SentenceDrafts, own: bool) -> None:
    """Set the attribution of a sentence's drafts; `own`: the paper has begun to speak of itself."""
    items = sentence.items
    ranges = [(items[low].start, items[high - 1].end) for low, high in baseline_ranges(items)]
    for draft in sentence.drafts:
        if draft.attribution is not None:
            continue
        if not own:
            draft.attribution = "background"
        elif (draft.form == "absolute" and _compared(sentence, draft)) or (draft.quantity and draft.quantity.word == "from"):
            draft.attribution = "baseline"
        elif draft.kind in ("precision", "hardware", "model_size") and any(low <= draft.start < high for low, high in ranges):
            draft.attribution = "baseline"
        else:
            draft.attribution = "proposed"


def _compared(sentence: SentenceDrafts, draft: Draft) -> bool:
    """Tell whether an absolute figure stands right behind a word of comparison."""
    for index in range(draft.item - 1, max(-1, draft.item - 4), -1):
        entry = sentence.items[index].entry
        if sentence.items[index].amounts:
            return False
        if entry is not None and "versus" in entry.classes and sentence.items[index].text not in ("over", "beyond"):
            return True
    return False
