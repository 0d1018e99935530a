"""Drafts of a sentence in, their baseline, hardware, model and dataset linked."""

from __future__ import annotations

from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.engine import SentenceDrafts
from claimx.claim.items import Item

_NAMING: Final = frozenset(("hardware", "precision", "model_size"))
_NO_HARDWARE: Final = _NAMING | {"quality", "quality_change", "dataset_size", "size_reduction"}
_CHANGES: Final = frozenset(("ratio", "percent_change", "percent_of", "delta"))
_STOPPERS: Final = frozenset((",", ";", ":", "(", ")", ".", "—", "→", "[", "]"))
_INNER: Final = frozenset(("of", "and", "or", "on", "with", "in", "such", "like", "for"))
_SCORED: Final = frozenset(("quality", "quality_change"))
_DATA: Final = frozenset(("dataset", "datasets", "benchmark", "benchmarks", "task", "tasks", "workload", "workloads", "suite", "microbenchmarks", "challenge", "problems", "leaderboard", "test set", "corpus", "traces"))
_COMPARED: Final = frozenset(("quality", "flops_rate", "throughput", "utilization"))
_LEADING: Final = frozenset(("on", "for", "of", "with", "using", "across", "in", "when", "running", "training", "to", "compress", "quantizing", "compressing", "run", "train", "serving", "pre-training", "pretraining", "fine-tuning", "deploying", "pretrain", "pre-train", "evaluate", "accelerate", "accelerates"))
_TRAINED: Final = frozenset(("dataset_size", "gpu_hours", "duration", "cost"))
_WHOLE: Final = frozenset(("original", "full", "baseline", "dense", "floating-point", "teacher", "unpruned", "full-precision", "uncompressed", "vanilla"))
_CLAUSES: Final = frozenset(("reduce", "improve", "increase", "accelerate", "need", "verb"))
_DETERMINED: Final = frozenset(("a", "an", "the", "our", "its", "their", "this"))
_PLACING: Final = frozenset(("on", "with", "in", "using"))
_PLACED: Final = frozenset(("deployed", "running", "trained", "run", "based", "implemented", "built", "equipped"))
_ON: Final = frozenset(("on", "using", "with", "across", "over", "for", "by", "from", "in", "of", "to", "at"))

ItemRange = tuple[int, int]


def link(sentence: SentenceDrafts, carried: list[Draft], system: str | None = None) -> None:
    """Link the drafts of one sentence; `carried` is the hardware the sentence before set.

    `system` is what the paper itself introduces: its own name is no model that was run.
    """
    items = sentence.items
    baselines = _baselines(items)
    spans = [(items[low].start, items[high - 1].end) for low, high in baselines]
    devices = [d for d in sentence.drafts if d.kind == "hardware" and not any(a <= d.start < b for a, b in spans)]
    generics = [] if devices else _generics(items, baselines)
    models = sorted({*_named(items, "model"), *_sized(sentence)})
    datasets = sorted({*_named(items, "dataset"), *_benchmarks(items)})
    for draft in sentence.drafts:
        if draft.kind in _NAMING:
            if draft.kind == "model_size":
                _own_model(items, draft)
                draft.model = draft.model or _own_name(items, system)
            continue
        if draft.rule.endswith("other_change/share"):
            draft.baseline = None
        elif draft.form in _CHANGES or draft.kind in _COMPARED:
            draft.baseline = _own_baseline(items, draft) or _nearest(items, baselines, draft)
        own = None if draft.kind in _TRAINED else system
        inside = [r for r in models if not _within(r, baselines) and not _names(items, r, own)]
        draft.model = draft.model or _in_turn(sentence, inside, draft) or _paired(items, inside, draft)
        if draft.model is None and draft.kind in _TRAINED:
            draft.model = _own_name(items, system)
        near = datasets if draft.kind in _SCORED else [r for r in datasets if _close(items, draft.item, r)]
        draft.dataset = _paired(items, near, draft, loose=True)
        if draft.kind in _SCORED or draft.dataset is None:
            draft.dataset = _bracketing(items, draft.item) or draft.dataset
        if draft.metric is None and draft.kind == "quality":
            draft.metric = draft.dataset
        if draft.kind == "gpu_hours":
            _own_device(items, draft)
            named = [d for d in devices if d.mention is not None]
            if draft.hardware is None and named:
                draft.hardware = _hardware(named, [], draft)
        elif draft.kind in _NO_HARDWARE:
            continue
        elif devices:
            draft.hardware = _hardware(devices, [], draft)
        else:
            draft.hardware = _generic(items, generics, draft)
            if draft.hardware is None and carried:
                draft.hardware = _hardware([], carried, draft)


def baseline_ranges(items: list[Item]) -> list[ItemRange]:
    """Return the item ranges that name what is compared with."""
    return _baselines(items)


def _baselines(items: list[Item]) -> list[ItemRange]:
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        entry = item.entry
        if entry is None:
            continue
        if "versus" in entry.classes:
            if item.text in ("over", "than", "against", "beyond") and not _compares(items, index, item.text):
                continue
        elif "outperform" not in entry.classes or item.text in ("top", "tops", "up"):
            continue
        end = _phrase_end(items, index + 1)
        if end < len(items) and items[end].text == "(":
            end = _bracketed(items, end)
        if end > index + 1 and items[index + 1].text not in ("it", "that", "this", "them"):
            found.append((index + 1, end))
    return found


def _bracketed(items: list[Item], start: int) -> int:
    """Return the end of names in brackets behind a phrase: "commercial GPUs (e.g., NVIDIA V100S)"."""
    for index in range(start + 1, min(len(items), start + 10)):
        if items[index].amounts:
            return start
        if items[index].text == ")":
            return index
    return start


def _generics(items: list[Item], baselines: list[ItemRange]) -> list[ItemRange]:
    """Return phrases of uncounted hardware a figure can be of: on a CPU, on mobile devices."""
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        if item.entry is None or item.entry.device is None or _within((index, index + 1), baselines):
            continue
        low = index
        while low > 0 and index - low < 4 and _modifies(items[low - 1]):
            low -= 1
        lead = items[low - 1].text if low else ""
        if lead in _DETERMINED:
            lead = items[low - 2].text if low > 1 else ""
        if lead in ("on", "using", "across"):
            found.append((low, index + 1))
    return found


def _generic(items: list[Item], generics: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    if not generics:
        return None
    low, high = next((r for r in generics if r[0] > draft.item), generics[-1])
    entry = items[high - 1].entry
    draft.device = entry.device if entry is not None else None
    return items[low].start, items[high - 1].end


def _compares(items: list[Item], index: int, word: str) -> bool:
    """Tell whether "over" or "than" compares: it follows a figure, a change or a comparative."""
    if word == "than":
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
        if item.text in ("such", "like", "including", "e.g"):
            listed = True
        if item.amounts or (item.text in _STOPPERS and not (listed and item.text == ",")):
            break
        classes = item.entry.classes if item.entry else ()
        if "versus" in classes or "respectively" in classes:
            break
        if "prep" in classes and item.text not in ("of", "as") and not (item.text in _PLACING and items[index - 1].text in _PLACED):
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


def _within(span: ItemRange, ranges: list[ItemRange]) -> bool:
    return any(low <= span[0] < high for low, high in ranges)


def _nearest(items: list[Item], ranges: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return the text span of the phrase nearest behind the figure, else nearest before it."""
    if not ranges:
        return None
    behind = [r for r in ranges if r[0] > draft.item]
    ahead = [r for r in ranges if r[1] <= draft.item]
    chosen = behind[0] if behind else ahead[-1] if ahead else None
    if chosen is None:
        return None
    low, high = chosen
    if draft.members > 1:
        parts = _parts(items, low, high)
        if len(parts) == draft.members:
            low, high = parts[draft.member]
    while low < high - 1 and items[low].entry and items[low].entry.classes & {"det", "filler"}:  # type: ignore[union-attr]
        low += 1
    return items[low].start, items[high - 1].end


def _own_baseline(items: list[Item], draft: Draft) -> tuple[int, int] | None:
    """Return the baseline the construction itself names: 68% of the FP16 model, of the original size."""
    slot = draft.slots.get("baseline")
    if slot is not None:
        low, high = slot
        while low < high - 1 and items[low].entry is not None and "det" in items[low].entry.classes:  # type: ignore[union-attr]
            low += 1
        return items[low].start, items[high - 1].end
    metric = draft.slots.get("metric")
    if draft.form != "percent_of" or metric is None:
        return None
    for index in range(metric[0], metric[1]):
        item = items[index]
        if item.mention is not None or item.text in _WHOLE:
            return item.start, item.end
    return None


def _parts(items: list[Item], low: int, high: int) -> list[ItemRange]:
    parts: list[ItemRange] = []
    start = low
    for index in range(low, high):
        if items[index].text in ("and", ",", "or"):
            if index > start:
                parts.append((start, index))
            start = index + 1
    if high > start:
        parts.append((start, high))
    return parts


def _named(items: list[Item], kind: str) -> list[ItemRange]:
    return [(i, i + 1) for i, item in enumerate(items) if item.mention is not None and item.mention.kind == kind]


def _paired(
    items: list[Item], ranges: list[ItemRange], draft: Draft, *, loose: bool = False
) -> tuple[int, int] | None:
    """Return the name a figure is about: by position in a list, right behind it, or the last before it."""
    if not ranges:
        return None
    if draft.members > 1 and len(ranges) == draft.members:
        low, high = ranges[draft.member]
        return items[low].start, items[high - 1].end
    behind = [r for r in ranges if r[0] > draft.item]
    ahead = [r for r in ranges if r[0] < draft.item]
    if behind and _reached(items, draft.item, behind[0][0]):
        low, high = behind[0]
    else:
        governed = [r for r in (*reversed(ahead), *behind) if loose or _governed(items, r[0], r[1])]
        if not governed:
            return None
        low, high = governed[0]
    return items[low].start, items[high - 1].end


def _governed(items: list[Item], start: int, end: int) -> bool:
    """Tell whether a preposition or a verb of running leads up to a name, or it is what does or is something."""
    if any(item.text in _LEADING for item in items[max(0, start - 6) : start]):
        return True
    following = items[end].entry if end < len(items) else None
    return following is not None and bool(following.classes & {"achieve", "be", "need", "capacity_verb"})


def _own_name(items: list[Item], system: str | None) -> tuple[int, int] | None:
    """Return the paper's own name where a sentence speaks it: the model whose size is given is its own."""
    if system is None:
        return None
    name = system.lower()
    return next(((item.start, item.end) for item in items if (item.text or "") == name), None)


def _names(items: list[Item], span: ItemRange, system: str | None) -> bool:
    """Tell whether a name is the paper's own."""
    mention = items[span[0]].mention
    return system is not None and mention is not None and mention.label.lower() == system.lower()


def _in_turn(sentence: SentenceDrafts, ranges: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return the name of a figure in a sentence that takes turns: as many names as figures, each behind its own."""
    figures = sorted({d.item for d in sentence.drafts if d.kind == draft.kind})
    if len(ranges) != len(figures) or len(figures) < 2:
        return None
    ends = [*figures[1:], len(sentence.items)]
    if not all(figure < low < end for figure, (low, _), end in zip(figures, ranges, ends, strict=True)):
        return None
    low, high = ranges[figures.index(draft.item)]
    return sentence.items[low].start, sentence.items[high - 1].end


def _close(items: list[Item], figure: int, span: ItemRange) -> bool:
    """Tell whether a benchmark governs a figure that is no score: right behind it, or opening the sentence."""
    if span[0] > figure:
        return _reached(items, figure, span[0])
    lead = [item.text for item in items[max(0, span[0] - 4) : span[0]]]
    opens = bool(lead) and lead[-1] in ("on", "for", "in", "across", "the", "a")
    if opens and (span[0] < 4 or (span[1] < len(items) and items[span[1]].text == ",")):
        return True
    return bool({"experiments", "evaluation", "evaluations", "results", "experiment", "evaluated", "tested"} & set(lead))


def _bracketing(items: list[Item], figure: int) -> tuple[int, int] | None:
    """Return the name whose brackets a figure opens: "GenEval (0.90)"."""
    for index in range(figure - 1, max(0, figure - 4), -1):
        if items[index].text == "(":
            before = items[index - 1]
            named = before.mention is not None and before.mention.kind == "dataset"
            return (before.start, before.end) if named else None
        if not items[index].amounts:
            return None
    return None


def _sized(sentence: SentenceDrafts) -> list[ItemRange]:
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
        elif high < len(items) and _is_model(items[high]):
            high += 1
        elif low > 2 and items[low - 1].text in ("with", "of") and _is_model(items[low - 2]):
            low -= 2 if items[low - 3].mention is None else 3
        else:
            continue
        found.append((low, high))
    return found


def _is_model(item: Item) -> bool:
    return item.entry is not None and "scale_word" in item.entry.classes


def _benchmarks(items: list[Item]) -> list[ItemRange]:
    """Return the phrases that end in "dataset", "tasks", "benchmarks" ... behind a preposition."""
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        if item.text not in _DATA:
            continue
        low = index
        while low > 0 and index - low < 6 and _modifies(items[low - 1]):
            low -= 1
        if low < index and low > 0 and items[low - 1].text in ("on", "in", "for", "across", "over", "the", "a", "an"):
            found.append((low, index + 1))
    return found


def _modifies(item: Item) -> bool:
    if item.mention is not None:
        return item.mention.kind != "dataset"
    if item.amounts:
        return bool(item.amounts[0].word)
    return item.text[:1].isalpha() and (item.entry is None or not item.entry.classes & {"prep", "det", "and", "be", "achieve", "verb", "we", "aux", "need"})


def _reached(items: list[Item], figure: int, name: int) -> bool:
    """Tell whether a name behind a figure belongs to it: no other figure or clause between."""
    between = items[figure + 1 : name]
    if any(item.amounts or item.text in (";", ",") for item in between):
        return False
    return any(item.text in _ON for item in between) or len(between) <= 1


def _own_model(items: list[Item], draft: Draft) -> None:
    slot = draft.slots.get("model")
    if draft.model is not None:
        return
    if slot is None:
        draft.model = _near_model(items, draft)
        return
    low, high = min(slot[0], draft.item), max(slot[1], draft.item + 1)
    if high - low <= 2 and items[high - 1].text in ("model", "models", "scale", "size", "sized", "scales", "sizes"):
        return
    draft.model = (items[low].start, items[high - 1].end)


def _near_model(items: list[Item], draft: Draft) -> tuple[int, int] | None:
    """Return the model named right behind a size, or the last one before it."""
    for index in range(draft.item + 1, min(len(items), draft.item + 4)):
        mention = items[index].mention
        if mention is not None and mention.kind == "model":
            return mention.start, mention.end
    for index in range(draft.item - 1, max(-1, draft.item - 8), -1):
        mention = items[index].mention
        if mention is not None and mention.kind == "model":
            return mention.start, mention.end
        if items[index].text in (";", ","):
            return None
    return None


def _own_device(items: list[Item], draft: Draft) -> None:
    slot = draft.slots.get("device")
    if slot is not None and draft.kind == "gpu_hours":
        draft.hardware = (items[slot[0]].start, items[slot[1] - 1].end)
        draft.device = items[slot[0]].mention.name if items[slot[0]].mention else None  # type: ignore[union-attr]


def _hardware(devices: list[Draft], carried: list[Draft], draft: Draft) -> tuple[int, int] | None:
    """Return the hardware a figure was obtained on, of its own sentence or the one before."""
    if not devices:
        source = carried[-1]
        draft.device, draft.device_memory_gb = source.device, source.device_memory_gb
        return source.start, source.end
    behind = [d for d in devices if d.start > draft.start]
    source = behind[0] if behind else devices[-1]
    if source.members > 1 and source.members == draft.members:
        source = next((d for d in devices if d.item == source.item and d.member == draft.member), source)
    draft.device, draft.device_memory_gb = source.device, source.device_memory_gb
    return source.start, source.end
