"""Normalised text in, spans that hold digits but are never quantities out."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from claimx.packs.loader import Rules
from claimx.packs.models import GuardFile


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

    def find_guarded(self, text: str, start: int = 0, end: int | None = None) -> list[Guarded]:
        """Return the guarded spans of `text[start:end]` in order of their start."""
        end = len(text) if end is None else end
        piece = text[start:end]
        found: list[Guarded] = []
        for name, needs, pattern in self._guards:
            if needs and not any(literal in piece for literal in needs):
                continue
            for match in pattern.finditer(text, start, end):
                found.append(Guarded(match.start(), match.end(), name))
        found.sort(key=lambda guarded: (guarded.start, -guarded.end))
        return found
