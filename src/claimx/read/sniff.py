"""The first bytes of a file in, the name of its format out (None: none we know)."""

from __future__ import annotations

import io
import json
import re
from typing import Final

from claimx.read.delimited import find_dialect
from claimx.read.fields import Fields
from claimx.read.listing import is_listing
from claimx.read.stream import BOM, HEAD_BYTES

FORMATS: Final = ("jsonl", "json", "csv", "tsv", "parquet", "listing", "text")

# What people hand over most often instead, to be named in the message.
STRANGERS: Final = {
    b"%PDF": "a PDF: give its text",
    b"PK\x03\x04": "a ZIP file (or a spreadsheet): unpack it, or save it as CSV",
    b"\x28\xb5\x2f\xfd": "Zstandard: unpack it",
    b"\xfd7zXZ": "xz: unpack it",
    b"BZh": "bzip2: unpack it",
    b"\xff\xfe": "UTF-16: save it as UTF-8",
    b"\xfe\xff": "UTF-16: save it as UTF-8",
    b"<?xml": "XML: convert it to JSONL",
    b"<!DOCTYPE html": "HTML: save the page as text",
    b"<html": "HTML: save the page as text",
}
ENDINGS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "tsv"}
JSON_ARRAY: Final = re.compile(rb"\[\s*(?:[{\]\"]|$)")
JSON_OBJECT: Final = re.compile(rb"\{\s*(?:[\"}]|$)")
LIST_INSIDE: Final = re.compile(rb"\{\s*\"[^\"]*\"\s*:\s*\[\s*\{")
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\udc80-\udcff]")
WORD: Final = re.compile(r"[^\W\d_]{2,}")


def sniff_format(head: bytes, fields: Fields, *, name: str = "") -> str | None:
    """Return the format of a file that begins with `head` (up to 256 KB), "empty", or None.

    Content decides; the ending of `name` is asked only about text that has no shape of its own.
    """
    body = head.removeprefix(BOM)
    if body.startswith(b"PAR1"):
        return "parquet"
    if not body.strip():
        return "empty"
    if stranger(body):
        return None
    found = sniff_json(body)
    if found or is_binary(body):
        return found
    dialect = find_dialect(body, fields)
    if dialect:
        return "tsv" if dialect.delimiter == "\t" else "csv"
    return next((form for ending, form in ENDINGS.items() if ending in name.lower()), None) or sniff_prose(body)


def stranger(head: bytes) -> str | None:
    """Return what a file of a foreign format is and what to do with it."""
    return next((what for magic, what in STRANGERS.items() if head.startswith(magic)), None)


def sniff_json(body: bytes) -> str | None:
    """Return "json", "jsonl" or None; a bad line among the first ten does not hide JSONL."""
    start = body.lstrip()
    if JSON_ARRAY.match(start):
        return "json"
    lines = [line.strip() for line in body.split(b"\n") if line.strip()]
    whole = lines if len(body) < HEAD_BYTES else lines[:-1]
    objects = [is_object(line) for line in whole[:10]]
    if any(objects):
        one = len(lines) == 1 and LIST_INSIDE.match(start)
        return "json" if one else "jsonl"
    if not JSON_OBJECT.match(start):
        return None
    if len(lines) == 1:
        return "json" if LIST_INSIDE.match(start) else "jsonl"
    return "jsonl" if lines[1].startswith(b"{") else "json"


def is_object(line: bytes) -> bool:
    """Tell whether a line is a JSON object."""
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def is_binary(body: bytes) -> bool:
    """Tell whether more than one character in twenty is a control character or not UTF-8."""
    text = body.decode("utf-8", "surrogateescape")
    return len(CONTROL.findall(text)) * 20 > len(text)


def sniff_prose(body: bytes) -> str | None:
    """Return "listing", "text", or None for what is not made of words."""
    text = body.decode("utf-8", "surrogateescape")
    lines = list(enumerate(io.StringIO(text, newline="\n"), start=1))
    if is_listing(lines):
        return "listing"
    letters = sum(map(len, WORD.findall(text)))
    return "text" if len(WORD.findall(text)) >= 3 and letters * 2 > len("".join(text.split())) else None
