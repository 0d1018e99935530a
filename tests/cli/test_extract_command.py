"""extract and demo from end to end: real rules, files in, files out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimx.cli import cli
from claimx.document import Document, document_id
from claimx.packs import load_rules
from claimx.run import Setup, extract_documents
from claimx.table import read_claims, read_papers, read_table, table_metadata

ROWS = [
    {"id": "0001.0001", "title": "Quill: Faster Decoding", "abstract":
     "We present Quill, a decoder for large language models. On 8 A100 GPUs, Quill is 2.5x faster than vLLM."},
    {"id": "0001.0002", "title": "Thrift", "abstract":
     "Thrift trains a 7B model. Thrift reduces memory usage by 40% compared to Adam and needs 300 A100 GPU hours."},
    {"id": "0001.0003", "title": "A Study of Nothing", "abstract": "We count nothing here."},
]  # fmt: skip


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Three papers, one row without an abstract and one that is no JSON."""
    path = tmp_path / "papers.jsonl"
    lines = [json.dumps(row) for row in ROWS]
    lines += [json.dumps({"id": "0001.0004", "title": "Empty"}), "{broken"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_extract_writes_what_the_papers_claim(tmp_path: Path, papers: Path):
    result = run("extract", papers, "-o", tmp_path / "claims.parquet", "--papers", tmp_path / "p.csv")
    assert result.exit_code == 0, result.stderr
    claims = read_claims(tmp_path / "claims.parquet")
    found = {(row.doc_id, row.kind, row.value, row.unit) for row in claims.itertuples()}
    assert ("0001.0001", "speedup", 2.5, "x") in found
    assert ("0001.0001", "hardware", 8.0, "devices") in found
    assert ("0001.0002", "memory_saving", 40.0, "%") in found
    assert ("0001.0002", "model_size", 7e9, "parameters") in found
    assert ("0001.0002", "gpu_hours", 300.0, "gpu_hour") in found
    table = read_papers(tmp_path / "p.csv")
    assert table["doc_id"].tolist() == ["0001.0001", "0001.0002", "0001.0003"]
    assert table["claims"].tolist() == [int((claims["doc_id"] == row["id"]).sum()) for row in ROWS]
    assert table["claims"].tolist()[2] == 0


def test_every_quote_is_where_it_says(tmp_path: Path, papers: Path):
    run("extract", papers, "-o", tmp_path / "claims.jsonl")
    texts = {row["id"]: row for row in ROWS}
    claims = read_claims(tmp_path / "claims.jsonl")
    assert len(claims) > 4
    for row in claims.itertuples():
        text = texts[row.doc_id][row.section]
        assert text[row.start : row.end] == row.quote
        assert text[row.sentence_start :].startswith(row.sentence)


def test_the_log_names_formats_rejects_and_counts(tmp_path: Path, papers: Path):
    result = run("extract", papers, "-o", tmp_path / "c.csv")
    lines = result.stderr.splitlines()
    assert lines[0] == f"{papers}: jsonl"
    assert [line.split(":")[1] for line in lines if "papers.jsonl:" in line][1:] == ["4", "5"]
    assert lines[-1].startswith("3 papers, ")
    assert lines[-1].endswith(f"claims, 2 rejects -> {tmp_path / 'c.csv'}")
    assert result.stdout == ""
    assert run("extract", papers, "-o", tmp_path / "c.csv", "--quiet").stderr == ""


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_rejects_go_to_their_file_and_strict_is_4(tmp_path: Path, papers: Path, ending):
    out = tmp_path / f"rejects.{ending}"
    assert run("extract", papers, "-o", tmp_path / "c.csv", "--rejects", out, "--strict").exit_code == 4
    text = out.read_text(encoding="utf-8-sig")
    assert "read/no-abstract" in text
    assert "read/not-json" in text
    assert (tmp_path / "c.csv").exists()


def test_a_repeated_paper_is_recorded_and_is_no_reject(tmp_path: Path):
    line = '{"doc_id": "p1", "title": "", "abstract": "It is 2x faster than TGI."}\n'
    source, out = tmp_path / "papers.jsonl", tmp_path / "rejects.jsonl"
    source.write_text(line * 2)
    result = run("extract", source, "-o", tmp_path / "c.csv", "--rejects", out, "--strict")
    assert result.exit_code == 0
    assert "1 paper, 1 claim, 0 rejects, 1 repeat ->" in result.stderr
    assert "read/duplicate" in out.read_text()


def test_kinds_are_kept_and_counted(tmp_path: Path, papers: Path):
    args = ("extract", papers, "-o", tmp_path / "c.csv", "--papers", tmp_path / "p.csv")
    assert run(*args, "--kind", "gpu_hours").exit_code == 0
    assert set(read_claims(tmp_path / "c.csv")["kind"]) == {"gpu_hours"}
    table = read_papers(tmp_path / "p.csv")
    assert table["claims"].tolist() == table["gpu_hours"].tolist() == [0, 1, 0]
    result = run(*args, "--kind", "gpu_hour")
    assert result.exit_code == 2
    assert "gpu_hours" in result.stderr


def test_bytes_do_not_depend_on_workers_or_runs(tmp_path: Path, papers: Path):
    for name, workers in (("a", 1), ("b", 2), ("c", 1)):
        run("extract", papers, "-o", tmp_path / f"{name}.parquet", "--workers", workers)
    files = {(tmp_path / f"{name}.parquet").read_bytes() for name in "abc"}
    assert len(files) == 1


def test_results_keep_the_order_of_many_documents():
    documents = [Document(f"d{i:04}", "", f"It is {i % 9 + 2}x faster than TGI.") for i in range(700)]
    one = list(extract_documents(documents, Setup()))
    assert list(extract_documents(documents, Setup(), workers=2)) == one
    assert [paper.doc_id for paper, _ in one] == [document.doc_id for document in documents]
    assert all(len(claims) == 1 for _, claims in one)


def test_the_table_names_its_rules(tmp_path: Path, papers: Path):
    run("extract", papers, "-o", tmp_path / "c.parquet")
    assert table_metadata(read_table(tmp_path / "c.parquet"))["claimx.rules_sha256"] == load_rules().sha256


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["missing.jsonl", "-o", "c.csv"], "read/missing"),
        (["papers.jsonl", "-o", "c.xlsx"], "write/unknown-format"),
        (["papers.jsonl", "-o", "none/c.csv"], "write/no-folder"),
        (["papers.jsonl", "-o", "papers.jsonl"], "write/same-file"),
        (["papers.jsonl", "-o", "c.csv", "--papers", "c.csv"], "write/same-file"),
        (["papers.jsonl", "-o", "c.csv", "--rules", "none"], "rules/no-folder"),
        (["binary.bin", "-o", "c.csv"], "read/unknown-format"),
    ],
)
def test_errors_name_their_code_and_leave_no_file(tmp_path: Path, papers: Path, monkeypatch, args, code):
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 8)
    monkeypatch.chdir(tmp_path)
    before = papers.read_bytes()
    result = run("extract", *args)
    assert result.exit_code == 4
    assert f"error[{code}]: " in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["binary.bin", "papers.jsonl"]
    assert papers.read_bytes() == before


def test_columns_by_other_names(tmp_path: Path):
    (tmp_path / "in.csv").write_text("key,headline,body\n007,T,It is 3x faster than TGI.\n", encoding="utf-8")
    fields = ("--id-field", "key", "--title-field", "headline", "--abstract-field", "body")
    assert run("extract", tmp_path / "in.csv", "-o", tmp_path / "c.csv", *fields).exit_code == 0
    assert read_claims(tmp_path / "c.csv")["doc_id"].tolist() == ["007"]


def test_demo_writes_a_table_and_a_report(tmp_path: Path):
    result = run("demo", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert len(read_claims(tmp_path / "out" / "claims.parquet")) > 100
    assert len(read_papers(tmp_path / "out" / "papers.parquet")) > 100
    assert str(tmp_path / "out" / "report" / "report.md") in result.stdout.splitlines()
    assert "# Numeric claims" in (tmp_path / "out" / "report" / "report.md").read_text(encoding="utf-8")
    assert "model_size" in result.stdout


def test_a_title_alone_names_a_paper_without_an_id(tmp_path: Path):
    (tmp_path / "in.csv").write_text("title,abstract\nQuill,It is 3x faster than TGI.\n", encoding="utf-8")
    run("extract", tmp_path / "in.csv", "-o", tmp_path / "c.csv")
    assert read_claims(tmp_path / "c.csv")["doc_id"].tolist() == [document_id("Quill")]
