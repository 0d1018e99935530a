"""Path in, seekable bytes out: opening, gunzipping, and lines that cannot grow without bound."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final, cast

from claimx.errors import InputError

Stream = IO[bytes]

BOM: Final = b"\xef\xbb\xbf"
HEAD_BYTES: Final = 256 * 1024
LINE_BYTES: Final = 16 * 1024 * 1024
FILE_BYTES: Final = 1024 * 1024 * 1024
GZIP_MAGIC: Final = b"\x1f\x8b"
READ_ERRORS: Final = (OSError, EOFError, zlib.error)


class DamagedError(InputError):
    """The bytes stop making sense at `line`: a cut or corrupt file; what came before it stands."""

    def __init__(self, what: str, line: int) -> None:
        self.line = line
        super().__init__("read/damaged", what, fix="fetch the file again")


@contextmanager
def open_stream(path: str) -> Iterator[Stream]:
    """Open `path` for reading from its first byte, gunzipped where its content is gzip; always seekable.

    Raises InputError (`read/unreadable`) where the system refuses.
    """
    with ExitStack() as stack:
        try:
            raw: Stream = stack.enter_context(Path(path).open("rb"))
            if not raw.seekable():
                raw = stack.enter_context(spool(raw))
            zipped = raw.read(2) == GZIP_MAGIC
            raw.seek(0)
        except OSError as error:
            what = error.strerror or str(error)
            raise InputError("read/unreadable", what, where=path, fix="check the path and its permissions") from error
        yield stack.enter_context(cast("Stream", gzip.GzipFile(fileobj=raw))) if zipped else raw


@contextmanager
def spool(stream: Stream) -> Iterator[Stream]:
    """Copy a pipe into a temporary file, so that it can be sniffed and then read."""
    with tempfile.SpooledTemporaryFile(max_size=LINE_BYTES) as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield cast("Stream", copy)


def read_head(stream: Stream) -> bytes:
    """Return up to 256 KB from the start (as much as is sound) and go back to it."""
    head = bytearray()
    try:
        # Small steps: one large read of a cut gzip file would lose what came out before the cut.
        while len(head) < HEAD_BYTES and (chunk := stream.read(1024)):
            head += chunk
    except READ_ERRORS:
        pass
    stream.seek(0)
    return bytes(head)


def read_lines(stream: Stream) -> Iterator[tuple[int, bytes | None]]:
    """Yield (1-based number, line without a byte order mark); None for a line over 16 MB.

    Raises DamagedError where the bytes end early or cannot be unpacked.
    """
    number = 0
    while True:
        number += 1
        try:
            line = stream.readline(LINE_BYTES + 1)
            whole = len(line) <= LINE_BYTES
            while len(line) > LINE_BYTES and not line.endswith(b"\n"):
                line = stream.readline(LINE_BYTES + 1)
        except READ_ERRORS as error:
            raise DamagedError(f"cannot be read from here on ({error})", number) from error
        if not line and whole:
            return
        yield number, (line.removeprefix(BOM) if number == 1 else line) if whole else None


def read_whole(stream: Stream, limit: int) -> bytes | None:
    """Return all bytes without a byte order mark, or None where there are more than `limit`."""
    try:
        data = stream.read(limit + 1)
    except READ_ERRORS as error:
        raise DamagedError(f"cannot be read to its end ({error})", 1) from error
    return None if len(data) > limit else data.removeprefix(BOM)
