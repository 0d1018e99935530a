"""A new file: bytes in, a file that appears whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from claimx.errors import OutputError


class NewFile:
    """A binary file beside `path` that takes its place on `commit` and leaves no trace on `discard`."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(os.path.realpath(path))
        if not self.path.parent.is_dir():
            fix = "create it first"
            raise OutputError("write/no-folder", f"no folder {self.path.parent}", where=str(path), fix=fix)
        if self.path.is_dir():
            raise OutputError("write/is-folder", "it is a folder", where=str(path), fix="name a file")
        self._part = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}.part")
        try:
            self.file: BinaryIO = self._part.open("xb")
        except OSError as error:
            raise OutputError("write/failed", error.strerror or str(error), where=str(path)) from error

    def commit(self) -> None:
        """Flush to the disk and put the file in its place."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self._part.replace(self.path)
        _sync_folder(self.path.parent)

    def discard(self) -> None:
        """Drop what was written."""
        self.file.close()
        self._part.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all."""
    with NewFile(path) as new:
        new.file.write(data)
