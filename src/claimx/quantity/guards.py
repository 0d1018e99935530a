"""Normalised text in, spans that hold digits but are never quantities out."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from claimx.packs.loader import Rules
from claimx.packs.models import GuardFile
from claimx.packs.needs import Needs


@dataclass(frozen=True, slots=True)
class Guarded:
    """Name a guarded span and the guard that holds it."""

    start: int
    end: int
    guard: str


class Guards:
    """Run the guard list of the packs over a text."""

    def __init__(self, rules: Rules) -> None:
        self._guards = [
            (f"{file.path}/{guard.slug}", guard.needs, regex.compile(guard.pattern, 0 if guard.case else regex.I))
            for file, model in rules.of(GuardFile)
            for guard in model.guards
        ]
        self._needs = Needs([tuple(need.lower() for need in needs) for _, needs, _ in self._guards])

    def find_guarded(self, text: str, start: int = 0, end: int | None = None) -> list[Guarded]:
        """Return the guarded spans of `text[start:end]` in order of their start."""
        end = len(text) if end is None else end
        found: list[Guarded] = []
        for number in sorted(self._needs.met(text[start:end].lower())):
            name, _, pattern = self._guards[number]
            for match in pattern.finditer(text, start, end):
                found.append(Guarded(match.start(), match.end(), name))
        found.sort(key=lambda guarded: (guarded.start, -guarded.end))
        return found
