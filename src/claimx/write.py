"""Write tables: Arrow tables in, one Parquet, CSV or JSONL file out, whole or not at all.

Same tables, same bytes, however they were cut into batches.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Protocol, Self

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from claimx.cell import cell_text
from claimx.errors import OutputError
from claimx.new_file import NewFile

ROW_GROUP: Final = 122_880
# str.splitlines and many line readers break at these; JSON may hold them bare, so they are escaped.
_LINE_BREAKS: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def write_table(path: str | Path, table: pa.Table) -> None:
    """Write one table to `path` in the format of its ending. Raises `OutputError`."""
    with TableFile(path, table.schema) as file:
        file.add(table)


class TableFile:
    """A table file written batch by batch; it appears when the `with` block ends without an error."""

    def __init__(self, path: str | Path, schema: pa.Schema) -> None:
        make = FORMATS.get(Path(path).suffix.lower())
        if make is None:
            what = f"unknown ending {Path(path).suffix!r}"
            raise OutputError("write/unknown-format", what, where=str(path), fix=f"use {', '.join(FORMATS)}")
        self._new = NewFile(path)
        self._format = make(self._new.file, schema)
        self.rows = 0

    def add(self, table: pa.Table) -> None:
        """Append a table of the file's schema."""
        self._format.add(table)
        self.rows += table.num_rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            self._format.close()
            self._new.commit()
        except BaseException:
            self._discard()
            raise

    def _discard(self) -> None:
        self._format.discard()
        self._new.discard()


class Format(Protocol):
    """What a file format does with tables."""

    def add(self, table: pa.Table) -> None:
        """Append a table."""

    def close(self) -> None:
        """Write what is still held back."""

    def discard(self) -> None:
        """Let go of the file, which is to be dropped."""


class ParquetFormat:
    """Parquet: zstd 3, row groups of 122,880, page index and page checksums."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        self._schema = schema
        self._held: list[pa.Table] = []
        self._count = 0
        self._writer = pq.ParquetWriter(
            file, schema, compression="zstd", compression_level=3, write_page_index=True, write_page_checksum=True
        )

    def add(self, table: pa.Table) -> None:
        """Hold rows until a row group is full, so that its bytes do not depend on the batches."""
        self._held.append(table)
        self._count += table.num_rows
        while self._count >= ROW_GROUP:
            held = pa.concat_tables(self._held)
            self._write(held.slice(0, ROW_GROUP))
            self._held, self._count = [held.slice(ROW_GROUP)], self._count - ROW_GROUP

    def close(self) -> None:
        """Write the last, shorter row group and the footer."""
        if self._count:
            self._write(pa.concat_tables(self._held))
        self._writer.close()

    def discard(self) -> None:
        """End the writer, which would else end itself later, on a closed file."""
        self._held, self._count = [], 0
        self._writer.close()

    def _write(self, group: pa.Table) -> None:
        # Values are encoded anew: a dictionary inherited from the batches would hold other groups' values.
        arrays = [
            column.cast(field.type.value_type).combine_chunks().dictionary_encode()
            if pa.types.is_dictionary(field.type)
            else column
            for field, column in zip(group.schema, group.columns, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema), row_group_size=ROW_GROUP)


class CsvFormat:
    """CSV: UTF-8 with a byte order mark, CRLF, no cell that a spreadsheet would run."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        self._file = file
        self._formatters = [_cell_formatter(field) for field in schema]
        file.write(b"\xef\xbb\xbf")
        self._rows([schema.names])

    def add(self, table: pa.Table) -> None:
        """Append rows; null is the empty cell."""
        columns = (
            [fmt(v) for v in column.to_pylist()] for fmt, column in zip(self._formatters, table.columns, strict=True)
        )
        self._rows(zip(*columns, strict=True))

    def close(self) -> None:
        """Nothing is held back."""

    def discard(self) -> None:
        """Nothing is held back."""

    def _rows(self, rows: Any) -> None:
        csv.writer(_Utf8(self._file), lineterminator="\r\n").writerows(rows)


class _Utf8:
    """A text writer over a binary file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode("utf-8"))


class JsonlFormat:
    """JSON lines: every column in every object, null where there is nothing."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        self._file = file
        self._names = schema.names

    def add(self, table: pa.Table) -> None:
        """Append one object a row."""
        for values in zip(*(_json_values(column) for column in table.columns), strict=True):
            line = json.dumps(dict(zip(self._names, values, strict=True)), ensure_ascii=False, allow_nan=False)
            self._file.write(line.translate(_LINE_BREAKS).encode("utf-8") + b"\n")

    def close(self) -> None:
        """Nothing is held back."""

    def discard(self) -> None:
        """Nothing is held back."""


def _cell_formatter(field: pa.Field) -> Callable[[Any], str]:
    if pa.types.is_string(field.type) or pa.types.is_dictionary(field.type):
        return lambda v: cell_text(v, nullable=field.nullable)
    if pa.types.is_float32(field.type):
        return lambda v: "" if v is None else str(np.float32(v))
    return lambda v: "" if v is None else str(v)


def _json_values(column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if pa.types.is_float32(column.type):
        return [None if v is None else float(str(np.float32(v))) for v in values]
    return [v.isoformat() if isinstance(v, date) else v for v in values]


FORMATS: Final[dict[str, Callable[[BinaryIO, pa.Schema], Format]]] = {
    ".parquet": ParquetFormat,
    ".csv": CsvFormat,
    ".jsonl": JsonlFormat,
}
