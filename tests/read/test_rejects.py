"""Broken inputs: each gives its code, costs only its row, and no bytes whatever break the reader."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimx.document import Reject
from claimx.errors import ClaimxError, InputError
from claimx.read import CODES, read_documents

FIXTURES = Path(__file__).parents[2] / "fixtures"
BROKEN = sorted((FIXTURES / "broken").iterdir())
# name: (papers that survive, lines of the rejects)
OUTCOMES = {
    "damaged.jsonl.gz": (2, [3]),
    "damaged.parquet": (0, [1]),
    "duplicate-column.csv": (0, [1]),
    "duplicate-column.jsonl": (1, [1]),
    "duplicate.jsonl": (1, [2]),
    "empty.jsonl": (0, [1]),
    "no-abstract.jsonl": (1, [1, 2, 3]),
    "no-abstract.txt": (1, [5]),
    "no-field.csv": (0, [1]),
    "no-title.txt": (1, [3]),
    "not-csv.csv": (1, [3]),
    "not-json.json": (0, [2]),
    "not-json.jsonl": (2, [2, 3]),
    "nul.jsonl": (1, [1]),
    "too-long.jsonl.gz": (1, [1]),
    "too-many-cells.csv": (1, [2]),
    "undecodable.csv": (1, [2]),
    "undecodable.jsonl": (2, [2, 3]),
    "undecodable.txt": (0, [1]),
    "wrong-type.jsonl": (1, [1, 2, 3, 4]),
}
# Read as files given by name, these cannot be read at all.
REFUSED = ("unknown-format.png", "unknown-format.txt")


def code_of(path: Path) -> str:
    return "read/" + path.name.partition(".")[0]


def test_every_code_has_a_broken_input() -> None:
    assert {path.name for path in BROKEN} == {*OUTCOMES, *REFUSED}
    # What the system refuses cannot be kept as a file.
    assert {code_of(path) for path in BROKEN} | {"read/unreadable"} == set(CODES)


@pytest.mark.parametrize("name", OUTCOMES)
def test_broken_input_gives_its_code_and_costs_only_its_rows(name: str) -> None:
    path = FIXTURES / "broken" / name
    rejects: list[Reject] = []
    papers = list(read_documents(path, on_reject=rejects.append))
    assert {reject.code for reject in rejects} == {code_of(path)}
    assert (len(papers), [reject.line for reject in rejects]) == OUTCOMES[name]
    assert all(reject.path == str(path) and reject.reason for reject in rejects)


@pytest.mark.parametrize("name", REFUSED)
def test_unknown_format_is_an_error_for_a_named_file(name: str) -> None:
    path = FIXTURES / "broken" / name
    with pytest.raises(InputError) as caught:
        list(read_documents(path))
    assert caught.value.code == code_of(path)
    assert caught.value.where == str(path)


def test_folder_of_broken_inputs_never_raises() -> None:
    rejects: list[Reject] = []
    list(read_documents(FIXTURES / "broken", on_reject=rejects.append))
    assert {reject.code for reject in rejects} >= {code_of(path) for path in BROKEN}


def test_foreign_formats_are_named(tmp_path: Path) -> None:
    for content, words in ((b"%PDF-1.7\n", "PDF"), ("Größe: 2x".encode("utf-16"), "UTF-16"), (b"PK\x03\x04", "ZIP")):
        path = tmp_path / "file"
        path.write_bytes(content + bytes(64))
        with pytest.raises(InputError, match=words):
            list(read_documents(path))


def test_line_beyond_its_limit_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.read.stream.LINE_BYTES", 100)
    path = tmp_path / "rows.jsonl"
    long = '{"abstract": "' + "2x faster " * 50 + '"}'
    path.write_text(f'{{"abstract": "One."}}\n{long}\n{{"abstract": "Three."}}\n', encoding="utf-8")
    rejects: list[Reject] = []
    assert [paper.abstract for paper in read_documents(path, on_reject=rejects.append)] == ["One.", "Three."]
    assert [(reject.line, reject.code) for reject in rejects] == [(2, "read/too-long")]


def test_open_quote_is_told_with_the_lines_it_costs(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('title,abstract\nOne,"open\nTwo,2x.\nThree,3x.\n', encoding="utf-8")
    rejects: list[Reject] = []
    assert list(read_documents(path, on_reject=rejects.append)) == []
    assert [(reject.line, reject.code) for reject in rejects] == [(2, "read/not-csv")]
    assert "lines 3 to 4" in rejects[0].reason


def test_rows_are_counted_through_rejects(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"abstract": "One."}\noops\n\n{"abstract": "Three."}\n', encoding="utf-8")
    assert [paper.position for paper in read_documents(path)] == [0, 2]


def outcome(path: Path) -> None:
    """Read a file; whatever is found must be encodable, and only a ClaimxError may be raised."""
    rejects: list[Reject] = []
    codes: list[str] = []
    try:
        for paper in read_documents(path, on_reject=rejects.append):
            f"{paper.doc_id}{paper.title}{paper.abstract}{paper.url}".encode()
            assert paper.abstract.strip()
    except ClaimxError as error:
        codes.append(error.code)
    for reject in rejects:
        reject.reason.encode()
        assert reject.line >= 1
    assert {*codes, *(reject.code for reject in rejects)} <= set(CODES)


PIECES = st.sampled_from(
    [b'{"abstract": "2x faster"}', b"title,abstract", b"title\tabstract", b"\n", b"\r\n", b"\n\n", b'"', b",", b"\t",
     b"[", b"]", b"{", b"}", b"\\", b"\xff", b"\xef\xbb\xbf", b"\0", b"PAR1", b"\x1f\x8b", b"Subscribe", b"Mar 14",
     b"A Title", b"We run 2x as fast. It works. ", b'"abstract":', b'"paper":', b"null", b"1e999", b"\\ud800"]
)  # fmt: skip
CONTENT = st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=25).map(b"".join))
NAMES = st.sampled_from(["a", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.txt", "a.parquet", "a.gz"])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=CONTENT, name=NAMES, zipped=st.booleans())
def test_no_bytes_break_the_reader(content: bytes, name: str, zipped: bool, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if zipped else content)
    outcome(path)


CHANGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": lambda data, chance: data[: chance.randrange(len(data))],
    "flip": lambda data, chance: bytes(b ^ (chance.random() < 0.01) * chance.randrange(256) for b in data),
    "repeat": lambda data, chance: data[: chance.randrange(len(data))] + data,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    "name", ["papers.parquet", "papers.jsonl.gz", "papers.json", "papers.csv", "listing-tight.txt"]
)
def test_damaged_fixtures_never_break_the_reader(name: str, change: str, tmp_path: Path) -> None:
    data = (FIXTURES / "documents" / name).read_bytes()
    for seed in range(10):
        path = tmp_path / name
        path.write_bytes(CHANGES[change](data, random.Random(seed)))
        outcome(path)


def test_deep_nesting_and_huge_numbers_are_not_json(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"abstract": ' + "[" * 100_000 + "\n" + '{"id": ' + "1" * 5000 + "}\n", encoding="utf-8")
    codes: list[str] = []
    assert list(read_documents(path, on_reject=lambda reject: codes.append(reject.code))) == []
    assert codes == ["read/not-json", "read/not-json"]
