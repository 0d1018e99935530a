"""Arrow tables and the way back: schema, metadata, dtypes, errors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimx.errors import InputError
from claimx.schema import CLAIM_COLUMNS, PAPER_COLUMNS
from claimx.table import claims_table, papers_table, read_claims, read_papers, read_table, to_frame, to_rows
from claimx.write import write_table

RULES = "ab" * 32


def test_schema_is_the_contract(claims, papers):
    table = claims_table(claims, rules_sha256=RULES)
    assert table.column_names == [column.name for column in CLAIM_COLUMNS]
    assert table.schema.field("kind").type == pa.dictionary(pa.int32(), pa.string())
    assert table.schema.field("device_memory_gb").type == pa.float32()
    assert table.schema.field("experts").type == pa.int16()
    assert [f.name for f in table.schema if f.nullable] == [c.name for c in CLAIM_COLUMNS if c.nullable]
    assert papers_table(papers, rules_sha256=RULES).schema.field("published").type == pa.date32()


def test_metadata_holds_three_keys_and_no_other(claims):
    metadata = claims_table(claims, rules_sha256=RULES).schema.metadata
    assert set(metadata) == {b"claimx.schema_version", b"claimx.version", b"claimx.rules_sha256"}
    assert metadata[b"claimx.rules_sha256"].decode() == RULES


def test_a_null_where_none_may_be_is_refused(make_claim):
    with pytest.raises(InputError, match="quote"):
        claims_table([make_claim(), replace(make_claim(), quote=None)], rules_sha256=RULES)


def test_frame_is_categorical_and_nullable(claims):
    frame = to_frame(claims_table(claims, rules_sha256=RULES))
    assert frame["kind"].dtype == "category"
    assert frame["device_count"].dtype == pd.Int32Dtype()
    assert frame["value"].dtype == pd.Float64Dtype()
    assert frame["metric"].dtype == pd.StringDtype()
    assert frame["device_count"].tolist()[1] == 8
    assert frame["value"].isna().tolist() == [False, False, True, False, False, False]
    assert frame.attrs["claimx.rules_sha256"] == RULES


def test_an_empty_table_has_all_columns():
    frame = to_frame(claims_table([], rules_sha256=RULES))
    assert len(frame) == 0
    assert list(frame.columns) == [column.name for column in CLAIM_COLUMNS]


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_every_format_reads_back_to_the_same_frame(tmp_path: Path, claims, papers, ending):
    table = claims_table(claims, rules_sha256=RULES)
    write_table(tmp_path / f"c{ending}", table)
    pd.testing.assert_frame_equal(read_claims(tmp_path / f"c{ending}"), to_frame(table))
    table = papers_table(papers, rules_sha256=RULES)
    write_table(tmp_path / f"p{ending}", table)
    pd.testing.assert_frame_equal(read_papers(tmp_path / f"p{ending}"), to_frame(table))


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_an_empty_table_survives_every_format(tmp_path: Path, ending):
    write_table(tmp_path / f"c{ending}", claims_table([], rules_sha256=RULES))
    assert list(read_claims(tmp_path / f"c{ending}").columns) == [column.name for column in CLAIM_COLUMNS]


def test_a_folder_of_parquet_files_is_one_table_without_dictionaries_too(tmp_path: Path, claims):
    whole = claims_table(claims, rules_sha256=RULES)
    write_table(tmp_path / "part-0.parquet", whole.slice(0, 2))
    plain = pa.schema([(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in whole.schema])
    pq.write_table(whole.slice(2).cast(plain), tmp_path / "part-1.parquet")
    (tmp_path / "_SUCCESS").touch()
    pd.testing.assert_frame_equal(read_claims(tmp_path), to_frame(whole))


def test_columns_beyond_the_contract_are_left_out(tmp_path: Path, claims):
    table = claims_table(claims, rules_sha256=RULES).append_column("claimx_version", pa.array(["1"] * len(claims)))
    pq.write_table(table, tmp_path / "c.parquet")
    assert read_table(tmp_path / "c.parquet").column_names == [column.name for column in CLAIM_COLUMNS]


def test_rows_give_a_float32_as_it_was_written(make_claim):
    row = to_rows(claims_table([make_claim(confidence=0.9)], rules_sha256=RULES))[0]
    assert row["confidence"] == 0.9
    assert row["value_high"] is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.parquet", b"not parquet", "table/not-parquet"),
        ("a.csv", b"doc_id,kind\r\np1,speedup\r\n", "table/missing-column"),
        ("a.jsonl", b'{"doc_id": "p1"}\n', "table/missing-column"),
        ("a.jsonl", b"[1]\n", "table/not-json"),
        ("a.jsonl", b"{\n", "table/not-json"),
        ("a.xlsx", b"", "table/unknown-format"),
        ("a.csv", b"", "table/missing-column"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_claims(tmp_path / name)
    assert caught.value.code == code
    assert name in str(caught.value)


def test_a_missing_table_and_an_empty_folder_are_named(tmp_path: Path):
    for path, code in ((tmp_path / "none.csv", "table/not-found"), (tmp_path, "table/empty-folder")):
        with pytest.raises(InputError) as caught:
            read_table(path, PAPER_COLUMNS)
        assert caught.value.code == code


def test_a_bad_number_in_a_csv_is_named(tmp_path: Path, claims):
    write_table(tmp_path / "c.csv", claims_table(claims, rules_sha256=RULES))
    text = (tmp_path / "c.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "c.csv").write_text(text.replace(",36.6,", ",many,", 1), encoding="utf-8")
    with pytest.raises(InputError, match="'many'"):
        read_claims(tmp_path / "c.csv")
