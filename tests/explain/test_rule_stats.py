"""Figures of rules over claims, gold and traces, and the command that shows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimx.claim.trace import Trace
from claimx.cli import cli
from claimx.document import Document
from claimx.pipeline import Extractor
from claimx.rule_stats import Conflicts, RuleFigures, RuleStatistics, count_rules, find_conflicts

DOCUMENTS = [
    Document("d1", "", "Quill is 2x faster. Brook gives 3x florps, faster."),
    Document("d2", "", "We use an A100 and 5 trends."),
]


def row(rule: str, kind: str, value: float, *, doc_id: str = "d1", start: int = 0) -> dict[str, Any]:
    return {
        "doc_id": doc_id, "section": "abstract", "rule": rule, "kind": kind, "form": "ratio", "value": value,
        "unit": "x", "start": start, "end": start + 2,
    }  # fmt: skip


ROWS = [
    row("claims/speedup/faster", "speedup", 2.0, start=9),
    row("claims/speedup/faster", "speedup", 9.0, start=30),
    row("claims/speedup/gone", "speedup", 3.0, start=40),
    row("claims/speedup/faster", "speedup", 5.0, doc_id="ungraded"),
]
GOLD = [
    {"doc_id": "d1", "claims": [row("", "speedup", 2.0, start=9), row("", "speedup", 3.0, start=40),
                                row("", "speedup", 4.0, start=60), row("", "latency", 1.0, start=70)]},
]  # fmt: skip


def _by_rule(statistics: RuleStatistics) -> dict[str, RuleFigures]:
    return {one.rule: one for one in statistics.rules}


def test_hits_shares_and_dead_rules(small_rules):
    statistics = count_rules(small_rules, ROWS)
    figures = _by_rule(statistics)
    assert [one.rule for one in statistics.rules][:2] == ["claims/speedup/faster", "claims/speedup/gone"]
    assert (figures["claims/speedup/faster"].hits, figures["claims/speedup/faster"].share) == (3, 0.75)
    assert figures["claims/speedup/gone"].hits == 1  # of the table, not of the packs
    assert statistics.dead == ("claims/hardware/named", "claims/speedup/plain")
    assert figures["claims/speedup/faster"].precision is None
    assert figures["claims/speedup/faster"].won is None


def test_precision_is_over_graded_papers_and_recall_over_the_kind(small_rules):
    figures = _by_rule(count_rules(small_rules, ROWS, gold=GOLD))
    faster = figures["claims/speedup/faster"]
    assert (faster.right, faster.wrong, faster.precision) == (1, 1, 0.5)
    assert faster.recall == pytest.approx(1 / 3)
    assert figures["claims/speedup/plain"].precision is None
    assert figures["claims/hardware/named"].recall is None


def test_no_claims_are_no_shares(small_rules):
    statistics = count_rules(small_rules, [])
    assert {one.share for one in statistics.rules} == {0.0}
    assert len(statistics.dead) == len(statistics.rules) == 3


def test_conflicts_are_counted_at_each_figure(small_rules):
    conflicts = find_conflicts(small_rules, DOCUMENTS)
    assert conflicts.won == {"claims/speedup/faster": 1}
    assert conflicts.lost == {"claims/speedup/plain": 1}
    comparative = conflicts.constructions["constructions/change/comparative"]
    thing = conflicts.constructions["constructions/change/amount-thing"]
    assert (comparative.tried, comparative.matched, comparative.won, comparative.beaten) == (3, 1, 1, 0)
    assert (thing.tried, thing.matched, thing.won, thing.beaten, thing.no_rule) == (3, 3, 1, 1, 1)
    assert comparative.seconds > 0
    figures = _by_rule(count_rules(small_rules, ROWS, conflicts=conflicts))
    assert (figures["claims/speedup/faster"].won, figures["claims/speedup/plain"].lost) == (1, 1)


def test_time_behind_the_winner_is_not_counted(small_rules):
    trace = Trace()
    Extractor(small_rules).extract_document(DOCUMENTS[0], trace)
    attempts = [attempt for sentence in trace.sections[1].sentences for attempt in sentence.attempts]
    for number, attempt in enumerate(attempts):
        attempt.begun, attempt.ended = 0, 10**9 * (number + 1)
    conflicts = Conflicts()
    conflicts.add(trace)
    seconds = {name: one.seconds for name, one in conflicts.constructions.items()}
    # the first figure is won by its first attempt, the second by its second
    assert seconds == {"constructions/change/comparative": 1 + 3, "constructions/change/amount-thing": 4}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Papers, their claims and a gold that holds the first claim only."""
    paths = {name: tmp_path / f"{name}.jsonl" for name in ("papers", "claims", "gold")}
    paper = {
        "id": "p1",
        "title": "Quill",
        "abstract": "We present Quill. Quill is 2.5x faster than Brook on 8 A100 GPUs.",
    }
    paths["papers"].write_text(json.dumps(paper) + "\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["extract", str(paths["papers"]), "-o", str(paths["claims"]), "-q"])
    assert result.exit_code == 0, result.stderr
    claims = [json.loads(line) for line in paths["claims"].read_text(encoding="utf-8").splitlines()]
    gold = {"doc_id": "p1", "claims": [claim for claim in claims if claim["kind"] == "speedup"]}
    paths["gold"].write_text(json.dumps(gold) + "\n", encoding="utf-8")
    return paths


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, ["rules", "stats", *(str(arg) for arg in args)])


def test_the_command_shows_a_table_and_the_dead(files):
    result = run(files["claims"], "--gold", files["gold"])
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["rule", "hits", "share", "right", "wrong", "precision", "recall"]
    assert any(line.startswith("claims/speedup/") and "1.000" in line for line in lines)
    assert any("rules made none" in line for line in lines)
    assert "  claims/gpu_hours/device-time" in lines


def test_json_holds_every_rule_and_time_only_when_asked(files):
    args = (files["claims"], "--input", files["papers"], "--format", "json")
    plain, timed = json.loads(run(*args).stdout), json.loads(run(*args, "--time").stdout)
    assert plain["claims"] == sum(one["hits"] for one in plain["rules"])
    assert set(plain["dead"]) == {one["rule"] for one in plain["rules"] if not one["hits"]}
    assert "seconds" not in plain["constructions"][0]
    assert all(one["seconds"] >= 0 for one in timed["constructions"])
    assert run(*args).stdout == run(*args).stdout


def test_markdown_and_sorting(files):
    text = run(files["claims"], "--format", "markdown", "--sort", "rule").stdout
    names = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| claims/")]
    assert names == sorted(names)
    assert len(names) > 1


def test_usage_and_input_errors(files):
    assert run(files["claims"], "--time").exit_code == 2
    assert run(files["claims"], "--sort", "luck").exit_code == 2
    assert run("absent.jsonl").exit_code == 4
