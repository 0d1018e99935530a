"""Patterns in, findings about words that a sentence never shows so: parts of phrases, and words for numbers.

A phrase of a lexicon ("better than", "CPU core") is one item of a sentence, so a pattern that spells its
words one by one is never met: it has to name a class of the phrase. A number word that a pattern spells is a word
of the patterns from then on, and no sentence shows it as an amount any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from claimx.packs.findings import Finding
from claimx.packs.inflection import plural, verb_forms, words_of
from claimx.packs.models import MetricFile, NumberFile, QualifierFile, WordFile
from claimx.packs.reference_lint import patterns_of
from claimx.packs.rule_file import RuleFile, Rules

_LITERALS: Final = re.compile(r"(?<![\w{}:.|-])[a-z][\w'-]*(?:\s+[a-z][\w'-]*(?![\w'-]*[?*+]))+")
_WORD: Final = re.compile(r"(?<![\w{}:.|-])[a-z][\w'-]*")
_BRACES: Final = re.compile(r"\{[^{}]*\}")
Phrases = dict[tuple[str, ...], str]


def declared_phrases(rules: Rules) -> Phrases:
    """Return every phrase of more than one word that the packs declare, with the file that declares it.

    Phrases that are nothing but a bound ("fewer than") are left out: they count only before a figure.
    """
    phrases: Phrases = {}
    for file, qualifiers in rules.of(QualifierFile):
        for value in qualifiers.values:
            _add(phrases, value.after, file.path)
    for file, words in rules.of(WordFile):
        for word_class in words.classes:
            verbs = (form for verb in word_class.verbs for form in verb_forms(verb))
            _add(phrases, (*word_class.words, *verbs), file.path)
    for file, metrics in rules.of(MetricFile):
        names = (*metrics.names, *metrics.weak)
        _add(phrases, (*names, *map(plural, names)), file.path)
    return phrases


def declared_numbers(rules: Rules) -> frozenset[str]:
    """Return every word that an amount may begin with."""
    return frozenset(
        word
        for _, numbers in rules.of(NumberFile)
        for words in (numbers.words, numbers.scales, numbers.fractions, numbers.multiples, numbers.divisors)
        for word in words
    )


def check_phrases(file: RuleFile, phrases: Phrases, numbers: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for every literal of a pattern that is a number word, and every run that holds a phrase."""
    for key, pattern in patterns_of(file):
        bare = _BRACES.sub(lambda slot: "{" + "_" * (len(slot[0]) - 2) + "}", pattern)
        for word in _WORD.finditer(bare):
            if word[0] in numbers:
                what = f"{word[0]!r} would be read as an amount nowhere any more"
                fix = "write {wordnum} for any number word, or leave it out"
                yield file.finding(key, "pattern/number-word", what, fix, offset=word.start())
        for run in _LITERALS.finditer(bare):
            words = run[0].split()
            for first, last in combinations(range(len(words) + 1), 2):
                phrase = words_of(" ".join(words[first:last]))
                if last - first > 1 and phrase in phrases:
                    what = f"{' '.join(phrase)!r} is one item of a sentence, a phrase of {phrases[phrase]}"
                    fix = "name a class that holds the phrase, with { }"
                    yield file.finding(key, "pattern/phrase", what, fix, offset=run.start())


def _add(phrases: Phrases, names: Iterable[str], path: str) -> None:
    for name in names:
        words = words_of(name)
        if len(words) > 1:
            phrases.setdefault(words, path)
