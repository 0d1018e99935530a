"""A plain text in (one abstract, perhaps under its title), one row out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claimx.read.fields import Fields
from claimx.read.listing import is_prose
from claimx.read.row import ABSTRACT_LIMIT, BadRow, Row
from claimx.read.stream import Stream, read_whole

TITLE_LENGTH: Final = 250
FIRST_LINE: Final = re.compile(r"(?P<title>[^\r\n]+)\r?\n[ \t]*\r?\n\s*(?=\S)")


def read_text(stream: Stream, fields: Fields) -> Iterator[Row | BadRow]:
    """Yield the one paper of a text file."""
    data = read_whole(stream, 4 * ABSTRACT_LIMIT)
    if data is None:
        yield BadRow(1, "read/too-long", f"text is longer than {4 * ABSTRACT_LIMIT} bytes: put one abstract in a file")
        return
    try:
        title, abstract = split_title(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        yield BadRow(1, "read/undecodable", f"byte {error.start + 1} is not UTF-8: save the input as UTF-8")
        return
    yield Row(1, {"title": title, "abstract": abstract})


def split_title(text: str) -> tuple[str, str]:
    r"""Return title and abstract: a short first line that is no sentence, over a blank line, is the title.

    >>> split_title("Fast Attention\n\nWe halve latency.\n"), split_title("We halve latency.\n\nReally.")
    (('Fast Attention', 'We halve latency.'), ('', 'We halve latency.\n\nReally.'))
    """
    text = text.strip()
    found = FIRST_LINE.match(text)
    title = found["title"].strip() if found else ""
    if found is None or len(title) > TITLE_LENGTH or title.endswith(".") or is_prose(title):
        return "", text
    # A bare heading says where the abstract begins and is no title.
    return ("" if title.rstrip(":").casefold() == "abstract" else title), text[found.end() :]
