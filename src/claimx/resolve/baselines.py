"""The items of a sentence in, the phrases that name what is compared with out."""

from __future__ import annotations

from typing import Final

from claimx.claim.item import Item
from claimx.resolve.datasets import DATA_WORDS
from claimx.resolve.phrases import ItemRange, is_model_word

LISTING: Final = frozenset(("such", "like", "including", "namely", "e.g"))
_STOPPERS: Final = frozenset((",", ";", ":", "(", ")", ".", "—", "→", "[", "]"))
_INNER: Final = frozenset(("of", "and", "or", "on", "with", "in", "such", "like", "for"))
_CLAUSES: Final = frozenset(("reduce", "improve", "increase", "accelerate", "need", "verb"))
_VERBAL: Final = _CLAUSES | {"be", "achieve", "outperform", "underperform", "capacity_verb"}
_WEIGHED: Final = frozenset(("over", "than", "against", "beyond"))
_OF_WHOM: Final = frozenset(("with", "in", "on", "under", "from", "by", "using", "for", "of"))
MEASURED: Final = 5  # items of a compared figure and what it measures
_MEMBER: Final = 7  # items of one name in a list
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
        end = phrase_end(items, start)
        if end < len(items) and items[end].text == "(":
            end = _bracketed(items, end)
        end = _listed_end(items, start, end)
        if item.text.endswith((" on", " upon")) and any(one.text in DATA_WORDS for one in items[start:end]):
            continue  # "improves on many benchmarks" says where
        named = end > start and items[start].text not in ("it", "that", "this", "them")
        if named and not all(_is_article(one) for one in items[start:end]):
            found.append((start, end))
    return found


def _is_article(item: Item) -> bool:
    """Tell whether an item names nothing: "a", "the", "only"."""
    return item.entry is not None and not item.entry.classes.isdisjoint(("det", "filler"))


def _bounds(items: list[Item], index: int) -> bool:
    """Tell whether "exceeding" only bounds the figure behind it: "speeds exceeding 120 FPS"."""
    return items[index].text.startswith("exceed") and any(item.amounts for item in items[index + 1 : index + 2])


def _thing_start(items: list[Item], start: int) -> int:
    """Return where the thing compared with begins: behind "than with", behind "vs. 51 tokens/s with"."""
    index = start
    if index < len(items) and items[index].amounts:
        index += 1
        while index < min(len(items), start + MEASURED) and items[index].text not in _OF_WHOM:
            if items[index].amounts or items[index].text in _STOPPERS:
                return start
            index += 1
        return index + 1 if index < min(len(items), start + MEASURED) else start
    limited = index < len(items) and items[index].text == "only"
    index += limited
    led = limited or items[index - 1].text in ("than", "as")
    return index + 1 if led and index < len(items) and items[index].text in _OF_WHOM else start


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
    index, listed = end, False
    while index < len(items) and items[index].text == ",":
        index += 1
        if index < len(items) and items[index].text == "respectively" and listed:
            return index - 1  # "over A, B, C, respectively"
        last = index < len(items) and items[index].text in ("and", "or")
        close = phrase_end(items, index + last)
        if close == index + last or close - index > _MEMBER or _predicated(items, index, close):
            return end
        joined = any(item.text in ("and", "or") for item in items[index:close])
        if last or joined:
            return end if close < len(items) and _goes_on(items, index, close) else close
        index, listed = close, True
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


def phrase_end(items: list[Item], start: int) -> int:
    """Return where the noun phrase that begins at `start` ends."""
    index = start
    listed = False
    while index < len(items):
        item = items[index]
        listed = listed or item.text in LISTING
        if item.text == "," and index + 1 < len(items) and items[index + 1].text in LISTING:
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
