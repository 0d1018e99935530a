"""CSV or TSV bytes in, one row a record out; the dialect is read off the content."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from claimx.read.fields import Columns, Fields
from claimx.read.row import ABSTRACT_LIMIT, BadRow, Row
from claimx.read.stream import BOM, HEAD_BYTES, LINE_BYTES, Stream, read_head, read_lines

DELIMITERS: Final = ("\t", ",", ";", "|")
CELL_LIMIT: Final = 4 * ABSTRACT_LIMIT
SAMPLE: Final = 20
NAME_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class Dialect:
    """Say how cells are parted and whether a quote inside a cell is written with a backslash."""

    delimiter: str
    escaped: bool = False

    def reader(self, lines: Iterable[str]) -> Any:
        """Return a strict reader: an open quote is an error, not a cell that swallows the file."""
        escape = "\\" if self.escaped else None
        return csv.reader(lines, delimiter=self.delimiter, strict=True, escapechar=escape, doublequote=not self.escaped)


def find_dialect(head: bytes, fields: Fields) -> Dialect | None:
    """Return the dialect of a table with an abstract column, else of anything plainly a table, else None."""
    text = head.removeprefix(BOM).decode("utf-8", "surrogateescape")
    lines = list(io.StringIO(text, newline="\n"))
    lines = lines[:-1] if len(head) >= HEAD_BYTES else lines
    samples = {delimiter: _sample(Dialect(delimiter), lines) for delimiter in DELIMITERS}
    for delimiter, (records, sound) in samples.items():
        if has_abstract(records, fields):
            return Dialect(delimiter, escaped=not sound and _sample(Dialect(delimiter, escaped=True), lines)[1])
    return next((Dialect(delimiter) for delimiter, (records, _) in samples.items() if is_table(records)), None)


def _sample(dialect: Dialect, lines: list[str]) -> tuple[list[list[str]], bool]:
    records: list[list[str]] = []
    reader = dialect.reader(lines)
    try:
        for record in reader:
            if record:
                records.append(record)
            if len(records) == SAMPLE:
                break
    except csv.Error as error:
        return records, "unexpected end" in str(error)
    return records, True


def has_abstract(records: list[list[str]], fields: Fields) -> bool:
    """Tell whether the first record is a header with an abstract column that the records fit."""
    if not records or len(records[0]) < 2 or max(map(len, records[0])) > NAME_LENGTH:
        return False
    width = len(records[0])
    fits = len(records) == 1 or any(len(record) == width for record in records[1:])
    return fits and fields.columns(tuple(records[0])).abstract is not None


def is_table(records: list[list[str]]) -> bool:
    """Tell whether records are plainly a table: three or more short column names over rows of that width."""
    if len(records) < 2 or len(records[0]) < 3 or max(map(len, records[0])) > NAME_LENGTH:
        return False
    return all(len(record) == len(records[0]) for record in records)


def read_delimited(stream: Stream, fields: Fields) -> Iterator[Row | BadRow]:
    """Yield each record by its header's names, with the line it begins on."""
    dialect = find_dialect(read_head(stream), fields) or Dialect(",")
    # The limit belongs to the csv module as a whole, so it is only ever raised.
    csv.field_size_limit(max(CELL_LIMIT, csv.field_size_limit()))
    skipped: list[BadRow] = []
    header: tuple[str, ...] | None = None
    for line, record in _records(dialect, stream, skipped):
        yield from skipped
        skipped.clear()
        if isinstance(record, BadRow):
            yield record
        elif header is None:
            header = tuple(name.strip() for name in record)
            problem = find_problem(header, fields)
            if problem:
                yield problem
                return
        else:
            yield _row(line, header, record)
    yield from skipped


def _records(dialect: Dialect, stream: Stream, skipped: list[BadRow]) -> Iterator[tuple[int, list[str] | BadRow]]:
    reader = dialect.reader(_lines(stream, skipped))
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lost = max(reader.line_num - line, 0)
            more = f", which also costs lines {line + 1} to {line + lost}" if lost else ""
            yield line, BadRow(line, "read/not-csv", f"{error}{more}: close the quotes, double those inside")
            continue
        if record:
            yield line, record


def _lines(stream: Stream, skipped: list[BadRow]) -> Iterator[str]:
    for number, line in read_lines(stream):
        if line is None:
            skipped.append(BadRow(number, "read/too-long", f"line is longer than {LINE_BYTES} bytes"))
            yield "\n"
        else:
            yield line.decode("utf-8", "surrogateescape")


def find_problem(header: tuple[str, ...], fields: Fields) -> BadRow | None:
    """Return what keeps the whole table from being read: no abstract column, or a column that stands twice."""
    columns: Columns = fields.columns(header)
    if columns.abstract is None:
        names = ", ".join(header)[:200]
        return BadRow(1, "read/no-field", f"no abstract column among {names}: name it with --abstract-field")
    for name in columns:
        if name is not None and header.count(name) > 1:
            return BadRow(1, "read/duplicate-column", f"column {name!r} stands twice: keep one of them")
    return None


def _row(line: int, header: tuple[str, ...], record: list[str]) -> Row | BadRow:
    if len(record) > len(header):
        what = f"{len(record)} cells under {len(header)} columns: quote cells that hold the delimiter"
        return BadRow(line, "read/too-many-cells", what)
    # An empty cell is no value; cells missing at the end are empty ones that were not written.
    return Row(line, {name: cell or None for name, cell in itertools.zip_longest(header, record)})
