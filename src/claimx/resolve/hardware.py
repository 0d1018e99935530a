"""A draft and the devices around it in, the hardware it was obtained on out."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.resolve.phrases import ItemRange, modifies, within

_DETERMINED: Final = frozenset(("a", "an", "the", "our", "its", "their", "this"))

TIMED: Final = frozenset(("speedup", "latency", "throughput", "duration"))
PLACED: Final = frozenset(("deployed", "running", "implemented", "executed", "hosted"))
_TRIED_ON: Final = PLACED | frozenset(
    ("prototyped", "evaluated", "tested", "measured", "synthesized", "validated", "demonstrated")
)
_BUILT: Final = frozenset(("implementation", "implementations", "prototype", "prototypes"))
_COMPARED: Final = 5  # items between a word of comparison and what is compared with
_COMMON: Final = frozenset((None, "GPU", "node", "device"))
_BESIDE: Final = 5  # items between a figure and the hardware its metric names
_TRIED: Final = ("evaluation", "experiment", "result", "test", "measurement")
_REPORTING: Final = 4  # items before hardware that a sentence's subject was tried on: "Extensive experiments on"
_LEADING: Final = 6  # items between hardware and a figure it was set for
_APART: Final = frozenset((",", ";", ")", "and", "but", "while", "to"))
_OPENING: Final = 2  # items before a phrase that opens a sentence: "On a"
_TURNING: Final = frozenset((";", "whereas", "allowing", "enabling", "which"))


def find_generics(items: list[Item], baselines: list[ItemRange]) -> list[ItemRange]:
    """Return phrases of uncounted hardware a figure can be of: on a CPU, on mobile devices."""
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        if item.entry is None or item.entry.device is None or within((index, index + 1), baselines):
            continue
        low = index
        while low > 0 and index - low < 4 and modifies(items[low - 1]):
            low -= 1
        if items[low].text == "same":
            continue
        lead = items[low - 1].text if low else ""
        if lead in _DETERMINED:
            lead = items[low - 2].text if low > 1 else ""
        if lead in ("on", "using", "across") or (low <= _OPENING and lead == "in"):
            found.append((low, index + 1))
    return found


def built_hardware(items: list[Item], baselines: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return the hardware that something was built on, whose figure it is: "our FPGA prototype achieves"."""
    for index, (item, following) in enumerate(pairwise(items[: draft.item])):
        built = item.entry is not None and item.entry.device is not None and following.text in _BUILT
        if built and item.entry is not None and not within((index, index + 1), baselines):
            draft.device = item.entry.device
            return item.start, item.end
    return None


def generic_hardware(items: list[Item], generics: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return the uncounted hardware nearest behind a figure, else the last."""
    if not generics:
        return None
    behind = next((r for r in generics if r[0] > draft.item), None)
    if behind is None or _parts(items[draft.item : behind[0]]):
        behind = next(
            (r for r in generics if r[1] <= draft.item and (_sets(items, r) or _leads(items, r, draft))), None
        )
        if behind is None:
            return None
    low, high = behind
    entry = items[high - 1].entry
    draft.device = entry.device if entry is not None else None
    return items[low].start, items[high - 1].end


def _parts(between: list[Item]) -> bool:
    """Tell whether a figure is parted from the hardware behind it; commas of a list of figures part nothing."""
    if any(item.text in (";", ")") for item in between):
        return True
    commas = [place for place, item in enumerate(between) if item.text == ","]
    edges = [*commas, len(between)]
    return any(not any(item.amounts for item in between[low:high]) for low, high in pairwise(edges))


def _leads(items: list[Item], generic: ItemRange, draft: Draft) -> bool:
    """Tell whether hardware stands close before a figure: "on a CPU with 0.5 s latency"."""
    between = items[generic[1] : draft.item]
    return (
        draft.kind in TIMED
        and len(between) <= _LEADING
        and not any(item.amounts or item.text in _APART for item in between)
    )


def measured_hardware(items: list[Item], draft: Draft) -> tuple[int, int] | None:
    """Return the hardware that a time or a speed is one of: "1.2x faster with measured GPU latency"."""
    for index in range(max(0, draft.item - _BESIDE), min(len(items) - 1, draft.item + _BESIDE)):
        entry, following = items[index].entry, items[index + 1].entry
        if entry is None or entry.device is None or following is None or following.metric is None:
            continue
        if following.metric.dimension in ("time", "speed") and items[index - 1].text not in ("per", "/"):
            draft.device = entry.device
            return items[index].start, items[index].end
    return None


def _sets(items: list[Item], generic: ItemRange) -> bool:
    """Tell whether hardware is set for what follows: it opens the sentence, or a participle draws on it."""
    low, high = generic
    placed = low > 1 and items[low - 1 - (items[low - 1].text in _DETERMINED)].text == "on"
    if placed and any(item.text in _TRIED_ON for item in items[max(0, low - 3) : low - 1]):
        return True
    if low <= _REPORTING and any(item.text.startswith(_TRIED) for item in items[:low]):
        return True
    following = items[high : high + 2]
    if not following or following[0].text != ",":
        return False
    return low <= _OPENING or following[-1].text.startswith("making")


def is_opposed(items: list[Item], device: int) -> bool:
    """Tell whether a device is what is compared with: "compared with using one lone GPU"."""
    if any(quantity.qualifier == "up_to" for quantity in items[device].amounts):
        return False
    for index in range(device - 1, max(-1, device - 1 - _COMPARED), -1):
        item = items[index]
        placed = item.text == "on" and index > 0 and items[index - 1].text in PLACED
        if (item.text in ("on", "with", ",", "(") and not placed) or item.amounts:
            return False
        if item.entry is not None and "versus" in item.entry.classes:
            return item.text not in ("over", "beyond")
    return False


def opens_against(items: list[Item], figure: int) -> bool:
    """Tell whether a sentence opens with what is compared with and the figure still belongs to it."""
    opening = items[0].entry
    if opening is None or "versus" not in opening.classes:
        return False
    return not any(item.text in (",", "we", "our", "it") for item in items[:figure])


def take_own_device(items: list[Item], draft: Draft) -> None:
    """Give device-time the device it is counted in, and a quote that ends with its hours: "480 A100 hours"."""
    slot, hours = draft.slots.get("device"), draft.slots.get("hours")
    if slot is not None and draft.kind == "gpu_hours":
        shared = any(item.amounts for item in items[draft.item + 1 : slot[0]])  # "20 vs. 6,250 A100 GPU days"
        if hours is not None and slot[0] > draft.item and not shared:
            draft.end = max(draft.end, items[hours[1] - 1].end)
        draft.hardware = (items[slot[0]].start, items[slot[1] - 1].end)
        mention = items[slot[0]].mention
        draft.device = mention.name if mention is not None else None


def hardware_of(sentence: SentenceDrafts, devices: list[Draft], draft: Draft) -> tuple[int, int] | None:
    """Return the hardware of its own sentence a figure was obtained on: the next one behind it, else the last."""
    source = _device_in_turn(sentence, devices, draft)
    if source is None:
        source = next((d for d in devices if d.start > draft.start), devices[-1])
        if source.members > 1 and source.members == draft.members:
            source = next((d for d in devices if d.item == source.item and d.member == draft.member), source)
        ahead = [device for device in devices if device.start < draft.start]
        if source.start > draft.start and _turns(sentence.items, draft.item, source.item):
            if not ahead:
                return None
            source = ahead[-1]
        elif ahead and source.start > draft.start:
            own = _runs_what_acts(sentence.items, ahead[-1].item) and _compared(sentence.items, draft.item, source.item)
            source = ahead[-1] if own or _is_anothers(sentence, draft, source) else source
    draft.device, draft.device_memory_gb = source.device, source.device_memory_gb
    return source.start, source.end


def _device_in_turn(sentence: SentenceDrafts, devices: list[Draft], draft: Draft) -> Draft | None:
    """Return the device at a figure's place, where a sentence pairs as many figures as devices "respectively"."""
    if not any(item.entry is not None and "respectively" in item.entry.classes for item in sentence.items):
        return None
    figures = [d for d in sentence.drafts if d.kind == draft.kind and d.attribution == draft.attribution]
    if len(figures) != len(devices) or len(devices) < 2:
        return None
    return devices[next(place for place, one in enumerate(figures) if one is draft)]


def _turns(items: list[Item], figure: int, device: int) -> bool:
    """Tell whether the sentence turns to something else between a figure and a device behind it."""
    between = items[figure + 1 : device]
    for before, item in pairwise(between):
        pronoun = item.entry is not None and "we" in item.entry.classes and before.text in (",", "and", "but")
        beaten = item.entry is not None and "outperform" in item.entry.classes
        if pronoun or beaten or item.text in _TURNING:
            return True
    return False


def _runs_what_acts(items: list[Item], device: int) -> bool:
    """Tell whether a device is what the subject runs on: "Vela on an A100 shows speedups"."""
    following = [item.entry for item in items[device + 1 : device + 3]]
    return any(entry is not None and "achieve" in entry.classes for entry in following)


def _compared(items: list[Item], figure: int, device: int) -> bool:
    """Tell whether a word of comparison stands between a figure and a device behind it."""
    return any(item.entry is not None and "versus" in item.entry.classes for item in items[figure + 1 : device])


def _is_anothers(sentence: SentenceDrafts, draft: Draft, device: Draft) -> bool:
    """Tell whether a device behind a figure is said of another: "on an A100 by 4x, and offloading by 10x on an L40"."""
    between = [one for one in sentence.drafts if draft.item < one.item < device.item and one.form != "absolute"]
    return draft.form != "absolute" and any(one.members != draft.members for one in between)


def is_platform(draft: Draft) -> bool:
    """Tell whether a draft is hardware the next sentence's figures may be of: more than "a single GPU"."""
    if draft.kind != "hardware" or draft.attribution != "proposed":
        return False
    return draft.device not in _COMMON or (draft.value or 0) > 1


def carried_hardware(carried: list[Draft], draft: Draft) -> tuple[int, int] | None:
    """Return the hardware that the sentence before set."""
    if not carried or len({(one.device, one.device_memory_gb) for one in carried}) > 1:
        return None
    draft.device, draft.device_memory_gb = carried[-1].device, carried[-1].device_memory_gb
    return carried[-1].start, carried[-1].end
