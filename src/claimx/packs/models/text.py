"""The shape of `normalise/`, `guards/`, `topics/`, `units/` and `numbers/`."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from claimx.packs.models.base import Extendable, Name, Slug, Strict, Text, Words

# --- normalise/, guards/ --------------------------------------------------------------------------


class Rewrite(Strict):
    """One residue: `pattern` (a regular expression over the source) reads as `gives`."""

    slug: Slug
    reads: Text
    pattern: Text
    gives: str = Field(description="replacement; may use \\1; never longer than what it replaces")
    needs: Words = Field(min_length=1, description="the pattern is tried where one of these stands in the text")
    hit: tuple[tuple[str, str], ...] = Field(min_length=2, description="[source, normal] pairs")
    miss: tuple[str, ...] = Field(min_length=1, description="texts it leaves alone")


class NormaliseFile(Extendable):
    """Characters and residue that read as something plainer."""

    characters: dict[str, str] = Field(default={}, description="one character to one character")
    rewrites: tuple[Rewrite, ...] = ()


class Guard(Strict):
    """A span that holds digits or number words and is never a quantity."""

    slug: Slug
    reads: Text
    pattern: Text
    case: bool = Field(default=True, description="false: any case")
    needs: Words = Field(default=(), description="tried only where one of these stands in the text, in any case")
    hit: tuple[str, ...] = Field(min_length=2, description="texts with the «guarded» span marked")
    miss: tuple[str, ...] = Field(min_length=1)


class GuardFile(Extendable):
    """Spans that hold digits and are never quantities."""

    guards: tuple[Guard, ...]


# --- topics/ --------------------------------------------------------------------------------------


SPEED: Final = "speed"
"""The topic that no pack declares: it is told by what all sentences of a text measure."""


class Topic(Strict):
    """What a title or abstract is about as a whole, told by an expression that is found in it, in any case."""

    slug: Slug
    reads: Text
    pattern: Text
    unless: Text | None = Field(default=None, description="an expression that speaks against it")
    needs: Words = Field(default=(), description="tried only where one of these stands in the text, in any case")
    hit: tuple[str, ...] = Field(min_length=2, description="texts with the «telling» span marked")
    miss: tuple[str, ...] = Field(min_length=1)


class TopicFile(Extendable):
    """What texts are about."""

    topics: tuple[Topic, ...]


# --- units/ ---------------------------------------------------------------------------------------


class Unit(Strict):
    """One unit of a dimension: `factor` units of the dimension's base make one of it."""

    unit: Text = Field(description="the name in the table (ANNOTATION spelling)")
    factor: float | int = 1
    symbols: Words = Field(default=(), description="matched in this very case, right after the number")
    names: Words = Field(default=(), description="matched in any case")
    stated_as: Text | None = Field(default=None, description="the unit of the table that stands for this one")
    scaled_as: Text | None = Field(default=None, description="the unit behind a scale: a billion points are items")
    counted: Words = Field(
        default=(),
        description="nouns (singular, irregular plurals) that are a unit before /s, /sec, per, a, each, every second",
    )


class UnitFile(Extendable):
    """The units of one dimension, by symbol and by name."""

    dimension: Name
    base: Text
    reads: Text
    pint: Text | None = Field(default=None, description="the base unit's name in pint, where it has one")
    units: tuple[Unit, ...]


class NumberFile(Extendable):
    """Words and letters that stand for numbers, all in lower case but for the letters."""

    letters: dict[str, float | int] = Field(default={}, description="scale letters glued to a number: 7B")
    scales: dict[str, float | int] = Field(default={}, description="scale words: million")
    words: dict[str, float | int] = Field(default={}, description="one ... twelve")
    fractions: dict[str, float | int] = Field(default={}, description="half: 0.5, a third: 0.333")
    multiples: dict[str, float | int] = Field(default={}, description="words that multiply: twice, doubles: 2")
    divisors: dict[str, float | int] = Field(default={}, description="words that divide: halves: 2")
    suffixes: Words = Field(default=(), description="endings that make a number word a factor: threefold")
    magnitudes: Words = Field(default=(), description="phrases that count powers of ten: orders of magnitude")
