"""Files: bytes that do not vary, cells that do not run, whole or not at all."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimx.write
from claimx.cell import cell_text, parse_text
from claimx.errors import OutputError
from claimx.table import claims_table
from claimx.write import TableFile, write_table

RULES = "cd" * 32


def _write_in_batches(path: Path, table: pa.Table, size: int) -> bytes:
    with TableFile(path, table.schema) as file:
        for start in range(0, table.num_rows, size):
            file.add(table.slice(start, size))
    return path.read_bytes()


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_bytes_do_not_depend_on_the_batches(tmp_path: Path, claims, monkeypatch, ending):
    monkeypatch.setattr(claimx.write, "ROW_GROUP", 4)
    table = claims_table(claims * 3, rules_sha256=RULES)
    separate = pa.concat_tables([claims_table(claims, rules_sha256=RULES)] * 3)
    files = {_write_in_batches(tmp_path / f"c{ending}", t, size) for t in (table, separate) for size in (1, 5, 18)}
    assert len(files) == 1


def test_parquet_is_written_as_promised(tmp_path: Path, claims, monkeypatch):
    monkeypatch.setattr(claimx.write, "ROW_GROUP", 4)
    write_table(tmp_path / "c.parquet", claims_table(claims, rules_sha256=RULES))
    with pq.ParquetFile(tmp_path / "c.parquet") as file:
        assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [4, 2]
        column = file.metadata.row_group(0).column(3)
        assert column.compression == "ZSTD"
        assert column.has_offset_index
        assert file.schema_arrow.field("kind").type == pa.dictionary(pa.int32(), pa.string())
        assert set(file.schema_arrow.metadata) == {b"claimx.schema_version", b"claimx.version", b"claimx.rules_sha256"}


def test_csv_marks_text_that_would_run_and_leaves_numbers(tmp_path: Path, make_claim):
    claim = make_claim(metric="=1+2", baseline="-5", model="'s", value=-0.1, start=0, quote="@x", dataset="＝1")
    write_table(tmp_path / "c.csv", claims_table([claim], rules_sha256=RULES))
    raw = (tmp_path / "c.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfclaim_id,")
    assert raw.count(b"\n") == raw.count(b"\r\n") == 2
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    expected = {
        "metric": "'=1+2",
        "baseline": "'-5",
        "model": "''s",
        "value": "-0.1",
        "quote": "'@x",
        "dataset": "'＝1",
    }
    assert {name: row[name] for name in expected} == expected
    assert row["confidence"] == "0.9"


@given(st.none() | st.text(st.characters(codec="utf-8")), st.booleans())
def test_cells_come_back(text, nullable):
    if text is None and not nullable:
        return
    assert parse_text(cell_text(text, nullable=nullable), nullable=nullable) == text


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_no_cell_starts_a_formula(text):
    assert cell_text(text, nullable=True)[0] not in "=+-@\t\r\n＝＋－＠"


def test_jsonl_has_one_line_a_claim_for_every_reader_of_lines(tmp_path: Path, claims):
    write_table(tmp_path / "c.jsonl", claims_table(claims, rules_sha256=RULES))
    lines = (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(claims)
    rows = [json.loads(line) for line in lines]
    assert rows[1]["sentence"] == claims[1].sentence
    assert rows[5]["value"] == 0.1 + 0.2
    assert rows[0]["confidence"] == 0.9
    assert rows[0]["device"] is None


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, claims):
    path = tmp_path / "c.parquet"
    path.write_bytes(b"old")
    table = claims_table(claims, rules_sha256=RULES)
    other = claims_table([], rules_sha256=RULES).select(["kind"])
    with pytest.raises(ValueError, match="Schema"), TableFile(path, table.schema) as file:
        file.add(pa.concat_tables([table, other], promote_options="default").select(["kind"]))
    assert [p.name for p in tmp_path.iterdir()] == ["c.parquet"]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("name", "code"),
    [("c.xlsx", "write/unknown-format"), ("c", "write/unknown-format"), ("no/c.csv", "write/no-folder"),
     ("folder.csv", "write/is-folder")],
)  # fmt: skip
def test_what_cannot_be_written_is_named_and_leaves_nothing(tmp_path: Path, claims, name, code):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(OutputError) as caught:
        write_table(tmp_path / name, claims_table(claims, rules_sha256=RULES))
    assert caught.value.code == code
    assert [p.name for p in tmp_path.iterdir()] == ["folder.csv"]


def test_the_file_has_ordinary_permissions(tmp_path: Path, claims):
    write_table(tmp_path / "c.csv", claims_table(claims, rules_sha256=RULES))
    (tmp_path / "plain").touch()
    assert (tmp_path / "c.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode
