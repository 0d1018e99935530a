"""An offset in a text of a rule file in, its line and column in the file out, whatever the quoting."""

from __future__ import annotations

import re
from typing import Final

from claimx.packs.yaml import Mark

_PIECES: Final = {
    "'": re.compile(r"''|.", re.DOTALL),
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|.)|.", re.DOTALL),
}
_ANY: Final = re.compile(r".", re.DOTALL)
_SPACES: Final = frozenset({r"\n", r"\t", r"\ ", r"\r", "\\\n", r"\_", r"\N", r"\L", r"\P", r"\f", r"\v"})


def find_in_scalar(source: str, mark: Mark, value: str, offset: int) -> tuple[int, int]:
    """Return the 0-based line and column at which `value[offset]` is written in `source`.

    Folding and indentation change white space only, so what counts is the number of other characters
    before the offset; an offset on white space gives the place of what follows it.
    """
    wanted = sum(not character.isspace() for character in value[:offset])
    start = mark.start
    if mark.style in _PIECES:
        start += 1
    elif mark.style:
        start = source.find("\n", start) + 1
    at = start
    for piece in _PIECES.get(mark.style, _ANY).finditer(source, start, mark.end):
        if piece[0].isspace() or piece[0] in _SPACES:
            continue
        at = piece.start()
        if wanted == 0:
            break
        wanted -= 1
    line = source.count("\n", mark.start, at)
    return mark.line + line, at - (source.rfind("\n", 0, at) + 1)
