"""What is skipped for speed could not have matched: literals, edges and needed pieces of patterns, words of amounts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import regex

from claimx.packs import load_rules
from claimx.packs.models import GuardFile
from claimx.packs.needs import Needs
from claimx.pipeline import Extractor
from claimx.quantity import QuantityScanner
from claimx.quantity.worded import WordedFinder
from claimx.read import read_documents
from claimx.seeds import seeds_folder

CHALLENGE = Path(__file__).resolve().parents[2] / "fixtures" / "challenge"


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("nothing of it", {2}),
        ("a tab is bad", {0, 2}),
        ("cost $5", {1, 2}),
        ("abab", {0, 2, 3}),
    ],
)
def test_needs_are_met_by_one_literal_each(text: str, met: set[int]) -> None:
    needs = Needs([("ab", "zz"), ("$",), (), ("bab",)])
    assert needs.met(text) == met


def test_needs_of_nothing_are_never_met() -> None:
    assert Needs([]).met("text") == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Twofold gains", [0]),
        ("someone often attends the eleventh tenor", []),
        ("it halves them, DOUBLING one", [3, 16, 25]),
        ("in a day or an hour, not a daydream", [3, 12]),
        ("manifolds unfold", []),
    ],
)
def test_amounts_in_words_begin_where_their_words_stand(text: str, found: list[int]) -> None:
    finder = WordedFinder(QuantityScanner(load_rules()).spoken.anchors())
    assert finder.find_worded(text) == found


def test_no_guard_is_skipped_that_matches() -> None:
    rules = load_rules()
    guards = [
        (guard, regex.compile(guard.pattern, 0 if guard.case else regex.I))
        for _, file in rules.of(GuardFile)
        for guard in file.guards
        if guard.needs
    ]
    texts = [document.abstract for document in read_documents(seeds_folder() / "abstracts.jsonl")]
    texts += [json.loads(line)["text"] for file in sorted(CHALLENGE.glob("*.jsonl")) for line in file.open()]
    matched = 0
    for text in texts:
        lower = text.lower()
        for guard, pattern in guards:
            if not any(need.lower() in lower for need in guard.needs):
                assert pattern.search(text) is None, guard.slug
            else:
                matched += pattern.search(text) is not None
    assert matched > 100


def test_no_construction_is_skipped_that_matches() -> None:
    extractor = Extractor(load_rules(), extractors=("rules",))
    engine = extractor._engine
    matched = 0
    for document in list(read_documents(seeds_folder() / "abstracts.jsonl"))[:80]:
        for sentence in extractor.read_sentences(extractor._normalise(document.abstract)):
            row = sentence.row
            for index, item in enumerate(sentence.items):
                for one in engine._constructions.get(row[index], ()) if item.amounts else ():
                    if one.match(row, index) is not None:
                        matched += 1
                        assert one.may_match(row[index - 1] if index else "", row[index + 1]), one.id
                        assert not one.lacks(set(row[:index]), set(row[index + 1 :])), one.id
    assert matched > 300
