"""A JSON file in (an array of objects, an object with one list, or one paper), its rows out.

Read whole: use JSONL for files that do not fit in memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimx.read.fields import Fields
from claimx.read.jsonl import bad_json, load_json, object_row
from claimx.read.row import BadRow, Row
from claimx.read.stream import FILE_BYTES, Stream, read_whole


def read_json(stream: Stream, fields: Fields) -> Iterator[Row | BadRow]:
    """Yield each object with its 1-based row; undecodable bytes cost only the row they stand in."""
    data = read_whole(stream, FILE_BYTES)
    if data is None:
        yield BadRow(1, "read/too-long", f"file is larger than {FILE_BYTES} bytes: convert it to JSONL")
        return
    try:
        value = load_json(data.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError) as error:
        yield bad_json(getattr(error, "lineno", 1), error)
        return
    for number, item in enumerate(find_items(value, fields), start=1):
        yield object_row(number, item)


def find_items(value: object, fields: Fields) -> list[object]:
    """Return the papers of a JSON value: the array, the one list of an object, or the value itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and fields.columns(tuple(value)).abstract is None:
        lists = [item for item in value.values() if isinstance(item, list)]
        if len(lists) == 1:
            return lists[0]
    return [value]
