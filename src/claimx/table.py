"""The two tables: claims and papers in, Arrow tables out; saved tables in, DataFrames out.

Importing this module imports pyarrow; pandas comes only with the functions that return a DataFrame.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from claimx.cell import parse_text
from claimx.errors import InputError
from claimx.model import Claim, Paper
from claimx.schema import CLAIM_COLUMNS, PAPER_COLUMNS, SCHEMA_VERSION, Column

if TYPE_CHECKING:
    import pandas as pd

Columns = Sequence[Column]
Row = dict[str, Any]

_ARROW: Final = {
    "string": pa.string(),
    "category": pa.dictionary(pa.int32(), pa.string()),
    "float64": pa.float64(),
    "float32": pa.float32(),
    "int32": pa.int32(),
    "int16": pa.int16(),
    "date": pa.date32(),
}
_NUMBERS: Final[dict[str, Callable[[str], Any]]] = {
    "float64": float,
    "float32": float,
    "int32": int,
    "int16": int,
    "date": date.fromisoformat,
}


# --- values to Arrow ------------------------------------------------------------------------------


def arrow_schema(columns: Columns, *, rules_sha256: str) -> pa.Schema:
    """Return the Arrow schema of `columns` with the three metadata keys of the contract, and no other."""
    fields = [pa.field(c.name, _ARROW[c.type], nullable=c.nullable) for c in columns]
    metadata = {
        "claimx.schema_version": SCHEMA_VERSION,
        "claimx.version": version("claimx"),
        "claimx.rules_sha256": rules_sha256,
    }
    return pa.schema(fields, metadata=metadata)


def claims_table(claims: Iterable[Claim], *, rules_sha256: str) -> pa.Table:
    """Return the claims as an Arrow table, one row a claim, in the order given."""
    rows = list(claims)
    return _table(lambda name: [getattr(row, name) for row in rows], CLAIM_COLUMNS, rules_sha256)


def papers_table(papers: Iterable[Paper], *, rules_sha256: str) -> pa.Table:
    """Return the papers as an Arrow table, one row a document, in the order given."""
    rows = list(papers)
    return _table(lambda name: [getattr(row, name) for row in rows], PAPER_COLUMNS, rules_sha256)


def _table(values: Callable[[str], list[Any]], columns: Columns, rules_sha256: str) -> pa.Table:
    schema = arrow_schema(columns, rules_sha256=rules_sha256)
    arrays = [pa.array(values(field.name), type=field.type) for field in schema]
    return _checked(pa.Table.from_arrays(arrays, schema=schema))


def _checked(table: pa.Table) -> pa.Table:
    for field in table.schema:
        if not field.nullable and table[field.name].null_count:
            raise InputError("table/null-value", f"column {field.name} has an empty value", fix="fill it")
    return table


# --- Arrow to values ------------------------------------------------------------------------------


def to_rows(table: pa.Table) -> list[Row]:
    """Return one dict a row; a float32 is given as the shortest decimal that stands for it."""
    names = table.column_names
    return [dict(zip(names, values, strict=True)) for values in zip(*map(_values, table.columns), strict=True)]


def _values(column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if pa.types.is_float32(column.type):
        return [None if v is None else float(str(np.float32(v))) for v in values]
    return values


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Return the table as a DataFrame: categories for dictionaries, nullable dtypes for the rest.

    The metadata of the contract is found in `frame.attrs` (`claimx.rules_sha256` ...).
    """
    import pandas as pd  # noqa: PLC0415 - 1.6 s; extraction to a file does without it

    dtypes = {
        pa.string(): pd.StringDtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.float32(): pd.Float32Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.int16(): pd.Int16Dtype(),
    }
    frame: pd.DataFrame = table.unify_dictionaries().to_pandas(types_mapper=dtypes.get, date_as_object=False)
    frame.attrs.update(table_metadata(table))
    return frame


def table_metadata(table: pa.Table) -> dict[str, str]:
    """Return the `claimx.*` metadata of a table; empty where the file format keeps none (CSV, JSONL)."""
    metadata: Mapping[bytes, bytes] = table.schema.metadata or {}
    return {k.decode(): v.decode() for k, v in sorted(metadata.items()) if k.startswith(b"claimx.")}


def keep_rows(table: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    """Return the rows whose `column` is one of `values`."""
    return table.filter(pc.is_in(table[column].cast(pa.string()), pa.array(list(values), pa.string())))


# --- files to Arrow -------------------------------------------------------------------------------


def read_claims(path: str | Path) -> pd.DataFrame:
    """Return a saved claims table (.parquet, a folder of them, .csv or .jsonl) as a DataFrame.

    Dictionary columns are categorical, all others nullable; the same table read from any of the
    formats is the same frame. Raises `InputError` when the file is missing or is no claims table.
    """
    return to_frame(read_table(path, CLAIM_COLUMNS))


def read_papers(path: str | Path) -> pd.DataFrame:
    """Return a saved papers table as a DataFrame; see `read_claims`."""
    return to_frame(read_table(path, PAPER_COLUMNS))


def read_table(path: str | Path, columns: Columns = CLAIM_COLUMNS) -> pa.Table:
    """Return a saved table with exactly `columns`, in that order; columns beyond them are left out."""
    path = Path(path)
    if not path.exists():
        raise InputError("table/not-found", "no such file", where=str(path), fix="check the path")
    if path.is_dir():
        return pa.concat_tables([_read_parquet(part, columns) for part in _parts(path)])
    read = {".parquet": _read_parquet, ".csv": _read_csv, ".jsonl": _read_jsonl}.get(path.suffix.lower())
    if read is None:
        fix = "use .parquet, .csv or .jsonl, or a folder of .parquet files"
        raise InputError("table/unknown-format", f"ending {path.suffix!r}", where=str(path), fix=fix)
    return read(path, columns)


def _parts(folder: Path) -> list[Path]:
    parts = sorted(p for p in folder.rglob("*.parquet") if p.is_file() and not p.name.startswith(("_", ".")))
    if not parts:
        raise InputError("table/empty-folder", "no .parquet file in it", where=str(folder), fix="check the path")
    return parts


def _read_parquet(path: Path, columns: Columns) -> pa.Table:
    try:
        # not pq.read_table: that imports pyarrow.dataset, and pandas with it
        with pq.ParquetFile(path) as file:
            table = file.read()
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError("table/not-parquet", str(error).splitlines()[0], where=str(path)) from error
    _check_columns(table.column_names, columns, str(path))
    metadata = {k: v for k, v in (table.schema.metadata or {}).items() if k.startswith(b"claimx.")}
    fields = [pa.field(c.name, _ARROW[c.type], nullable=c.nullable) for c in columns]
    arrays = [_conformed(table, field) for field in fields]
    return _checked(pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=metadata or None)))


def _conformed(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name not in table.column_names:
        return pa.chunked_array([pa.nulls(table.num_rows, field.type)])
    column = table[field.name]
    if column.type == field.type:
        return column
    try:
        return (
            column.cast(pa.string()).dictionary_encode()
            if field.type == _ARROW["category"]
            else column.cast(field.type)
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InputError(
            "table/bad-type", f"column {field.name} is {column.type}", fix=f"make it {field.type}"
        ) from error


def _read_csv(path: Path, columns: Columns) -> pa.Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        _check_columns(header, columns, str(path))
        rows = [dict(zip(header, cells, strict=False)) for cells in reader if cells]
    return _from_rows(
        [{c.name: _parse_cell(row.get(c.name, ""), c, str(path)) for c in columns} for row in rows], columns, str(path)
    )


def _parse_cell(cell: str, column: Column, where: str) -> Any:
    parse = _NUMBERS.get(column.type)
    if parse is None:
        return parse_text(cell, nullable=column.nullable)
    try:
        return parse(cell) if cell else None
    except ValueError as error:
        raise InputError(
            "table/bad-value", f"column {column.name} holds {cell!r}", where=where, fix=f"a {column.type} belongs there"
        ) from error


def _read_jsonl(path: Path, columns: Columns) -> pa.Table:
    rows = list(_json_lines(path))
    names = {name for row in rows for name in row}
    if rows:
        _check_columns(list(names), columns, str(path))
    return _from_rows(rows, columns, str(path))


def _json_lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield _parse_object(line)
            except ValueError as error:
                raise InputError("table/not-json", str(error), where=f"{path}:{number}") from error


def _parse_object(line: str) -> Row:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("the line is no object")
    if isinstance(row.get("published"), str):
        row["published"] = date.fromisoformat(row["published"])
    return row


def _from_rows(rows: Sequence[Row], columns: Columns, where: str) -> pa.Table:
    fields = [pa.field(c.name, _ARROW[c.type], nullable=c.nullable) for c in columns]
    try:
        arrays = [pa.array([row.get(f.name) for row in rows], type=f.type) for f in fields]
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError) as error:
        raise InputError("table/bad-value", str(error).splitlines()[0], where=where) from error
    return _checked(pa.Table.from_arrays(arrays, schema=pa.schema(fields)))


def _check_columns(names: Sequence[str], columns: Columns, where: str) -> None:
    missing = [c.name for c in columns if not c.nullable and c.name not in names]
    if missing:
        what = f"no column {', '.join(missing[:5])}" + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        raise InputError("table/missing-column", what, where=where, fix="give a table that claimx wrote")
