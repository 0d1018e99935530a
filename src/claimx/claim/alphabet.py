"""Sets of classes in, one character each out: the letters that patterns are written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import Final

from claimx.quantity import Quantity
from claimx.quantity.units import UnitTable

_BARE: Final = ("number", "scaled", "integer", "sequence", "few", "level", "fraction", "half")
_COUNTED: Final = frozenset(("number", "scaled", "integer", "sequence", "few", "items"))
_SHARES: Final = frozenset(("percent", "fraction", "half"))
_THOUSANDS: Final = frozenset(("k", "thousand", "hundred"))
_SIZED: Final = {"B": "sized", "G": "giga"}  # a number of billions, of parameters mostly; and one of operations
_NEAR: Final = "within"
_NEARED: Final = frozenset(("time", "points"))
_ARTICLES: Final = {"a": "indefinite", "an": "indefinite", "the": "definite"}
_LEADS: Final = (_NEAR, "indefinite", "definite")
_LARGE: Final = 1000
_Kind = tuple[str, str, bool, bool, bool]  # dimension, scale, signed, limited, large


class Alphabet:
    """Give every set of classes one character, and every class its characters."""

    def __init__(self) -> None:
        self._chars: dict[frozenset[str], str] = {}
        self._members: dict[str, list[str]] = {}

    def char(self, classes: frozenset[str]) -> str:
        """Return the character of a set of classes, a new one where the set is new."""
        known = self._chars.get(classes)
        if known is None:
            known = self._chars[classes] = chr(0xE000 + len(self._chars))
            for name in classes:
                self._members.setdefault(name, []).append(known)
        return known

    def add_all(self, sets: Sequence[frozenset[str]]) -> list[str]:
        """Return the characters of sets of classes, given out so that those of a common class stand together.

        A class is then a few runs of characters, from which regular expressions compile several times faster.
        """
        sizes = Counter(name for classes in sets for name in classes)
        for classes in sorted(sets, key=lambda classes: sorted((-sizes[name], name) for name in classes)):
            self.char(classes)
        return [self.char(classes) for classes in sets]

    def chars(self, name: str) -> str:
        """Return all characters whose sets hold a class."""
        return "".join(self._members.get(name, ()))

    def classes(self, char: str) -> tuple[str, ...]:
        """Return the classes a character stands for, in alphabetical order."""
        return next((tuple(sorted(names)) for names, known in self._chars.items() if known == char), ())

    def close(self) -> None:
        """Name the classes that are told by what a set lacks: `any`, `plain` (no metric, no amount)."""
        for classes, char in list(self._chars.items()):
            if "stop" in classes:
                continue
            self._members.setdefault("any", []).append(char)
            if not classes & {"metric", "amount", "semicolon"}:
                self._members.setdefault("plain", []).append(char)

    def known(self, name: str) -> bool:
        """Tell whether any set holds a class."""
        return name in self._members


class AmountChars:
    """Give every kind of amount its character: by dimension, scale, sign, bound and size."""

    def __init__(self, alphabet: Alphabet, units: UnitTable) -> None:
        self._worded = alphabet.char(frozenset({"wordnum", "amount.wordnum"}))
        self._compound = alphabet.char(frozenset({"wordnum", "amount.compound"}))
        self._doubling = alphabet.char(frozenset({"wordnum", "amount.doubling"}))
        self._multiple = alphabet.char(frozenset({"wordnum", "amount.multiple"}))
        self._multiplied = alphabet.char(frozenset({"wordnum", "amount.multiple", "amount.multiplied"}))
        flags = (False, True)
        scales = ("", "k", "B", *_SIZED.values(), *_LEADS)
        kinds = list(product((*units.bases, *_BARE), scales, flags, flags, flags))
        self._chars = dict(zip(kinds, alphabet.add_all([_classes(kind) for kind in kinds]), strict=True))

    def of(self, quantity: Quantity) -> str:
        """Return the character of an amount."""
        fixed = not quantity.word or quantity.word in ("from", "to")
        amount = quantity.amount
        if quantity.dimension == "number" and not fixed and not quantity.scale:
            return self._worded
        if quantity.compound:
            return self._compound
        if quantity.dimension == "ratio" and not fixed:
            if quantity.word in ("double", "triple", "quadruple"):
                return self._doubling
            return self._multiplied if quantity.word.endswith(("les", "led", "ves", "ved")) else self._multiple
        scale = ""
        if amount == "scaled":
            scale = "k" if quantity.scale.lower() in _THOUSANDS else _SIZED.get(quantity.scale, "B")
        if quantity.dimension == "percent":
            scale = _NEAR if quantity.near else _ARTICLES.get(quantity.article, "")
        elif quantity.near and (quantity.dimension in _NEARED or amount == "number"):
            scale = _NEAR
        limited = quantity.limited or quantity.qualifier == "under"
        return self._chars[amount, scale, quantity.sign != "", limited, quantity.value >= _LARGE]


def _classes(kind: _Kind) -> frozenset[str]:
    """Return the classes that patterns know an amount by."""
    dimension, scale, signed, limited, large = kind
    classes = {"amount", "figure", f"amount.{dimension}"}
    if dimension == "sequence":
        classes.add("amount.tokens")
    if dimension == "scaled":
        classes.add("amount.number")
    if dimension in ("items", "tokens"):
        classes.add("data_figure")
    if dimension == "fraction":
        classes.add("amount.percent")
    if dimension == "decibels":
        classes |= {"amount.number", "amount.points"}
    if scale in _LEADS:
        classes.add(f"amount.{scale}")
        scale = ""
    if scale == "giga":
        classes.add("amount.giga")
    elif scale:
        classes.add("amount.thousands" if scale == "k" else "amount.millions")
    if dimension in _COUNTED and (scale or large):
        classes.add("amount.large")
    if scale == "sized":
        classes.add("amount.sized")
    if signed:
        classes.add("amount.signed")
    if limited and dimension in _SHARES:
        classes.add("amount.limited")
    return frozenset(classes)
