"""The items of a sentence in, the models they name, size or call the paper's own out."""

from __future__ import annotations

from typing import Final

import regex

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.resolve.phrases import ItemRange, is_model_word, places_of

_SIZES: Final = frozenset(("base", "large", "small", "tiny", "huge", "xl", "xxl", "nano", "mini", "medium"))
_SIZE: Final = regex.compile(r"[a-z]{1,2}\d{0,3}|\d+(?:\.\d+)?[bmk]?|lite|pro|plus|ultra|base|large|small|tiny|huge")
_CODED: Final = regex.compile(r"[a-z]+-?[\w.]*\d[\w.]*")
_HAVING: Final = frozenset(
    ("with", "having", "has", "using", "utilizing", "uses", "contains", "containing", "requires", "requiring", "needs")
)
_APPOSED: Final = 9  # items between a name and the size that is said of it
_ARTICLES: Final = (" a ", " an ", " the ", " our ")
_TRAINING: Final = ("train", "pre-train", "pretrain", "fine-tun", "finetun", "tuned", "pre-trained")
_TOLD: Final = frozenset(("change_down", "change_up", "change_better", "change_faster"))
_SCALES: Final = frozenset(("model", "models", "scale", "size", "sized", "scales", "sizes"))
_BASED: Final = "-based"
_LIKE: Final = ("-like", "-style")
_JOINERS: Final = frozenset(("/", ",", "and", "or", "&"))
_SPANNING: Final = frozenset(("spanning", "ranging", "covering", "from", "at"))
_RANGED: Final = frozenset(("ranging", "range", "ranges", "varying", "models", "llms"))
_VARIANTS: Final = frozenset(("variant", "variants"))
_MODELS: Final = frozenset(("model", "models", "variant", "variants", "configuration"))


def own_name(items: list[Item], system: str | None) -> tuple[int, int] | None:
    """Return the paper's own name where a sentence speaks it: the model whose size is given is its own."""
    places = places_of(items, system)
    return (items[places[0][0]].start, items[places[0][0]].end) if places else None


def appositive_name(items: list[Item], model: str | None, figure: int) -> tuple[int, int] | None:
    """Return the paper's own name that a size is said of at once: "Vela, an open 7B language model"."""
    place = own_name(items[max(0, figure - _APPOSED) : figure], model)
    if place is None:
        return None
    between = [item for item in items[:figure] if item.start >= place[1]]
    opened = between[:1] and between[0].text in (",", "a", "an", "is", "(", ":")
    acts = any(item.entry is not None and item.entry.classes & {"achieve", "outperform"} for item in between)
    return place if opened and not acts and not any(item.amounts for item in between) else None


def apposed_name(items: list[Item], text: str, draft: Draft) -> tuple[int, int] | None:
    """Return a name that a size is said of at once: "Condor, an open 7B language model", "Condor having 7B"."""
    if draft.mention is not None:
        return None
    if draft.item > 1 and items[draft.item - 1].text in _HAVING:
        return _capitals_before(items, text, draft.item - 1)
    for index in range(draft.item - 1, max(0, draft.item - _APPOSED), -1):
        item, name = items[index], items[index - 1]
        if item.text == "," and text.startswith(_ARTICLES, item.end):
            return (name.start, name.end) if _is_coined(items, text, index - 1) else None
        if item.amounts or item.mention is not None or item.text in ("that", "which"):
            return None
        if item.entry is not None and "prep" in item.entry.classes:
            return None
    return None


def _capitals_before(items: list[Item], text: str, end: int) -> tuple[int, int] | None:
    """Return the name nobody listed that ends before an item: "Condor Nano having 6B parameters"."""
    start = end
    while start > 0 and items[start - 1].entry is None and text[items[start - 1].start].isupper():
        start -= 1
    named = end > start and any(_is_coined(items, text, index) for index in range(start, end))
    return (items[start].start, items[end - 1].end) if named else None


def _is_coined(items: list[Item], text: str, index: int) -> bool:
    """Tell whether an item is a model's name: a known one, or a capital where no sentence begins."""
    name = items[index]
    if name.mention is not None:
        return name.mention.kind == "model"
    written = text[name.start : name.end]
    if name.entry is not None or name.amounts or not written[:1].isupper():
        return False
    opens = index == 0 or items[index - 1].text in (":", ".", ",")
    return not opens or any(character.isupper() for character in written[1:])


def says_own_model(items: list[Item]) -> bool:
    """Tell whether a sentence speaks of the paper's model without its name: "our model", "this 56B model"."""
    for index, item in enumerate(items):
        if item.text in ("our", "this", "the") and any(i.text in _MODELS for i in items[index + 1 : index + 5]):
            return True
    return False


def points_back(items: list[Item]) -> bool:
    """Tell whether a sentence begins with a change that the last one told of: "This reduction enables"."""
    if len(items) < 2 or items[0].text not in ("this", "these", "such"):
        return False
    return any(item.entry is not None and item.entry.classes & _TOLD for item in items[1:3])


def has_size(items: list[Item], draft: Draft) -> bool:
    """Tell whether what a sentence speaks of has a size: "with only 0.7B parameters", "utilizing 7B parameters"."""
    if draft.quantity is None or draft.quantity.dimension != "parameters":
        return False
    lead = [item.text for item in items[max(0, draft.item - 2) : draft.item]]
    following = items[draft.item + 1 : draft.item + 2]
    return bool(_HAVING.intersection(lead)) and not (following and is_model_word(following[0]))


def find_variants(items: list[Item], own_model: str | None) -> list[ItemRange]:
    """Return the models nobody catalogued that are told by their size: NViT-Base, a paper's own model and "-L1"."""
    own = own_model.lower() if own_model else None
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        if item.entry is not None or item.mention is not None or item.amounts:
            continue
        if items[index + 1 : index + 2] and items[index + 1].text in _VARIANTS and _CODED.fullmatch(item.text):
            found.append((index, index + 2))
            continue
        name, hyphen, size = item.text.rpartition("-")
        known = hyphen and (size in _SIZES or (own is not None and name == own and _SIZE.fullmatch(size)))
        if known or (own is not None and item.text == f"{own}models"):
            found.append((index, index + 1))
    return found


def is_own(items: list[Item], span: ItemRange, system: str | None) -> bool:
    """Tell whether a name is the paper's own."""
    mention = items[span[0]].mention
    return system is not None and mention is not None and mention.label.lower() == system.lower()


def sized_models(sentence: SentenceDrafts) -> list[ItemRange]:
    """Return the item ranges of models named by their size: "a 20B GPT model", "a model with 1B parameters"."""
    found: list[ItemRange] = []
    items = sentence.items
    for draft in sentence.drafts:
        if draft.kind != "model_size" or draft.quantity is None:
            continue
        slot = draft.slots.get("model")
        low, high = draft.item, draft.item + 1
        if slot is not None:
            low, high = min(slot[0], low), max(slot[1], high)
        elif high < len(items) and is_model_word(items[high]):
            high += 1
        elif low > 2 and items[low - 1].text in ("with", "of") and is_model_word(items[low - 2]):
            named = items[low - 3].mention is not None or items[low - 3].text.endswith(_LIKE)
            low -= 3 if named else 2
        else:
            continue
        found.append((low, high))
    return found


def take_own_model(items: list[Item], draft: Draft) -> None:
    """Give a size the model it is the size of."""
    if draft.model is not None:
        return
    slot = draft.slots.get("model")
    if slot is not None and slot[1] < draft.item and (draft.inherited or items[slot[0]].text.endswith(_BASED)):
        slot = None
    draft.model = _begun_name(items, draft.item) or _likeness(items, draft.item)
    if draft.model is not None or slot is None:
        draft.model = draft.model or _near_model(items, draft)
        return
    if slot[1] < draft.item:
        draft.model = (items[slot[0]].start, items[slot[1] - 1].end)
        return
    low, high = min(slot[0], draft.item), max(slot[1], draft.item + 1)
    if high - low <= 3 and items[high - 1].text in _SCALES:
        return
    draft.model = (items[low].start, items[high - 1].end)


def _near_model(items: list[Item], draft: Draft) -> tuple[int, int] | None:
    """Return the model named right behind a size, or the last one before it."""
    for index in range(draft.item + 1, min(len(items), draft.item + 4)):
        mention, entry = items[index].mention, items[index].entry
        if entry is not None and entry.classes & {"outperform", "versus"}:
            break
        if mention is not None and mention.kind == "model":
            return mention.start, mention.end
    for index in range(draft.item - 1, max(-1, draft.item - 8), -1):
        mention = items[index].mention
        if mention is not None and mention.kind == "model":
            return mention.start, mention.end
        if items[index].text in (";", ",") and items[index + 1].text not in _SPANNING:
            return None
    return None


def _likeness(items: list[Item], figure: int) -> tuple[int, int] | None:
    """Return models told by what they are like, right before or behind a size: "7B GPT-like models"."""
    for index in (*range(figure + 1, figure + 3), *range(figure - 2, max(-1, figure - 6), -1)):
        if 0 <= index < len(items) - 1 and items[index].text.endswith(_LIKE):
            return items[index].start, items[index + 1].end
    return None


def _begun_name(items: list[Item], figure: int) -> tuple[int, int] | None:
    """Return the name whose series of sizes a size goes on, without the first of them: "OPT-7B/30B"."""
    index = figure - 1
    while index > 0 and (items[index].text in _JOINERS or items[index].amounts):
        index -= 1
    mention = items[index].mention
    if index == figure - 1 or mention is None or mention.kind != "model" or mention.size_span is None:
        return None
    end = mention.size_span[0] - 1
    return (mention.start, end) if end > mention.start else None


def ends_range(items: list[Item], name: int) -> bool:
    """Tell whether a name is an end of a range of models: "LLMs ranging from OPT-125M to OPT-66B"."""
    lead = items[name - 1].text if name else ""
    if lead not in ("from", "to"):
        return False
    starts = range(name - 1, max(0, name - 6), -1)
    first = next((at for at in starts if items[at].text == "from"), 0)
    return first > 0 and items[first - 1].text in _RANGED


def compared_name(
    items: list[Item], ranges: list[ItemRange], baselines: list[ItemRange], draft: Draft
) -> tuple[int, int] | None:
    """Return the model that the figure of another belongs to: right before it, else what is compared with."""
    beside = [r for r in ranges if 0 <= draft.item - r[1] <= 1]
    against = [r for r in ranges if any(low <= r[0] < high for low, high in baselines)]
    if not beside and not against:
        return None
    low, high = beside[0] if beside else min(against, key=lambda r: abs(r[0] - draft.item))
    return items[low].start, items[high - 1].end


def is_trained(items: list[Item], span: ItemRange, figure: int) -> bool:
    """Tell whether a name and an amount of data are joined by training."""
    low, high = sorted((span[0], figure))
    return any(item.text.startswith(_TRAINING) for item in items[max(0, low - 2) : high])
