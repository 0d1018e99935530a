"""Rule packs in, one look-up from words and phrases to what they are out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from claimx.packs.inflection import plural, verb_forms, words_of
from claimx.packs.loader import Rules
from claimx.packs.models import MetricFile, QualifierFile, WordClass, WordFile

# "Additional parameters" is a change of the parameters, not a measure of its own.
_CHANGE: Final = (
    " compression",
    " reduction",
    " saving",
    " savings",
    " improvement",
    " gain",
    " drop",
    " increase",
)
_EXTRA: Final = ("additional ", "extra ", "more ", "fewer ", "less ")
_QUALIFIES: Final = ("_before", "_after")
_PLURAL: Final = 3  # letters of an acronym that is put in the plural: "WERs"


class Sense(NamedTuple):
    """What a word says of a change, as a member of one class."""

    direction: str | None = None
    effect: str | None = None
    dimension: str | None = None


class Metric(NamedTuple):
    """What a metric phrase measures."""

    dimension: str
    better: str
    weak: bool


@dataclass(slots=True)
class Entry:
    """All that is known of one word or phrase."""

    classes: set[str] = field(default_factory=set)
    senses: dict[str, Sense] = field(default_factory=dict)
    metric: Metric | None = None
    device: str | None = None
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None
    char: str = ""
    article: bool = False
    bound_only: bool = False
    after_only: bool = False
    plain: set[str] = field(default_factory=set)

    def known_as(self) -> frozenset[str]:
        """Return the classes patterns know it by: any word, where it stands in a pattern or qualifies only."""
        silent = all(name[0] == "=" or name.endswith(_QUALIFIES) or name in self.plain for name in self.classes)
        return frozenset((*self.classes, "word") if silent else self.classes)


class Lexicon:
    """Know every word and phrase of the packs; phrases are tuples of lower-case words."""

    def __init__(self, rules: Rules, literals: Iterable[str]) -> None:
        self.entries: dict[tuple[str, ...], Entry] = {}
        self.exact: dict[str, Entry] = {}
        for literal in literals:
            self._entry(literal).classes.add("=" + literal)
        for _, words in rules.of(WordFile):
            for word_class in words.classes:
                self._add_class(word_class)
        for _, metrics in rules.of(MetricFile):
            self._add_metrics(metrics)
        for _, qualifiers in rules.of(QualifierFile):
            self._add_qualifiers(qualifiers)
        for phrase, entry in self.entries.items():
            entry.article = phrase in (("a",), ("an",))
            entry.after_only = entry.after is not None and len(phrase) > 1 and entry.before is None and not entry.senses
            entry.bound_only = entry.before is not None and entry.after is None and not entry.senses
        self.longest: dict[str, int] = {}
        for phrase in self.entries:
            self.longest[phrase[0]] = max(self.longest.get(phrase[0], 1), len(phrase))
        self.begins: dict[tuple[str, ...], set[str]] = {}
        for phrase in self.entries:
            for size in range(1, len(phrase)):
                self.begins.setdefault(phrase[:size], set()).add(phrase[size])

    def _entry(self, phrase: str) -> Entry:
        return self.entries.setdefault(words_of(phrase), Entry())

    def _add_class(self, word_class: WordClass) -> None:
        sense = Sense(word_class.direction, word_class.effect, word_class.dimension)
        forms = [*word_class.words, *(form for verb in word_class.verbs for form in verb_forms(verb))]
        for phrase in forms:
            entry = self.exact.setdefault(phrase, Entry()) if phrase.isupper() else self._entry(phrase)
            entry.classes.add(word_class.name)
            entry.senses.setdefault(word_class.name, sense)
            if word_class.plain:
                entry.plain.add(word_class.name)
            if word_class.device:
                entry.device = word_class.device

    def _add_metrics(self, file: MetricFile) -> None:
        for phrases, weak in ((file.names, False), (file.weak, True)):
            metric = Metric(file.dimension, file.better, weak)
            for name in phrases:
                if name.startswith(_EXTRA) or name.endswith(_CHANGE):
                    continue
                for form in (name, plural(name)):
                    self._set_metric(self._entry(form), metric)
        for name in file.case:
            entry = self.exact.setdefault(name, Entry())
            self._set_metric(entry, Metric(file.dimension, file.better, False))
            if len(name) >= _PLURAL and name[-1] not in "sS":  # "WERs", "FIDs"
                self._set_metric(self.exact.setdefault(f"{name}s", Entry()), Metric(file.dimension, file.better, False))
            if not name.islower():
                phrase = self.entries.setdefault(words_of(name), Entry())
                if phrase.metric is None and len(words_of(name)) > 1:
                    self._set_metric(phrase, Metric(file.dimension, file.better, False))

    @staticmethod
    def _set_metric(entry: Entry, metric: Metric) -> None:
        if entry.metric is None or (entry.metric.weak and not metric.weak):
            entry.metric = metric
            entry.classes |= {"metric", f"metric.{metric.dimension}"}

    def _add_qualifiers(self, file: QualifierFile) -> None:
        for value in file.values:
            pair = (file.field, value.sets)
            for where in ("before", "after", "apart"):
                for phrase in getattr(value, where):
                    if words_of(phrase):
                        entry = self._entry(phrase)
                        side = "before" if where == "apart" else where
                        setattr(entry, side, getattr(entry, side) or pair)
                        entry.classes.add(f"{file.field}_{where}")
