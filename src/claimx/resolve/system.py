"""Title and abstract in, the name of the system the paper introduces out."""

from __future__ import annotations

from typing import Final

import regex

_NAME: Final = r"[A-Z][\w.+*/-]*[\w+*](?:[ -](?:[A-Z][\w.+-]*|\d[\w.]*)){0,2}"
_TITLED: Final = regex.compile(rf"^(?:The |Introducing |Meet )?({_NAME})\s?(?::|\s[-—–]\s)")
_INTRODUCED: Final = regex.compile(
    r"\b(?:[Ww]e|[Pp]aper|[Ww]ork|[Rr]eport|[Aa]rticle|[Ss]tudy|authors)\b[^.;]{0,60}?\b(?:propose|present|introduce|develop|design|describe|"
    r"build|release|implement|create|unveil|offer|devise|built|call|name|dub|term)s?d?\b"
    rf"(?:,? [^.;:]{{0,60}}?\b(?:called|named|dubbed|termed|namely)|,? (?:the |a |an |it )?)? ?[\"'“‘]?({_NAME})"
)
_CALLING: Final = ("called", "named", "dubbed", "termed", "namely", "coined")
_CALLED: Final = regex.compile(rf"\b(?:called|named|dubbed|termed|namely|nicknamed|coined)\s+(?:as )?[\"'“‘]?({_NAME})")
_DEFINED: Final = regex.compile(r"\(([A-Z][A-Za-z]*[A-Z][\w+-]*)\)")


def find_system(title: str, abstract: str) -> str | None:
    """Return the system's name as written, None when the paper names none.

    >>> find_system("COMET: Towards Practical Serving", "")
    'COMET'
    >>> find_system("Fast serving", "In this paper we propose FlexFlow, a runtime.")
    'FlexFlow'
    >>> find_system("A Study of Caches", "We study caches.") is None
    True
    """
    titled = _TITLED.match(title)
    if titled and _is_name(titled[1], many=True):
        return titled[1]
    called = any(verb in abstract for verb in _CALLING)
    for pattern in (_CALLED, _INTRODUCED) if called else (_INTRODUCED,):
        for match in pattern.finditer(abstract):
            if _is_name(match[1]):
                return match[1].rstrip("-./")
    for match in _DEFINED.finditer(abstract):
        if _is_name(match[1]) and regex.search(rf"\b{regex.escape(match[1])}\b", abstract[match.end() :]):
            lead = abstract[max(0, match.start() - 160) : match.start()]
            if regex.search(r"(?i)\bwe (?:propose|present|introduce|develop|design)|this paper", lead):
                return match[1]
    return None


def _is_name(name: str, *, many: bool = False) -> bool:
    """Tell whether a capitalised phrase is a coined name: inner capitals, digits, or one odd word of a title."""
    if len(name) < 2 or name.lower() in (
        "llms",
        "llm",
        "gpu",
        "gpus",
        "dnn",
        "moe",
        "rl",
        "ai",
        "nlp",
        "transformer",
        "transformers",
    ):
        return False
    head = name.split(" ", maxsplit=1)[0]
    coined = any(c.isupper() for c in head[1:]) or any(c.isdigit() for c in name)
    return coined or (many and " " not in name)
