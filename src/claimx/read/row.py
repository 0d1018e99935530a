"""Rows in (a mapping as a format module read it), Documents out, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from claimx.document import Document, document_id
from claimx.read.fields import Fields, field_value

ABSTRACT_LIMIT: Final = 1_000_000
SHORT_LIMIT: Final = 10_000
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
ISO_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:$|[T ])")


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row: its 1-based line (or row) and its values by column name."""

    line: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BadRow:
    """Say why a row cannot become a document; the caller adds the path."""

    line: int
    code: str
    reason: str


class _RowError(Exception):
    """Carry a code and a reason out of the checks of one row."""


def parse_row(row: Row, fields: Fields, *, source: str, position: int) -> Document | BadRow:
    """Turn a row into a Document, its texts untouched, or say what is wrong with it."""
    try:
        return _parse(row.values, fields, source, position)
    except _RowError as error:
        code, reason = error.args
        return BadRow(row.line, code, reason)


def _parse(values: Mapping[str, object], fields: Fields, source: str, position: int) -> Document:
    columns = fields.columns(tuple(values))
    inner = values.get("paper")
    if columns.abstract is None and isinstance(inner, dict) and fields.abstract is None:
        values = inner
        columns = fields.columns(tuple(values))
    for option, found in ((fields.doc_id, columns.doc_id), (fields.title, columns.title)):
        if option is not None and found is None:
            raise _RowError("read/no-field", f"has no field {option!r}: name one it has")
    abstract = _text(field_value(values, columns.abstract), "abstract", ABSTRACT_LIMIT)
    if not abstract.strip():
        named = "abstract" if fields.abstract is None else repr(fields.abstract)
        raise _RowError("read/no-abstract", f"has no {named}: name the column that holds it, or leave the row out")
    title = _text(field_value(values, columns.title), "title", SHORT_LIMIT)
    given = _identity(field_value(values, columns.doc_id))
    url = field_value(values, columns.url)
    return Document(
        doc_id=given or document_id(title if title.strip() else abstract),
        title=title,
        abstract=abstract,
        url=url if isinstance(url, str) and is_sound(url) and url.strip() else None,
        published=parse_date(field_value(values, columns.published)),
        source=source,
        position=position,
    )


def _text(value: object, name: str, limit: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _RowError("read/wrong-type", f"{name} is {type(value).__name__}, not text: give a string")
    if len(value) > limit:
        raise _RowError("read/too-long", f"{name} has {len(value)} characters, more than {limit}: is it one paper?")
    if "\0" in value:
        raise _RowError("read/nul", f"{name} holds a NUL character: clean the input")
    if not is_sound(value):
        raise _RowError("read/undecodable", f"{name} is not valid UTF-8: save the input as UTF-8")
    return value


def _identity(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**100 else _text(value, "id", SHORT_LIMIT)
    return _text(value, "id", SHORT_LIMIT).strip()


def is_sound(text: str) -> bool:
    r"""Tell whether `text` can be written as UTF-8 (no lone surrogate, the mark of undecodable bytes).

    >>> is_sound("3×"), is_sound("3\udc97")
    (True, False)
    """
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def shown(text: str) -> str:
    r"""Return `text` as one line of valid UTF-8, for messages that quote an input.

    >>> print(shown("Caf\udce9\n"))
    Caf\udce9\x0a
    """
    plain = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", plain)


def parse_date(value: object) -> date | None:
    """Return the day of an ISO date or date-time, or None.

    >>> parse_date("2024-03-14T09:00:00.000Z"), parse_date("March 2024"), parse_date("2024-13-01")
    (datetime.date(2024, 3, 14), None, None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = ISO_DATE.match(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
