"""A draft and the devices around it in, the hardware it was obtained on out."""

from __future__ import annotations

from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.resolve.phrases import ItemRange, modifies, within

_DETERMINED: Final = frozenset(("a", "an", "the", "our", "its", "their", "this"))


def find_generics(items: list[Item], baselines: list[ItemRange]) -> list[ItemRange]:
    """Return phrases of uncounted hardware a figure can be of: on a CPU, on mobile devices."""
    found: list[ItemRange] = []
    for index, item in enumerate(items):
        if item.entry is None or item.entry.device is None or within((index, index + 1), baselines):
            continue
        low = index
        while low > 0 and index - low < 4 and modifies(items[low - 1]):
            low -= 1
        lead = items[low - 1].text if low else ""
        if lead in _DETERMINED:
            lead = items[low - 2].text if low > 1 else ""
        if lead in ("on", "using", "across"):
            found.append((low, index + 1))
    return found


def generic_hardware(items: list[Item], generics: list[ItemRange], draft: Draft) -> tuple[int, int] | None:
    """Return the uncounted hardware nearest behind a figure, else the last."""
    if not generics:
        return None
    low, high = next((r for r in generics if r[0] > draft.item), generics[-1])
    entry = items[high - 1].entry
    draft.device = entry.device if entry is not None else None
    return items[low].start, items[high - 1].end


def take_own_device(items: list[Item], draft: Draft) -> None:
    """Give device-time the device it is counted in."""
    slot = draft.slots.get("device")
    if slot is not None and draft.kind == "gpu_hours":
        draft.hardware = (items[slot[0]].start, items[slot[1] - 1].end)
        mention = items[slot[0]].mention
        draft.device = mention.name if mention is not None else None


def hardware_of(devices: list[Draft], draft: Draft) -> tuple[int, int]:
    """Return the hardware of its own sentence a figure was obtained on: the next one behind it, else the last."""
    source = next((d for d in devices if d.start > draft.start), devices[-1])
    if source.members > 1 and source.members == draft.members:
        source = next((d for d in devices if d.item == source.item and d.member == draft.member), source)
    draft.device, draft.device_memory_gb = source.device, source.device_memory_gb
    return source.start, source.end


def carried_hardware(carried: list[Draft], draft: Draft) -> tuple[int, int] | None:
    """Return the hardware that the sentence before set."""
    if not carried:
        return None
    draft.device, draft.device_memory_gb = carried[-1].device, carried[-1].device_memory_gb
    return carried[-1].start, carried[-1].end
