"""`import claimx`: texts, documents and DataFrames in, a DataFrame out."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import claimx
from claimx.document import document_id
from claimx.errors import InputError
from claimx.schema import CLAIM_COLUMNS

FASTER = "Quill is 2.5x faster than vLLM."
SMALLER = "Thrift reduces memory usage by 40% and trains a 7B model."


def test_a_text_is_one_document():
    frame = claimx.extract(FASTER)
    assert list(frame.columns) == [column.name for column in CLAIM_COLUMNS]
    assert frame[["kind", "value", "unit", "quote", "doc_id"]].to_numpy().tolist() == [
        ["speedup", 2.5, "x", "2.5x", document_id(FASTER)]
    ]
    assert frame["kind"].dtype == "category"


def test_texts_and_documents_mix():
    document = claimx.Document("d1", "Quill at 3x the Speed", FASTER)
    frame = claimx.extract([SMALLER, document])
    assert frame["doc_id"].unique().tolist() == [document_id(SMALLER), "d1"]
    assert claimx.extract(document)["doc_id"].unique().tolist() == ["d1"]


def test_a_frame_with_columns_of_any_name():
    frame = pd.DataFrame({"doc_id": ["a", None], "title": [None, "Thrift"], "abstract": [FASTER, SMALLER]})
    found = claimx.extract(frame, kinds=["speedup", "model_size"])
    assert found["doc_id"].tolist() == ["a", document_id("Thrift")]
    renamed = frame.rename(columns={"doc_id": "key", "title": "name", "abstract": "text"})
    again = claimx.extract(
        renamed, kinds=["speedup", "model_size"], id_field="key", title_field="name", abstract_field="text"
    )
    pd.testing.assert_frame_equal(again, found)


def test_nothing_gives_an_empty_frame():
    assert len(claimx.extract([])) == 0
    assert len(claimx.extract("")) == 0
    assert len(claimx.extract(pd.DataFrame({"abstract": [None]}))) == 0


def test_rules_are_loaded_once_by_the_caller_if_wished():
    rules = claimx.load_rules()
    assert claimx.extract(FASTER, rules=rules).attrs["claimx.rules_sha256"] == rules.sha256


@pytest.mark.parametrize(
    ("texts", "options", "said"),
    [
        ([1], {}, "give strings"),
        (pd.DataFrame({"text": ["a"]}), {}, "abstract_field"),
        (FASTER, {"kinds": ["speed"]}, "no kind speed"),
    ],
)
def test_what_is_wrong_is_said(texts, options, said):
    with pytest.raises(InputError, match=said):
        claimx.extract(texts, **options)


def test_a_saved_frame_reads_back(tmp_path):
    frame = pd.DataFrame({"abstract": [FASTER], "title": ["Quill"], "published": [date(2024, 1, 2)]})
    claimx.extract(frame).to_parquet(tmp_path / "c.parquet")
    assert claimx.read_claims(tmp_path / "c.parquet")["quote"].tolist() == ["2.5x"]
