"""JSONL bytes in, one row a line out; a bad line costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from claimx.read.fields import Fields
from claimx.read.row import BadRow, Row
from claimx.read.stream import LINE_BYTES, Stream, read_lines


class DuplicateKeyError(ValueError):
    """An object names a key twice; which one is meant nobody can say."""


def read_jsonl(stream: Stream, fields: Fields) -> Iterator[Row | BadRow]:
    """Yield the object of each line; blank lines are no rows."""
    for number, line in read_lines(stream):
        if line is None:
            yield BadRow(number, "read/too-long", f"line is longer than {LINE_BYTES} bytes: is it one paper?")
        elif line.strip():
            yield parse_line(number, line)


def parse_line(number: int, line: bytes) -> Row | BadRow:
    """Return the row of one line, or what is wrong with it."""
    try:
        value = load_json(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return BadRow(number, "read/undecodable", f"byte {error.start + 1} is not UTF-8: save the input as UTF-8")
    except (ValueError, RecursionError) as error:
        return bad_json(number, error)
    return object_row(number, value)


def object_row(number: int, value: object) -> Row | BadRow:
    """Return a row of a JSON object; any other value is of the wrong type."""
    if isinstance(value, dict):
        return Row(number, value)
    return BadRow(number, "read/wrong-type", f"row is {type(value).__name__}, not an object: give one object a paper")


def bad_json(number: int, error: Exception) -> BadRow:
    """Say what keeps a text from being JSON."""
    if isinstance(error, DuplicateKeyError):
        return BadRow(number, "read/duplicate-column", f"{error}: keep one of them")
    what = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
    return BadRow(number, "read/not-json", f"{what}: write one JSON object")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        raise DuplicateKeyError(f"key {next(n for n in names if names.count(n) > 1)!r} stands twice")
    return values


DECODER: Final = json.JSONDecoder(object_pairs_hook=_unique)


def load_json(text: str) -> object:
    """Return the value of a JSON text; ValueError or RecursionError where it has none."""
    value: object = DECODER.decode(text)
    return value
