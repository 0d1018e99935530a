"""Every format gives the same three papers; columns, folders, standard input and repeats."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from claimx.document import Document, Reject, document_id
from claimx.errors import InputError
from claimx.read import FORMATS, read_documents, read_texts

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"
FILES = {
    "listing-spaced.txt": "listing",
    "listing-tight.txt": "listing",
    "papers.csv": "csv",
    "papers.json": "json",
    "papers.jsonl": "jsonl",
    "papers.jsonl.gz": "jsonl",
    "papers.parquet": "parquet",
    "papers.tsv": "tsv",
    "text": "text",
}
WITH_URL = {"papers.csv", "papers.json", "papers.jsonl", "papers.jsonl.gz", "papers.parquet", "papers.tsv"}
ABSTRACT = "We run 2x as fast."


def texts(documents: list[Document]) -> list[tuple[str, str, str]]:
    return [(paper.doc_id, paper.title, paper.abstract) for paper in documents]


def write_rows(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_every_fixture_and_every_format_is_here() -> None:
    assert {path.name for path in DOCUMENTS.iterdir()} == set(FILES)
    assert set(FILES.values()) == set(FORMATS)


@pytest.mark.parametrize("name", FILES)
def test_same_papers_in_every_format(name: str) -> None:
    expected = [json.loads(line) for line in (DOCUMENTS / "papers.jsonl").read_text(encoding="utf-8").splitlines()]
    rejects: list[Reject] = []
    formats: list[str] = []
    papers = list(
        read_documents([DOCUMENTS / name], on_reject=rejects.append, on_format=lambda _, form: formats.append(form))
    )
    assert texts(papers) == [(row["doc_id"], row["title"], row["abstract"]) for row in expected]
    assert all(paper.doc_id == document_id(paper.title) for paper in papers)
    assert rejects == []
    assert set(formats) == {FILES[name]}
    known = name in WITH_URL
    assert [paper.url for paper in papers] == [row["url"] if known else None for row in expected]
    assert [paper.published for paper in papers] == [
        date.fromisoformat(row["published"]) if known else None for row in expected
    ]
    if name != "text":
        assert [(paper.source, paper.position) for paper in papers] == [(name, 0), (name, 1), (name, 2)]


@pytest.mark.parametrize("name", [name for name in FILES if name != "text"])
def test_content_not_ending_decides_and_gzip_is_transparent(name: str, tmp_path: Path) -> None:
    expected = texts(list(read_documents(DOCUMENTS / name)))
    data = (DOCUMENTS / name).read_bytes()
    plain = gzip.decompress(data) if name.endswith(".gz") else data
    for other in (tmp_path / "file", tmp_path / "file.pdf"):
        other.write_bytes(plain)
        assert texts(list(read_documents(other))) == expected
        other.write_bytes(gzip.compress(plain))
        assert texts(list(read_documents(other))) == expected


def test_folder_is_read_once_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name, doc_id in (("b/1.jsonl", "two"), ("a.jsonl", "one"), (".hidden/x.jsonl", "no"), (".x.jsonl", "no")):
        write_rows(tmp_path / name, {"id": doc_id, "abstract": ABSTRACT})
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    rejects: list[Reject] = []
    papers = list(read_documents(tmp_path, on_reject=rejects.append))
    assert [(paper.doc_id, paper.source) for paper in papers] == [("one", "a.jsonl"), ("two", "1.jsonl")]
    assert [(Path(reject.path).name, reject.code) for reject in rejects] == [("c.png", "read/unknown-format")]


def test_first_of_the_same_paper_wins_and_the_others_are_told(tmp_path: Path) -> None:
    one = write_rows(tmp_path / "1.jsonl", {"id": "a", "abstract": "First."}, {"id": "b", "abstract": "Other."})
    two = write_rows(tmp_path / "2.jsonl", {"id": "a", "abstract": "Second."})
    rejects: list[Reject] = []
    papers = list(read_documents([one, two], on_reject=rejects.append))
    assert [(paper.doc_id, paper.abstract) for paper in papers] == [("a", "First."), ("b", "Other.")]
    assert rejects == [
        Reject(str(two), 1, "read/duplicate", "doc_id a came before, in 1.jsonl: the first one counts"),
    ]


@pytest.mark.parametrize(
    ("row", "doc_id", "title"),
    [
        ({"doc_id": "x", "title": "T", "abstract": ABSTRACT}, "x", "T"),
        ({"arXiv-ID": "0704.0001", "Title": "T", "Summary": ABSTRACT}, "0704.0001", "T"),
        ({"paper_id": 17, "text": ABSTRACT}, "17", ""),
        ({"id": None, "title": "T", "abstract": ABSTRACT, "text": "the whole paper"}, document_id("T"), "T"),
        ({"abstract": ABSTRACT}, document_id(ABSTRACT), ""),
        ({"paper": {"id": "x", "title": "T", "summary": ABSTRACT}, "upvotes": 3}, "x", "T"),
    ],
)
def test_usual_spellings_of_columns(row: dict[str, object], doc_id: str, title: str, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows", row)
    assert texts(list(read_documents(path))) == [(doc_id, title, ABSTRACT)]


def test_foreign_columns_are_named_by_option(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows", {"key": "k", "name": "N", "abstract": "not this", "meta": {"what": ABSTRACT}})
    papers = read_documents(path, id_field="key", title_field="name", abstract_field="meta.what")
    assert texts(list(papers)) == [("k", "N", ABSTRACT)]
    table = tmp_path / "table"
    table.write_text(f"key;name;what\nk;N;{ABSTRACT}\n", encoding="utf-8")
    papers = read_documents(table, id_field="key", title_field="name", abstract_field="what")
    assert texts(list(papers)) == [("k", "N", ABSTRACT)]


def test_option_that_names_no_column_is_told(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows", {"id": "k", "title": "N", "abstract": ABSTRACT})
    codes: list[str] = []
    assert list(read_documents(path, id_field="key", on_reject=lambda reject: codes.append(reject.code))) == []
    assert codes == ["read/no-field"]


def test_options_are_not_for_pages_and_texts() -> None:
    assert len(list(read_documents(DOCUMENTS / "listing-spaced.txt", abstract_field="summary"))) == 3


@pytest.mark.parametrize(
    "table",
    [
        'title,abstract\nOne,"Two lines:\n""2x"" faster, they say."\nTwo,Short.\n',
        'title\tabstract\nOne\t"Two lines:\n""2x"" faster, they say."\nTwo\tShort.\n',
        'title,abstract\r\nOne,"Two lines:\n\\"2x\\" faster, they say."\r\n\r\nTwo,Short.\r\n',
        'title|abstract\nOne|"Two lines:\n""2x"" faster, they say."\nTwo|Short.\n',
    ],
    ids=["comma", "tab", "backslash", "bar"],
)
def test_dialects(table: str, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(table.encode())
    papers = list(read_documents(path))
    assert [(paper.title, paper.abstract) for paper in papers] == [
        ("One", 'Two lines:\n"2x" faster, they say.'),
        ("Two", "Short."),
    ]


def test_big_cell(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f'title,abstract\nOne,"{"2x faster, " * 50_000}"\n', encoding="utf-8")
    assert [len(paper.abstract) for paper in read_documents(path)] == [550_000]


@pytest.mark.parametrize(
    ("typed", "title", "abstract"),
    [
        ("We halve latency.\n", "", "We halve latency."),
        ("Fast Kernels\n\nWe halve latency.\n\nTwice.\n", "Fast Kernels", "We halve latency.\n\nTwice."),
        ('{"looks": "like JSON"}', "", '{"looks": "like JSON"}'),
    ],
)
def test_standard_input_is_one_abstract(typed: str, title: str, abstract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    (paper,) = read_documents("-")
    assert (paper.title, paper.abstract, paper.source) == (title, abstract, "stdin")
    assert paper.doc_id == document_id(title or abstract)


def test_missing_file_is_told_before_anything_is_read() -> None:
    with pytest.raises(InputError, match="no such file or folder") as caught:
        read_documents([DOCUMENTS, "nowhere/at/all.jsonl"])
    assert caught.value.code == "read/missing"


def test_strings_become_documents() -> None:
    first, second = read_texts(["2x faster", "2x faster"])
    assert first.doc_id == second.doc_id == document_id("2x faster")
    assert (first.title, first.position, second.position) == ("", 0, 1)
    with pytest.raises(InputError, match="text 0"):
        list(read_texts(["\ud800"]))
    with pytest.raises(InputError, match="is NoneType"):
        list(read_texts([None]))  # type: ignore[list-item]


def test_reading_is_lazy(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "1.jsonl", {"id": "a", "abstract": "First."})
    broken = tmp_path / "2.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    papers = read_documents([path, broken])
    assert next(papers).doc_id == "a"
    with pytest.raises(InputError, match="unknown format"):
        next(papers)


def test_import_is_light() -> None:
    heavy = "{'pandas', 'pyarrow', 'spacy', 'numpy'}"
    code = f"import sys, claimx.read; print({heavy} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
