"""Explanations of own-written sentences by a small rule set: the whole tree, the shape, the accounting."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from claimx.cli.explain_format import as_json, as_text
from claimx.document import Document
from claimx.explain import Explanation, explain_document
from claimx.explain.explanation import Number, Sentence
from claimx.packs import load_rules
from claimx.packs.rule_file import Rules
from claimx.pipeline import Extractor

HERE = Path(__file__).parent
SCHEMA = HERE / "explanation.schema.json"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
PIECES = (
    "3x faster", "2.5", "1,024 A100s", "40%", "ImageNet-1K", "in 2019", "v2.1b", "(80GB)", "$10^{3}$", "2.88times",
    " and ", ". We ", ", ", " than ", "half", "LLaMA-7B", "8x7B", "5-7B", "from 3 to 9 GPUs", "3/8/32B", "\\times 10",
    "１２", "10³", "INT8", "two orders of magnitude", "\n", "1e-5", "x2", "--", "~7", "W4A8", "\\cite{a2020}", "[3]",
    "#1", "1.2.3", "99.9.",
)  # fmt: skip


def _sentences(explanation: Explanation) -> Iterator[Sentence]:
    for section in explanation.sections:
        yield from section.sentences


def _numbers(explanation: Explanation) -> list[Number]:
    return [number for sentence in _sentences(explanation) for number in sentence.numbers]


@pytest.mark.parametrize("source", sorted((HERE / "golden").glob("*.in.txt")), ids=lambda path: path.name.split(".")[0])
def test_the_tree_is_the_one_on_file(explain, source: Path):
    text = click.unstyle(as_text(explain(source.read_text(encoding="utf-8").rstrip("\n")))) + "\n"
    golden = source.with_name(source.name.replace(".in.", ".out."))
    if UPDATE:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_the_schema_is_the_one_on_file():
    """A change of it is a new EXPLAIN_VERSION."""
    schema = TypeAdapter(Explanation).json_schema()
    if UPDATE:
        SCHEMA.write_text(json.dumps(schema, indent=1) + "\n", encoding="utf-8")
    assert schema == json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_json_holds_everything(explain):
    text = "Since 2019 Quill is 2x faster on one A100. Quill is 2x faster, see v7b."
    written = as_json(explain(text))
    assert TypeAdapter(Explanation).validate_json(written) == explain(text)
    value = json.loads(written)
    assert value["explain_version"] == "1"
    first, second = value["sections"][0]["sentences"]
    assert [number["fate"] for number in first["numbers"]] == ["guarded", "claim", "claim"]
    assert [number["fate"] for number in second["numbers"]] == ["repeated", "glued"]
    assert first["numbers"][0]["guard"]["guard"] == "guards/names/year"
    won, beaten = first["numbers"][1]["tried"]
    assert (won["outcome"], won["slots"]) == ("won", {"change": "faster"})
    assert (beaten["outcome"], beaten["rules"]) == ("beaten", ["claims/speedup/plain"])
    assert second["claims"][0]["repeats"] == first["claims"][first["numbers"][1]["claims"][0]]["claim_id"]


def test_a_rule_tells_the_first_condition_that_failed(explain):
    (times, trends) = _numbers(explain("We report 3x florps and 3 trends."))
    asked = [[one for q in number.tried[0].questions for one in q.asked] for number in (times, trends)]
    assert [(one.rule, one.failed) for one in asked[0]] == [("claims/speedup/plain", "near")]
    assert [(one.rule, one.failed) for one in asked[1]] == [("claims/speedup/plain", "unit")]
    assert times.tried[1].outcome == "no_match"
    assert times.tried[1].misfit == "behind"


def test_hardware_of_the_sentence_before_is_said_to_be(explain):
    explanation = explain("We run on one A100. Quill is 3x faster.")
    (claim,) = list(_sentences(explanation))[1].claims
    (link,) = [link for link in claim.links if link.field == "hardware"]
    assert link.why == "set by the sentence before"


def test_attribution_says_why(explain):
    first, second = _sentences(explain("Brook is 3x faster on an A100. We present Quill, 4x faster."))
    reasons = [{link.field: (link.value, link.why) for link in one.claims[0].links} for one in (first, second)]
    assert reasons[0]["attribution"] == ("background", "the paper has not yet begun to speak of itself")
    assert reasons[1]["attribution"][0] == "proposed"
    assert not first.own
    assert second.own


@pytest.mark.parametrize("text", ["", " ", "No figure here.", "…"])
def test_a_text_without_numbers_has_none(explain, text):
    assert _numbers(explain(text)) == []


def test_a_word_with_several_runs_is_one_number(explain):
    (number,) = _numbers(explain("Run it with v7b8c."))
    assert (number.text, number.fate, number.runs) == ("v7b8c", "glued", ((13, 14), (15, 16)))


def _check_accounts(explanation: Explanation) -> None:
    for section in explanation.sections:
        numbers = [number for sentence in section.sentences for number in sentence.numbers]
        runs = sorted(run for number in numbers for run in number.runs)
        assert runs == [match.span() for match in regex.finditer(r"\d+", section.text)]
        for number in numbers:
            assert section.text[number.start : number.end] == number.text
        for sentence in section.sentences:
            owned = {place for number in sentence.numbers for place in number.claims}
            assert owned == set(range(len(sentence.claims)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text("ab1 2.,x%-$A\\{}^(", max_size=6), max_size=9).map(" ".join))
def test_every_run_of_digits_is_accounted_for_once(text: str):
    extractor = _shipped()
    document = Document("d1", text[::2], text)
    explanation = explain_document(extractor, document)
    _check_accounts(explanation)
    _, claims = extractor.extract_document(document)
    kept = [claim.claim_id for one in _sentences(explanation) for claim in one.claims if claim.repeats is None]
    assert sorted(kept) == sorted(claim.claim_id for claim in claims)


def test_the_built_in_corpus_is_accounted_for_and_a_trace_changes_nothing():
    from claimx.read import read_documents
    from claimx.seeds import seeds_folder

    extractor = _shipped()
    for document in list(read_documents(seeds_folder() / "abstracts.jsonl"))[::7]:
        explanation = explain_document(extractor, document)
        _check_accounts(explanation)
        _, claims = extractor.extract_document(document)
        kept = [claim.claim_id for one in _sentences(explanation) for claim in one.claims if claim.repeats is None]
        assert sorted(kept) == sorted(claim.claim_id for claim in claims)


_extractors: dict[str, Extractor] = {}


def _shipped() -> Extractor:
    rules: Rules = load_rules()
    if rules.sha256 not in _extractors:
        _extractors[rules.sha256] = Extractor(rules)
    return _extractors[rules.sha256]
