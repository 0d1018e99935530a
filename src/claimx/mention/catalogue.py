"""Rule packs in, one automaton over every catalogued name out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import ahocorasick_rs
import regex

from claimx.packs.loader import Rules
from claimx.packs.models import DatasetFile, DeviceFile, ModelFile


class Entry(NamedTuple):
    """One catalogued thing behind a spelling."""

    kind: str
    name: str
    contextual: bool
    device_class: str = ""
    vendors: tuple[str, ...] = ()
    memory: tuple[float, ...] = ()
    number: regex.Pattern[str] | None = None
    joined: str = " "
    bare: bool = False

    def with_number(self, text: str, at: int) -> tuple[Entry, int] | None:
        """Return the member of a numbered family whose number stands at `at`, and where it ends."""
        match = self.number.match(text, at) if self.number is not None else None
        if match is None:
            return None
        return self._replace(name=f"{self.name}{self.joined}{match[1]}", number=None, bare=False), match.end()


class Catalogue:
    """Find catalogued names in one pass, longest first, at word boundaries only."""

    def __init__(self, rules: Rules) -> None:
        spellings: dict[str, Entry] = {}
        for alias, entry in _entries(rules):
            for spelling in spellings_of(alias):
                spellings.setdefault(spelling, entry)
        self._named = spellings
        self._spellings = list(spellings)
        self._entries = list(spellings.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(self._spellings, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
            if spellings
            else None
        )

    def named(self, spelling: str) -> Entry | None:
        """Return what a spelling names, if anything."""
        entry = self._named.get(spelling)
        if entry is None and " " in spelling:
            family, _, number = spelling.rpartition(" ")
            known = self._named.get(family)
            member = known.with_number(f" {number}", 0) if known is not None else None
            entry = member[0] if member is not None else None
        return entry if entry is None or not entry.bare else None

    def find_names(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """Yield (start, end, entry) of every catalogued name, in order."""
        if self._automaton is None:
            return
        size = len(text)
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if start and text[start - 1].isalnum() and text[start].isalnum():
                times = text[start - 1] in "xX" and text[start - 2 : start - 1].isdigit()
                if not times:
                    continue
            if end < size and text[end - 1].isalnum() and text[end].isalnum():
                entry = self._entries[index]
                plural = text[end] == "s" and not text[end + 1 : end + 2].isalnum()
                versioned = entry.kind == "model" and text[end].isdigit()
                memory = entry.kind == "device" and text[end] == "-"
                widened = entry.kind == "model" and text[end] == "x" and text[end + 1 : end + 8].lstrip()[:1].isdigit()
                if not (plural or versioned or memory or widened):
                    continue
            entry = self._entries[index]
            member = entry.with_number(text, end)
            if member is not None:
                yield start, member[1], member[0]
            elif not entry.bare:
                yield start, end, entry


def _entries(rules: Rules) -> Iterator[tuple[str, Entry]]:
    for _, devices in rules.of(DeviceFile):
        vendors = (*devices.vendor_aliases, *((devices.vendor,) if devices.vendor else ()))
        for device in devices.devices:
            memory = tuple(float(gb) for gb in device.memory_gb)
            entry = Entry("device", device.name, device.contextual, devices.device_class, vendors, memory)
            if device.number is not None:
                looks = regex.compile(rf"[- ]?({device.number.looks})(?![A-Za-z\d])")
                entry = entry._replace(number=looks, joined=device.number.joined)
                yield from ((alias, entry._replace(bare=True)) for alias in device.number.bare)
            yield from ((alias, entry) for alias in device.aliases)
    for _, models in rules.of(ModelFile):
        for family in models.families:
            entry = Entry("model", family.name, family.contextual)
            yield from ((alias, entry) for alias in family.aliases)
    for _, datasets in rules.of(DatasetFile):
        for dataset in datasets.datasets:
            entry = Entry("dataset", dataset.name, dataset.contextual)
            yield from ((alias, entry) for alias in (dataset.name, *dataset.aliases))


def spellings_of(alias: str) -> Iterator[str]:
    """Yield an alias with its spaces as written, as hyphens and left out.

    >>> list(spellings_of("RTX 4090"))
    ['RTX 4090', 'RTX-4090', 'RTX4090']
    """
    pieces = alias.split(" ")
    if len(pieces) > 3:
        yield from (joiner.join(pieces) for joiner in (" ", "-"))
        return
    for joiners in product((" ", "-", ""), repeat=len(pieces) - 1):
        spelling = pieces[0]
        for joiner, piece in zip(joiners, pieces[1:], strict=True):
            spelling += joiner + piece
        # "Llama2" is Llama 2, but two words of letters run together are another word.
        if "" not in joiners or any(c.isdigit() for c in alias):
            yield spelling
