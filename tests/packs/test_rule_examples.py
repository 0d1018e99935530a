from dataclasses import replace
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from claimx import rule_examples
from claimx.cli import cli
from claimx.document import Document
from claimx.model import Claim
from claimx.packs.loader import load_rules
from claimx.packs.marked_text import MarkError, parse_marked, show_marked
from claimx.pipeline import Extractor
from claimx.rule_examples import ExampleRunner, describe, find_cases

PACK = """\
kind: sturdiness
reads: how sturdy a thing is
rules:
  - slug: tougher
    reads: a factor beside tougher
    pattern: "{amount} tougher"
    examples:
      hit:
        - text: It is «2x» tougher.
          claims: [{form: ratio, value: 2, unit: x, direction: increase, metric: tougher}]
        - text: It is «3x» tougher.
          claims: [{value: 3, unit: x, direction: increase, metric: tougher}]
      miss:
        - {text: It ran 2x., why: nothing is compared}
      todo:
        - text: It is «5x» as tough.
          claims: [{value: 5, unit: x}]
"""
FOUND = Claim(
    claim_id="0", doc_id="0", section="abstract", kind="sturdiness", form="ratio", value=2.0, unit="x",
    stated_value=2.0, stated_unit="x", direction="increase", metric="tougher", quote="2x", start=6, end=8,
    sentence="", sentence_start=0, rule="claims/sturdiness/tougher", confidence=1.0,
)  # fmt: skip
THREE = replace(FOUND, value=3.0, stated_value=3.0, quote="3x")
ANSWERS = {"It is 2x tougher.": [FOUND], "It is 3x tougher.": [THREE]}


class Engine:
    """Answer texts from a table, limited to a rule from another."""

    def __init__(self, answers, alone=None):
        self.answers = answers
        self.alone = answers if alone is None else alone

    def limited_to(self, _):
        return Engine(self.alone)

    def extract_document(self, document):
        return None, list(self.answers.get(document.abstract, ()))


@pytest.fixture
def rules(tmp_path):
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "sturdiness.yaml").write_text(PACK)
    return load_rules([tmp_path])


def reasons(rules, alone, together=None):
    runner = ExampleRunner(rules, lambda _: Engine(alone if together is None else together, alone))
    cases = find_cases(rules, pack="claims/sturdiness")
    return {case.id.partition("::")[2]: [d.reason for d in found] for case in cases if (found := runner.run(case))}


def test_an_extractor_limited_to_a_rule_finds_by_that_rule_only():
    whole = Extractor(load_rules())
    document = Document("0", "", "It is 2x faster and needs 3x less memory on 8 A100 GPUs.")

    def rules_of(extractor):
        return {claim.rule for claim in extractor.extract_document(document)[1]}

    found = rules_of(whole)
    assert len(found) == 3
    assert all(rules_of(whole.limited_to(rule)) == {rule} for rule in found)
    assert rules_of(whole.limited_to("claims/throughput/rate")) == set()
    assert rules_of(whole) == found


def test_what_is_as_expected_passes(rules):
    assert reasons(rules, ANSWERS) == {}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ([], "missed"),
        ([replace(FOUND, start=3)], "wrong-span"),
        ([replace(FOUND, stated_value=2.5)], "wrong-value"),
        ([replace(FOUND, stated_unit="%")], "wrong-value"),
        ([replace(FOUND, metric=None)], "wrong-attribute"),
        ([replace(FOUND, kind="speedup")], "wrong-attribute"),
        ([replace(FOUND, baseline="theirs")], "wrong-attribute"),
        ([FOUND, replace(FOUND, direction="decrease")], "ambiguous"),
        ([FOUND, replace(FOUND, start=0, end=2)], "spurious"),
    ],
)
def test_a_difference_is_named(rules, given, reason):
    found = reasons(rules, {**ANSWERS, "It is 2x tougher.": given})
    assert found == {"hit[0]": [reason, reason]}


def test_a_claim_in_a_miss_is_spurious(rules):
    assert reasons(rules, {**ANSWERS, "It ran 2x.": [replace(FOUND, start=7, end=9)]}) == {"miss[0]": ["spurious"] * 2}


def test_other_rules_may_find_more_outside_the_marks_only(rules):
    other = replace(FOUND, kind="hardware", rule="claims/hardware/device")
    outside = {**ANSWERS, "It is 2x tougher.": [FOUND, replace(other, start=9, end=16)]}
    inside = {**ANSWERS, "It is 2x tougher.": [FOUND, other]}
    assert reasons(rules, ANSWERS, outside) == {}
    assert reasons(rules, ANSWERS, inside) == {"hit[0]": ["ambiguous"]}


def test_a_todo_that_passes_must_move(rules):
    five = replace(FOUND, value=5.0, stated_value=5.0, direction=None, metric=None)
    assert reasons(rules, {**ANSWERS, "It is 5x as tough.": [five]}) == {"todo[0]": ["todo-passes"]}


def test_a_failure_reads_well(rules):
    case = find_cases(rules, pack="claims/sturdiness", expression="tougher hit[0]")[0]
    text = describe(case, ExampleRunner(rules, lambda _: Engine({})).run(case))
    assert text.splitlines()[0].endswith("claims/sturdiness.yaml:9: claims/sturdiness/tougher::hit[0]")
    assert "missed (alone): nothing found at It is «2x» tougher." in text


def test_examples_of_guards_and_rewrites_hold():
    rules = load_rules()
    cases = [case for glob in ("guards/*", "normalise/*") for case in find_cases(rules, pack=glob)]
    runner = ExampleRunner(rules)
    assert [describe(case, found) for case in cases if (found := runner.run(case))] == []
    assert len(cases) > 50


def test_a_guard_example_that_differs_is_told(tmp_path):
    (tmp_path / "guards").mkdir()
    guard = "guards:\n  - slug: g\n    reads: x\n    pattern: 'ab'\n    hit: [«a»b, «ac»]\n    miss: [ab]\n"
    (tmp_path / "guards" / "g.yaml").write_text(guard)
    rules = load_rules([tmp_path])
    runner = ExampleRunner(rules)
    found = [[d.reason for d in runner.run(case)] for case in find_cases(rules, pack="guards/g")]
    assert found == [["wrong-span"], ["missed"], ["spurious"]]


def test_command_reports_and_writes_junit(tmp_path, rules, monkeypatch):
    monkeypatch.setattr(rule_examples.ExampleRunner.__init__, "__defaults__", (lambda _: Engine({}),))
    junit = tmp_path / "out.xml"
    arguments = ["rules", "test", str(tmp_path), "--pack", "claims/sturdiness", "--junit", str(junit)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert "4 examples, 2 failed" in result.stdout
    suite = ElementTree.parse(junit).getroot().find("testsuite")
    assert suite.attrib["failures"] == "2"
    assert [item.find("failure") is not None for item in suite] == [True, True, False, False]


def test_marks():
    assert parse_marked("a «b» ««c» d»").spans == ((2, 3), (4, 7), (4, 5))
    for text, offset in (("a » b", 2), ("a « b", 2), ("a «»", 2)):
        with pytest.raises(MarkError) as caught:
            parse_marked(text)
        assert caught.value.offset == offset


@given(st.lists(st.tuples(st.text("ab ", min_size=1), st.booleans()), max_size=8))
def test_marks_survive_a_round_trip(pieces):
    marked = "".join(f"«{text}»" if mark else text for text, mark in pieces)
    parsed = parse_marked(marked)
    assert show_marked(parsed.text, parsed.spans) == marked
