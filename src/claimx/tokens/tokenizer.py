"""Nothing in, a blank English pipeline out whose tokens keep figures and technical names in one piece."""

from __future__ import annotations

import re
from typing import Any, Final

from spacy.lang.en import English
from spacy.util import compile_prefix_regex, compile_suffix_regex

_NUMBER: Final = r"\d(?:[\d.,]*\d)?"
_FIGURE: Final = (
    rf"[+~<>≤≥±-]?[$€£]?{_NUMBER}%?(?:[-–~][$€£]?{_NUMBER})?(?:[A-Za-zµ]{{1,8}}|[×%])?\+?"
    r"(?:/[A-Za-z]{1,12}){0,2}"
)
_NAME: Final = r"[A-Za-z]\w*(?:[-.]\w+)*\+{0,2}"
_COUNTED: Final = rf"{_NUMBER}-[A-Za-z]+(?:-[A-Za-z]+)*"
_RATE: Final = r"[A-Za-z]+(?:/[A-Za-z]+){1,2}"
# tried before any piece is cut off a word: what it fits stays whole
WHOLE: Final = re.compile(rf"(?:{_FIGURE}|{_NAME}|{_COUNTED}|{_RATE})\Z")
# a full stop behind "7B" or "GPU" ends a sentence
_STOPS: Final = (r"(?<=[A-Z0-9])\.",)
# a sign in front of a figure is part of it
_SIGNED: Final = r"(?![+~<>≤≥±$€£-]\d)(?:"
# a clitic is a word of its own, a name in brackets loses them
_CLITIC: Final = re.compile(r"(?i)(?:n't|'s|'re|'ve|'ll|’s)\Z")


def _whole(word: str) -> re.Match[str] | None:
    return None if _CLITIC.search(word) else WHOLE.match(word)


def blank_english() -> English:
    """Return a blank English pipeline whose tokenizer keeps figures whole.

    `2.88x`, `33.5%`, `$148K`, `1.4-11.2x`, `W4A8`, `A100-80G`, `tokens/s` and `GPU-hours` each stay one
    token; brackets, commas and full stops around them come off.
    """
    nlp = English()
    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = _whole
    tokenizer.prefix_search = re.compile(
        _SIGNED + compile_prefix_regex(nlp.Defaults.prefixes or ()).pattern + ")"
    ).search
    tokenizer.suffix_search = compile_suffix_regex((*(nlp.Defaults.suffixes or ()), *_STOPS)).search
    return nlp
