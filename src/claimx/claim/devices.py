"""Hardware drafts in, the same with their device, count and memory filled in out."""

from __future__ import annotations

from typing import Final

from claimx.claim.draft import Draft
from claimx.claim.item import Item

# What holds the devices that are counted before it: "an 8-GPU server".
_HOLDERS: Final = frozenset(("server", "machine", "node", "workstation", "system", "cluster", "supercomputer"))
# Behind a number above one these are no devices: "two core principles".
_ONE: Final = frozenset(("core", "device", "chip", "board", "server", "machine", "node"))
_SINGULAR: Final = frozenset(
    (
        "gpu",
        "cpu",
        "fpga",
        "tpu",
        "npu",
        "processor",
        "computer",
        "workstation",
        "phone",
        "smartphone",
        "laptop",
        "desktop",
    )
)
# Before these they are: "a 4 node cluster".
_MANY: Final = frozenset(("cluster", "clusters", "system", "setup", "configuration", "testbed"))


def take_devices(items: list[Item], drafts: list[Draft], taken: dict[int, Draft]) -> list[Draft]:
    """Fill in the device of hardware drafts; a figure of a device already taken only adds its memory."""
    kept: list[Draft] = []
    for draft in drafts:
        slot = draft.slots.get("device")
        if draft.kind != "hardware" or slot is None:
            if slot is not None:
                draft.mention = items[slot[0]].mention
            kept.append(draft)
            continue
        figure = draft.quantity
        clustered = (slot[1] < len(items) and items[slot[1]].text in _MANY) or slot[1] - slot[0] > 1
        several = figure is not None and figure.value > 1 and not figure.compound and not clustered
        if several and (items[slot[1] - 1].text in _ONE or _describes(items, slot[1])):
            continue
        memory = figure.value if figure and figure.dimension == "bytes" and figure.unit == "GB" else None
        known = next((taken[i] for i in range(*slot) if i in taken), None)
        if known is not None and memory is None and figure and figure.dimension == "bytes":
            continue  # "an RTX 3090 with 12 MB for each scene"
        if known is not None and memory is not None:
            known.device_memory_gb, known.end = memory, max(known.end, draft.end)
            taken[draft.item] = known
            continue
        if figure and figure.dimension == "bytes":
            draft.value, draft.value_high, draft.unit, draft.qualifier = None, None, "devices", "exact"
            draft.device_memory_gb = memory
        _device(items, draft, slot)
        taken.update(dict.fromkeys(range(*slot), draft))
        kept.append(draft)
    return kept


def _describes(items: list[Item], end: int) -> bool:
    """Tell whether a device in the singular only says of what kind the things counted are: "two GPU primitives"."""
    if items[end - 1].mention is not None or items[end - 1].text not in _SINGULAR or end >= len(items):
        return False
    following = items[end]
    named = following.mention is None and (following.entry is None or "uncounted" in following.entry.classes)
    return named and following.text.isalpha() and len(following.text) > 3


def _holds(holder: Item, draft: Draft) -> bool:
    """Tell whether one machine holds all devices that are counted: "an 8-GPU server"."""
    return holder.text in _HOLDERS and (draft.value or 0) > 1


def _device(items: list[Item], draft: Draft, slot: tuple[int, int]) -> None:
    """Name the device of a draft and widen its span to the whole phrase."""
    for index in range(slot[1] - 1, slot[0] - 1, -1):
        item = items[index]
        if item.mention is not None and item.mention.kind == "device":
            draft.device = item.mention.name
            draft.device_memory_gb = draft.device_memory_gb or item.mention.memory_gb
            draft.mention = item.mention
            break
        if item.entry is not None and item.entry.device and (draft.device is None or _holds(items[index + 1], draft)):
            draft.device = item.entry.device
    if draft.member == draft.members - 1:
        draft.end = max(draft.end, items[slot[1] - 1].end)
    draft.start = min(draft.start, items[slot[0]].start)
