"""export, report, eval, diff: over tables written from hand-made claims."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimx.cli import cli
from claimx.table import claims_table, papers_table, read_claims, read_papers, read_table, table_metadata
from claimx.write import write_table


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


@pytest.fixture
def table(tmp_path: Path, claims, papers) -> Path:
    """A claims table, and papers.parquet beside it."""
    write_table(tmp_path / "claims.parquet", claims_table(claims, rules_sha256="ab"))
    write_table(tmp_path / "papers.parquet", papers_table(papers, rules_sha256="ab"))
    return tmp_path / "claims.parquet"


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_export_loses_nothing(table: Path, ending):
    out = table.with_name(f"out{ending}")
    assert run("export", table, "-o", out).exit_code == 0
    assert read_claims(out).equals(read_claims(table))
    papers = table.with_name("papers.parquet")
    assert run("export", papers, "--papers", "-o", out).exit_code == 0
    assert read_papers(out).equals(read_papers(papers))


def test_export_keeps_the_versions(table: Path):
    out = table.with_name("out.parquet")
    run("export", table, "-o", out)
    assert table_metadata(read_table(out)) == table_metadata(read_table(table))
    assert out.read_bytes() == table.read_bytes()


def test_export_of_a_kind(table: Path):
    out = table.with_name("out.jsonl")
    assert run("export", table, "-o", out, "--kind", "hardware", "--kind", "speedup").exit_code == 0
    assert sorted(read_claims(out)["kind"].astype(str)) == ["hardware", "hardware", "speedup"]
    result = run("export", table, "-o", out, "--kind", "hardwear")
    assert result.exit_code == 2
    assert "choose from gpu_hours, hardware" in result.stderr


def test_report_names_its_files(table: Path):
    out = table.with_name("report")
    result = run("report", table, "--papers", table.with_name("papers.parquet"), "-o", out)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [str(out / name) for name in ("report.md", "report.html", "summary.json")]
    assert all(Path(line).stat().st_size for line in result.stdout.splitlines())


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Gold for `claims`: the speedup is right, one of hardware is missed, one found is extra."""
    claims = [
        {"section": "abstract", "kind": "speedup", "form": "ratio", "value": 2, "unit": "x", "start": 20, "end": 22,
         "quote": "2x", "direction": "increase", "statistic": "mean", "metric": "throughput"},
        {"section": "abstract", "kind": "hardware", "value": 9, "unit": "devices", "start": 40, "end": 50,
         "quote": "9 A100", "device": "NVIDIA A100"},
        {"section": "abstract", "kind": "hardware", "value": None, "unit": "devices", "start": 70, "end": 79,
         "quote": "TPUv3 Pod", "device": "Google TPUv3", "attribution": "background"},
    ]  # fmt: skip
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"doc_id": "p1", "claims": claims}) + "\n", encoding="utf-8")
    return path


def test_eval_prints_and_writes_figures_and_misses(table: Path, gold: Path):
    figures, misses = table.with_name("figures.json"), table.with_name("misses.jsonl")
    result = run("eval", table, gold, "--json", figures, "--misses", misses)
    assert result.exit_code == 0
    assert "ALL                        3   0.667   0.667   0.667" in result.stdout
    assert json.loads(figures.read_text(encoding="utf-8"))["kind"]["speedup"]["f1"] == 1.0
    lines = [json.loads(line) for line in misses.read_text(encoding="utf-8").splitlines()]
    assert [(next(iter(line)), line["value"]) for line in lines] == [("miss", 9), ("extra", 8.0)]


def test_eval_fails_under_what_is_asked(table: Path, gold: Path):
    assert run("eval", table, gold, "--fail-under", "core=0.6,all=0.6,speedup=1").exit_code == 0
    result = run("eval", table, gold, "--fail-under", "core=0.7,hardware=0.6")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == ["core: F1 0.6667 is under 0.7", "hardware: F1 0.5000 is under 0.6"]
    assert run("eval", table, gold, "--fail-under", "hardwear=0.5").exit_code == 2


@pytest.fixture
def newer(table: Path, claims) -> Path:
    """The table with one claim changed, one removed and one added, made by other rules, in another order."""
    changed = replace(claims[0], baseline="vLLM", claim_id=claims[0].claim_id)
    added = replace(claims[5], claim_id="f" * 16, doc_id="p3")
    path = table.with_name("newer.parquet")
    write_table(path, claims_table([added, *claims[2:], changed], rules_sha256="cd"))
    return path


def test_diff_of_equal_tables(table: Path):
    result = run("diff", table, table, "--fail-on", "added,removed,changed")
    assert result.exit_code == 0
    assert result.stdout == "0 added, 0 removed, 0 changed, 6 the same\n"


def test_diff_as_text(table: Path, newer: Path):
    result = run("diff", table, newer)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "1 added, 1 removed, 1 changed, 4 the same"
    assert lines[1] == "rules_sha256 differs: ab -> cd"
    assert "  kind hardware: 1 removed" in lines
    assert "  rule claims/speedup/times-faster: 1 changed" in lines
    assert any("baseline: '=HYPERLINK(1)' -> 'vLLM'" in line for line in lines)
    assert "added:" not in run("diff", table, newer, "--limit", 0).stdout


def test_diff_as_json_and_markdown(table: Path, newer: Path):
    whole = json.loads(run("diff", table, newer, "--format", "json").stdout)
    assert whole["counts"] == {"added": 1, "removed": 1, "changed": 1, "same": 4}
    assert whole["changed"][0]["fields"] == {"baseline": {"old": "=HYPERLINK(1)", "new": "vLLM"}}
    assert whole["added"][0]["doc_id"] == "p3"
    markdown = run("diff", table, newer, "--format", "markdown").stdout
    assert "| kind | added | removed | changed |" in markdown
    assert "### removed" in markdown


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "removed"], 1),
        (["--fail-on", "changed,removed", "--allow", "changed=1,removed=1"], 0),
        (["--allow", "added=1"], 0),
        (["--allow", "added=0"], 1),
    ],
)
def test_diff_fails_on_what_is_asked(table: Path, newer: Path, options, code):
    assert run("diff", table, newer, *options).exit_code == code


def test_diff_accepts(table: Path, newer: Path):
    assert run("diff", table, newer, "--fail-on", "removed", "--accept").exit_code == 0
    assert table.read_bytes() == newer.read_bytes()
    golden = table.with_name("golden.jsonl")
    run("export", newer, "-o", golden, "--kind", "speedup")
    assert run("diff", golden, newer, "--accept").exit_code == 0
    assert run("diff", golden, newer, "--fail-on", "added,removed,changed").exit_code == 0
    assert golden.read_text(encoding="utf-8").startswith('{"claim_id"')
