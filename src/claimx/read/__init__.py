"""The read station: files, folders and strings in, Documents out; what cannot become one is a Reject.

Formats are told by content: listing pages, JSONL, JSON, CSV, TSV, Parquet, plain text, each also gzipped.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from claimx.document import Document, Reject, document_id
from claimx.errors import InputError
from claimx.read.delimited import read_delimited
from claimx.read.fields import Fields
from claimx.read.json_array import read_json
from claimx.read.jsonl import read_jsonl
from claimx.read.listing import read_listing
from claimx.read.parquet import read_parquet
from claimx.read.row import BadRow, Row, is_sound, parse_row, shown
from claimx.read.sniff import FORMATS, sniff_format, stranger
from claimx.read.stream import DamagedError, Stream, open_stream, read_head
from claimx.read.text import read_text

__all__ = ["CODES", "FORMATS", "STDIN", "read_documents", "read_texts"]

STDIN: Final = "-"

CODES: Final = {
    "read/damaged": "the file is cut off or corrupt from here on",
    "read/duplicate": "a paper of this doc_id came earlier; the first one counts",
    "read/duplicate-column": "a column or key that is needed stands twice",
    "read/empty": "the file holds nothing",
    "read/no-abstract": "the row has no abstract",
    "read/no-field": "the file or row lacks a column that is needed or was named",
    "read/no-title": "a listing page has text before its first title",
    "read/not-csv": "a record breaks the rules of CSV",
    "read/not-json": "the line or file is not JSON",
    "read/nul": "a text holds a NUL character",
    "read/too-long": "a text, line or file is beyond its limit (an abstract: 1,000,000 characters)",
    "read/too-many-cells": "a record has more cells than the header has columns",
    "read/undecodable": "the text is not valid UTF-8",
    "read/unknown-format": "the file is in none of the known formats",
    "read/unreadable": "the system does not let the file be read",
    "read/wrong-type": "a value is not of the type it must be",
}

Reader = Callable[[Stream, Fields], Iterator[Row | BadRow]]
READERS: Final[dict[str, Reader]] = {
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_delimited,
    "tsv": read_delimited,
    "parquet": read_parquet,
    "listing": read_listing,
    "text": read_text,
}
# Pages and texts have no columns, so the user's column names are not for them.
WITHOUT_COLUMNS: Final = ("listing", "text")


@dataclass(frozen=True, slots=True)
class Input:
    """Name one file; `named` tells whether the user gave it or a folder held it."""

    path: str
    named: bool


def read_documents(
    inputs: Iterable[str | Path] | str | Path,
    *,
    id_field: str | None = None,
    title_field: str | None = None,
    abstract_field: str | None = None,
    on_reject: Callable[[Reject], None] | None = None,
    on_format: Callable[[str, str], None] | None = None,
) -> Iterator[Document]:
    """Read papers from files and folders, one after another; `-` is standard input as one abstract.

    A doc_id is read once: a later row of the same doc_id is the Reject `read/duplicate`. The field
    options name the columns of foreign files (dots reach into nested objects). Raises InputError for
    a path that does not exist (at once) and for a file given by name that cannot be read at all
    (when its turn comes); in a folder such a file is a Reject.
    """
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    for path in map(str, given):
        if path != STDIN and not Path(path).exists():
            raise InputError("read/missing", "no such file or folder", where=path, fix="check the path")
    fields = Fields(id_field, title_field, abstract_field)
    found = (item for path in given for item in find_files(str(path)))
    return _documents(found, fields, on_reject or _ignore, on_format or _ignore)


def read_texts(texts: Iterable[str]) -> Iterator[Document]:
    """Turn strings into Documents without a title, one each and in order.

    The doc_id is the first 12 hex digits of SHA-256 of the NFC text. Raises InputError for what is
    not a string or not Unicode text.
    """
    for position, text in enumerate(texts):
        where = f"text {position}"
        if not isinstance(text, str):
            raise InputError("read/wrong-type", f"is {type(text).__name__}", where=where, fix="give strings")
        if not is_sound(text):
            raise InputError("read/undecodable", "holds a lone surrogate", where=where, fix="decode it as UTF-8")
        yield Document(document_id(text), "", text, position=position)


def find_files(path: str) -> Iterator[Input]:
    """Yield a file as it is and a folder's files in sorted order, hidden ones and their folders left out."""
    if path == STDIN or not Path(path).is_dir():
        yield Input(path, named=True)
        return
    for file in sorted(Path(path).rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if not hidden and (file.is_file() or file.is_symlink()) and not file.is_dir():
            yield Input(str(file), named=False)


def _ignore(*_: object) -> None:
    return None


def _documents(
    inputs: Iterable[Input],
    fields: Fields,
    on_reject: Callable[[Reject], None],
    on_format: Callable[[str, str], None],
) -> Iterator[Document]:
    first: dict[str, str] = {}
    for item in inputs:
        for found in _read_file(item, fields, on_format):
            if isinstance(found, Reject):
                on_reject(found)
                continue
            line, document = found
            earlier = first.get(document.doc_id)
            if earlier is not None:
                reason = f"doc_id {document.doc_id} came before, in {Path(earlier).name}: the first one counts"
                on_reject(_reject(item, line, "read/duplicate", reason))
                continue
            first[document.doc_id] = item.path
            yield document


def _read_file(
    item: Input, fields: Fields, on_format: Callable[[str, str], None]
) -> Iterator[tuple[int, Document] | Reject]:
    """Yield the documents of one file with their lines; a file in a folder never raises."""
    rows = _read_rows(item, fields, on_format)
    while True:
        try:
            found = next(rows)
        except StopIteration:
            return
        except DamagedError as error:
            found = _reject(item, error.line, error.code, f"{error.what}: {error.fix}")
        except InputError as error:
            if item.named:
                raise
            found = _reject(item, 1, error.code, f"{error.what}: {error.fix}")
        yield found


def _read_rows(
    item: Input, fields: Fields, on_format: Callable[[str, str], None]
) -> Iterator[tuple[int, Document] | Reject]:
    source = "stdin" if item.path == STDIN else shown(Path(item.path).name)
    with _open(item.path) as stream:
        form = _format(item.path, stream, fields)
        if form == "empty":
            yield _reject(item, 1, "read/empty", "holds nothing: leave it out")
            return
        on_format(item.path, form)
        used = Fields() if form in WITHOUT_COLUMNS else fields
        for position, row in enumerate(READERS[form](stream, used)):
            found = parse_row(row, used, source=source, position=position) if isinstance(row, Row) else row
            if isinstance(found, BadRow):
                yield _reject(item, found.line, found.code, found.reason)
            else:
                yield row.line, found


def _reject(item: Input, line: int, code: str, reason: str) -> Reject:
    return Reject(shown(item.path), line, code, shown(reason))


@contextmanager
def _open(path: str) -> Iterator[Stream]:
    if path == STDIN:
        # A stream that was put in place of standard input may hold text only.
        binary = getattr(sys.stdin, "buffer", None)
        yield io.BytesIO(binary.read() if binary else sys.stdin.read().encode("utf-8", "surrogateescape"))
        return
    with open_stream(path) as stream:
        yield stream


def _format(path: str, stream: Stream, fields: Fields) -> str:
    head = read_head(stream)
    if path == STDIN:
        return "text" if head.strip() else "empty"
    form = sniff_format(head, fields, name=Path(path).name)
    if form is None:
        what = stranger(head) or f"it is none of {', '.join(FORMATS)}: convert it to JSONL"
        raise InputError("read/unknown-format", "unknown format", where=path, fix=what)
    return form
