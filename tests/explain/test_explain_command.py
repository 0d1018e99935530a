"""`claimx explain`: texts, papers and claims of a table in; trees, JSON and exit codes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimx.cli import cli
from claimx.table import read_table, to_rows

ROWS = [
    {"id": "0001.0001", "title": "Quill", "abstract":
     "We present Quill. On 8 A100 GPUs, Quill is 2.5x faster than Brook."},
    {"id": "0001.0002", "title": "Thrift", "abstract": "We propose Thrift, which reduces memory usage by 40%."},
]  # fmt: skip


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["explain", *(str(arg) for arg in args)], input=stdin)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path, papers: Path) -> Path:
    out = tmp_path / "claims.jsonl"
    assert CliRunner().invoke(cli, ["extract", str(papers), "-o", str(out), "--quiet"]).exit_code == 0
    return out


def test_a_text_gives_its_claim_without_colours():
    result = run("Quill is 2.5x faster than Brook.")
    assert result.exit_code == 0, result.stderr
    assert "claim speedup ratio 2.5 x increase" in result.stdout
    assert "baseline 'Brook'" in result.stdout
    assert "\x1b" not in result.stdout


def test_standard_input_is_read_as_the_text():
    text = "Quill is 2.5x faster than Brook."
    assert run("-", stdin=text).stdout == run(text).stdout
    broken = run("-", stdin=b"2x \xff faster")
    assert broken.exit_code == 4
    assert "read/undecodable" in broken.stderr


def test_all_shows_items_and_misfits():
    short, long = run("Quill is 2x faster.").stdout, run("Quill is 2x faster.", "--all").stdout
    assert "├─ items" in long
    assert "├─ items" not in short
    assert len(long.splitlines()) > len(short.splitlines()) + 10


def test_a_paper_of_an_input_is_explained_title_and_abstract(papers: Path):
    value = json.loads(run("--doc", "0001.0002", papers, "--format", "json").stdout)
    assert value["doc_id"] == "0001.0002"
    assert [section["section"] for section in value["sections"]] == ["title", "abstract"]
    missing = run("--doc", "none", papers)
    assert missing.exit_code == 4
    assert "explain/no-document" in missing.stderr


def test_find_keeps_the_sentences_that_hold_the_words(papers: Path):
    value = json.loads(run("--doc", "0001.0001", papers, "--find", "BROOK", "--format", "json").stdout)
    assert [len(section["sentences"]) for section in value["sections"]] == [0, 1]
    assert run("nothing numeric", "--find", "absent").stdout.strip() == "nothing to explain"


def test_a_claim_of_a_table_is_made_again(table: Path):
    for row in to_rows(read_table(table)):
        result = run("--claim", row["claim_id"], table)
        assert result.exit_code == 0, result.stderr
        assert row["quote"] in result.stdout
    missing = run("--claim", "0" * 16, table)
    assert missing.exit_code == 4
    assert "explain/no-claim" in missing.stderr


@pytest.mark.parametrize("field", ["value", "start"])
def test_a_claim_that_is_not_made_again_is_a_finding(tmp_path: Path, table: Path, field):
    lines = [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()]
    changed = next(line for line in lines if line["kind"] == "speedup")
    changed[field] += 1
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(changed) + "\n", encoding="utf-8")
    result = run("--claim", changed["claim_id"], other)
    assert result.exit_code == 1
    assert "not made again" in result.stderr


def test_claim_and_doc_together_are_a_usage_error(table: Path):
    assert run("--claim", "a", "--doc", "b", table).exit_code == 2
    assert run().exit_code == 2
    assert run("x", "--format", "yaml").exit_code == 2
