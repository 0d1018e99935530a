"""A phrase in, its words or its regular English forms out; irregular forms are listed in the packs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_VOWELS: Final = "aeiou"


def words_of(phrase: str) -> tuple[str, ...]:
    """Return a phrase as lower-case words; hyphens part words.

    >>> words_of("KV-cache size"), words_of("vs.")
    (('kv', 'cache', 'size'), ('vs',))
    """
    return tuple(word.rstrip(".") or word for word in phrase.lower().replace("-", " ").split())


def plural(name: str) -> str:
    """Return the regular plural of the last word.

    >>> plural("memory footprint"), plural("latency"), plural("loss")
    ('memory footprints', 'latencies', 'losses')
    """
    if name.endswith("y") and name[-2:-1] not in _VOWELS:
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")


def verb_forms(verb: str) -> Iterator[str]:
    """Yield a regular verb with -s, -ed and -ing.

    >>> list(verb_forms("reduce")), list(verb_forms("speed up"))[:2]
    (['reduce', 'reduces', 'reduced', 'reducing'], ['speed up', 'speeds up'])
    >>> list(verb_forms("drop"))
    ['drop', 'drops', 'dropped', 'dropping']
    """
    head, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    yield verb
    yield plural(head) + tail
    if head.endswith("e"):
        yield from (head + "d" + tail, head[:-1] + "ing" + tail)
    elif head.endswith("y") and head[-2] not in _VOWELS:
        yield from (head[:-1] + "ied" + tail, head + "ing" + tail)
    elif _doubles(head):
        yield from (head + head[-1] + "ed" + tail, head + head[-1] + "ing" + tail)
    else:
        yield from (head + "ed" + tail, head + "ing" + tail)


def _doubles(verb: str) -> bool:
    """Tell whether the last consonant doubles: one short vowel before it in a word of one syllable."""
    return (
        len(verb) >= 3
        and verb[-1] not in _VOWELS + "wxy"
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
        and sum(c in _VOWELS for c in verb) == 1
    )
