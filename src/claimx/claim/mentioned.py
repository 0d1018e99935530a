"""Named things in, drafts of the claims that a name alone makes out: devices, sizes, formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claimx.claim.dispatch import CompiledRule, Dispatch
from claimx.claim.draft import Draft
from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.mention import Mention

_LARGEST: Final = 1e14  # parameters; beyond it the number is no size: "PHOENIX-2014T"


def mention_drafts(sentence: SentenceDrafts, dispatch: Dispatch) -> list[Draft]:
    """Return the drafts of mentions that no figure has taken up."""
    if not dispatch.mentions:
        return []
    items = sentence.items
    taken = {id(draft.mention) for draft in sentence.drafts if draft.mention is not None}
    found: list[Draft] = []
    for index, item in enumerate(items):
        mention = item.mention
        if mention is None or id(mention) in taken or _is_base(items, index):
            continue
        for rule in dispatch.mentions.get(mention.kind, ()):
            if not any(one.stands_in(sentence.row, index) for _, one in rule.unless):
                found += _drafts(rule, index, mention)
    return found


def _is_base(items: list[Item], index: int) -> bool:
    """Tell whether a device is only what the next one is built on: "the Zynq-based KV260"."""
    following = items[index + 1 : index + 4]
    return (
        [item.text for item in following[:2]] == ["-", "based"]
        and following[-1].mention is not None
        and following[-1].mention.kind == "device"
    )


def _drafts(rule: CompiledRule, index: int, mention: Mention) -> Iterator[Draft]:
    if mention.kind == "device":
        draft = _draft(rule, index, mention, None, "devices")
        draft.device, draft.device_memory_gb = mention.name, mention.memory_gb
        yield draft
    elif mention.kind == "model" and mention.size is not None and mention.size < _LARGEST:
        draft = _draft(rule, index, mention, mention.size, "parameters")
        draft.experts = mention.experts
        draft.model = (mention.start, mention.end)
        if mention.active is not None:
            draft.metric_text = "total"
        yield draft
        if mention.active is not None:
            active = _draft(rule, index, mention, mention.active, "parameters")
            active.model, active.metric_text = (mention.start, mention.end), "active"
            yield active
    elif mention.kind == "format":
        for what, width in mention.widths:
            draft = _draft(rule, index, mention, width, "bits")
            draft.metric_text = None if what == "bits" else what.replace("kv_cache", "KV cache")
            yield draft


def _draft(rule: CompiledRule, index: int, mention: Mention, value: float | None, unit: str) -> Draft:
    return Draft(
        rule.kind, "absolute", rule.id, mention.rule or f"mentions/{mention.kind}", mention.start, mention.end, value,
        None, unit, index, mention=mention,
    )  # fmt: skip
