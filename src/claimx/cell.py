"""CSV cells: text in, text that no spreadsheet runs as a formula out, and back again."""

from __future__ import annotations

from typing import Final

# A spreadsheet runs a cell that begins with one of these, quoted or not; the last four are full-width.
# The apostrophe is among them so that a text that really begins with one survives the way back.
_MARKED: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def parse_text(cell: str, *, nullable: bool) -> str | None:
    """Return the text a cell stands for; the empty cell is null where the column may be null.

    >>> parse_text("'=1+2", nullable=True), parse_text("''s", nullable=True), parse_text("x", nullable=True)
    ('=1+2', "'s", 'x')
    >>> parse_text("", nullable=True), parse_text("", nullable=False), parse_text("'", nullable=True)
    (None, '', '')
    """
    if cell == "":
        return None if nullable else ""
    return cell.removeprefix("'")


def cell_text(text: str | None, *, nullable: bool) -> str:
    """Return the cell for a text: an apostrophe goes before what a spreadsheet would run.

    >>> cell_text("=1+2", nullable=True), cell_text("'s", nullable=True), cell_text("8x", nullable=True)
    ("'=1+2", "''s", '8x')
    >>> cell_text(None, nullable=True), cell_text("", nullable=False), cell_text("", nullable=True)
    ('', '', "'")
    """
    if text is None:
        return ""
    if text == "":
        return "'" if nullable else ""
    return f"'{text}" if text.startswith(_MARKED) else text
