"""A Parquet file in, one row a record out, batch by batch and only the columns needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from claimx.read.delimited import find_problem
from claimx.read.fields import Fields
from claimx.read.row import BadRow, Row
from claimx.read.stream import DamagedError, Stream

BATCH_ROWS: Final = 1024


def read_parquet(stream: Stream, fields: Fields) -> Iterator[Row | BadRow]:
    """Yield each record with its 1-based row; raises DamagedError where the file cannot be decoded."""
    batches = _batches(stream, fields)
    row = 0
    while True:
        try:
            batch = next(batches)
        except StopIteration:
            return
        # Besides its own exceptions (ValueErrors, OSErrors), Arrow lets C++ ones through as these two.
        except (ValueError, OSError, EOFError, RuntimeError, MemoryError, NotImplementedError) as error:
            raise DamagedError(f"not a sound Parquet file ({str(error)[:200]})", row + 1) from error
        if isinstance(batch, BadRow):
            yield batch
            return
        for values in batch:
            row += 1
            yield Row(row, values)


def _batches(stream: Stream, fields: Fields) -> Iterator[list[dict[str, object]] | BadRow]:
    # Arrow takes a third of a second to import; only Parquet pays for it.
    from pyarrow import parquet  # type: ignore[import-untyped]  # noqa: PLC0415

    with parquet.ParquetFile(stream) as file:
        names = tuple(file.schema_arrow.names)
        wrapped = "paper" in names and fields.columns(names).abstract is None
        problem = None if wrapped else find_problem(names, fields)
        if problem:
            yield problem
            return
        wanted = {name for name in fields.columns(names) if name} | ({"paper"} if wrapped else set())
        roots = sorted({name if name in names else name.partition(".")[0] for name in wanted})
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=roots):
            columns = [_values(batch.column(root)) for root in roots]
            yield [dict(zip(roots, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _values(column: Any) -> list[object]:
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError):
        values = [_value(cell) for cell in column]
    return values


def _value(cell: Any) -> object:
    try:
        value: object = cell.as_py()
    except UnicodeDecodeError:
        raw: bytes = cell.as_buffer().to_pybytes()
        return raw.decode("utf-8", "surrogateescape")
    except (ValueError, OverflowError):
        return None
    return value
