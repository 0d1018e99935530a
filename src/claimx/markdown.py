"""Markdown: texts and rows in, text that a renderer shows as it stands out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

_SPECIAL: Final = re.compile(r"([\\`*\[\]|~$#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
_BREAKS: Final = re.compile(r"\s+")


def escape(text: str) -> str:
    r"""Return the text on one line, with every character that Markdown reads marked as plain.

    >>> escape("a | b\n<i> 2*3")
    'a \\| b &lt;i&gt; 2\\*3'
    """
    # entities, not a backslash before <: some renderers let HTML through behind a backslash
    return _SPECIAL.sub(r"\\\1", html.escape(_BREAKS.sub(" ", text).strip(), quote=False))


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a pipe table; numbers stand right, None is empty, everything is escaped but a `Raw`.

    >>> print(table(["kind", "n"], [["speedup", 3], ["a|b", None]]))
    | kind | n |
    | --- | ---: |
    | speedup | 3 |
    | a\\|b |  |
    """
    body = [list(row) for row in rows]
    marks = ["---:" if _is_numeric([row[i] for row in body]) else "---" for i in range(len(header))]
    lines = [[escape(name) for name in header], marks, *([_cell(value) for value in row] for row in body)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class Raw(str):
    """Markdown that is already escaped."""

    __slots__ = ()


def number(value: float | None) -> str:
    """Return a number as people write it: at most four significant digits, thousands grouped.

    >>> number(7e9), number(1.5625), number(12288), number(0.25), number(None)
    ('7 B', '1.562', '12,288', '0.25', '')
    """
    if value is None:
        return ""
    for scale, name in ((1e12, " T"), (1e9, " B"), (1e6, " M")):
        if abs(value) >= scale:
            return f"{value / scale:.4g}{name}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _is_numeric(values: list[Any]) -> bool:
    return any(isinstance(v, int | float) for v in values) and all(
        v is None or isinstance(v, int | float) for v in values
    )


def _cell(value: Any) -> str:
    if isinstance(value, Raw):
        return value
    if isinstance(value, int | float):
        return number(value)
    return "" if value is None else escape(str(value))
