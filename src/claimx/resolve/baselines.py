"""The items of a sentence in, the phrases that name what is compared with out."""

from __future__ import annotations

from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.resolve.datasets import DATA_WORDS
from claimx.resolve.phrases import ItemRange, is_model_word, parts_of, start_of

_LISTING: Final = frozenset(("such", "like", "including", "namely", "e.g"))
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
_VERBAL: Final = _CLAUSES | {"be", "achieve", "outperform", "underperform", "capacity_verb"}
_WEIGHED: Final = frozenset(("over", "than", "against", "beyond"))
_OF_WHOM: Final = frozenset(("with", "in", "on", "under", "from", "by", "using", "for", "of"))
_MEASURED: Final = 5  # items of a compared figure and what it measures
_MEMBER: Final = 7  # items of one name in a list
_OURS: Final = frozenset(("its", "our", "their", "this"))
_ALIKE: Final = frozenset(("comparable", "similar", "equivalent", "identical", "equal"))
_LIKENED: Final = 4  # items of what is alike
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
            if item.text == "matched" and index and items[index - 1].text in ("at", "with", "a"):
                continue
            if item.text in _WEIGHED and not _compares(items, index, item.text):
                continue
        elif item.text in ("as", "to"):
            if not (_equates(items, index) if item.text == "as" else _likens(items, index)):
                continue
        elif "outperform" not in entry.classes or item.text in ("top", "tops", "up") or _bounds(items, index):
            continue
        start = _thing_start(items, index + 1)
        end = _phrase_end(items, start)
        if end < len(items) and items[end].text == "(":
            end = _bracketed(items, end)
        end = _listed_end(items, start, end)
        if item.text.endswith((" on", " upon")) and any(one.text in DATA_WORDS for one in items[start:end]):
            continue  # "improves on many benchmarks" says where
        if end > start and items[start].text not in ("it", "that", "this", "them"):
            found.append((start, end))
    return found


def _bounds(items: list[Item], index: int) -> bool:
    """Tell whether "exceeding" only bounds the figure behind it: "speeds exceeding 120 FPS"."""
    return items[index].text.startswith("exceed") and any(item.amounts for item in items[index + 1 : index + 2])


def _thing_start(items: list[Item], start: int) -> int:
    """Return where the thing compared with begins: behind "than with", behind "vs. 51 tokens/s with"."""
    index = start
    if index < len(items) and items[index].amounts:
        index += 1
        while index < min(len(items), start + _MEASURED) and items[index].text not in _OF_WHOM:
            if items[index].amounts or items[index].text in _STOPPERS:
                return start
            index += 1
        return index + 1 if index < min(len(items), start + _MEASURED) else start
    if index < len(items) and items[index - 1].text in ("than", "as") and items[index].text in _OF_WHOM:
        return index + 1
    return start


def _equates(items: list[Item], index: int) -> bool:
    """Tell whether "as" is the second of a figure's: "3x as fast as"."""
    before = [item.text for item in items[max(0, index - 4) : index]]
    if "same" in before:
        return True
    return "as" in before[-3:] and any(item.amounts for item in items[max(0, index - 6) : index])


def _likens(items: list[Item], index: int) -> bool:
    """Tell whether "to" is the second of a likeness: "comparable FID to", "similar accuracy to"."""
    before = items[max(0, index - _LIKENED) : index]
    opened = max((n for n, item in enumerate(before) if item.text in _ALIKE), default=len(before))
    return not any(item.amounts or item.text in _STOPPERS for item in before[opened:]) and opened < len(before)


def _listed_end(items: list[Item], start: int, end: int) -> int:
    """Return the end of a list with commas that a phrase opens: "random search, evolution, and MCTS"."""
    if end == start:
        return end
    index = end
    while index < len(items) and items[index].text == ",":
        index += 1
        last = index < len(items) and items[index].text in ("and", "or")
        close = _phrase_end(items, index + last)
        if close == index + last or close - index > _MEMBER or _predicated(items, index, close):
            return end
        joined = any(item.text in ("and", "or") for item in items[index:close])
        if last or joined:
            return end if close < len(items) and _goes_on(items, index, close) else close
        index = close
    return end


def _goes_on(items: list[Item], low: int, high: int) -> bool:
    """Tell whether the last of a list is what changes next: "over BM25, and F1 by 1.3%", "and ends 2x faster"."""
    measured = any(item.entry is not None and item.entry.metric is not None for item in items[low:high])
    return _acts(items[high]) or bool(items[high].amounts) or (measured and items[high].text == "by")


def _predicated(items: list[Item], low: int, high: int) -> bool:
    """Tell whether a verb or a pronoun stands among some items: they are a clause, no name."""
    return any(_acts(item) or (item.entry is not None and "we" in item.entry.classes) for item in items[low:high])


def _acts(item: Item) -> bool:
    return item.entry is not None and bool(item.entry.classes & _VERBAL) and item.entry.metric is None


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
    sets = index == 0 or any(item.amounts for item in items[index + 1 : index + 2])  # "38 ms, against 95 ms for it"
    if word == "than" or (word == "against" and sets):
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
        listed = listed or item.text in _LISTING
        if item.text == "," and index + 1 < len(items) and items[index + 1].text in _LISTING:
            listed = True
        if item.amounts and not any(map(is_model_word, items[index + 1 : index + 2])):  # but "a 671B model"
            break
        if item.text in _STOPPERS and not (listed and item.text == ","):
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
    behind = [r for r in ranges if r[0] > draft.item and not _takes_own(items, r)]
    ahead = [r for r in ranges if r[1] <= draft.item and not any(i.text == ";" for i in items[r[1] : draft.item])]
    chosen = behind[0] if behind else ahead[-1] if ahead else None
    if chosen is None:
        return None
    low, high = chosen
    if draft.members > 1:
        naming = next((index + 1 for index in range(low, high) if items[index].text in _LISTING), low)
        parts = parts_of(items, naming, high)
        if len(parts) == draft.members:
            low, high = parts[draft.member]
    return _named(items, low, high)


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
        for index in range(draft.item + 1, min(low, draft.item + 2 * _MEASURED)):
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
    end = _phrase_end(items, start)
    return _named(items, start, end) if end > start and items[start].text not in _OURS else None


def _owner(items: list[Item], metric: ItemRange) -> tuple[int, int] | None:
    """Return whose metric it is: "the throughput of vLLM", "the FLOPs spent by the full chain"."""
    for index in range(metric[0] + 1, min(len(items) - 1, metric[1] + 2)):
        if items[index].text == "of" and items[index + 1].text not in _OURS:
            before = items[index - 1].entry
            return None if before is None or before.metric is None else _whole(items, index + 1)
    return None


def _named(items: list[Item], low: int, high: int) -> tuple[int, int]:
    low = start_of(items, low, high)
    return items[low].start, items[high - 1].end
