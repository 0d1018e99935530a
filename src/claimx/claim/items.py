"""A sentence with its quantities and mentions in, its row of `Item`s and class string out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import regex

from claimx.claim.lexicon import Entry, Lexicon
from claimx.mention import Mention
from claimx.quantity import Quantity, QuantityScanner

_TOKEN: Final = regex.compile(r"I/O|[A-Za-z][\w]*(?:(?:['’.+-]|\+\+)?[\w]+)*\+{0,2}|\d\S*?(?=[\s,;:()]|\.\s|\.?$)|[^\s]")
_PUNCTUATION: Final = {
    ",": "comma", ";": "semicolon", ":": "colon", "(": "lparen", ")": "rparen", "[": "lparen", "]": "rparen",
    "/": "slash", "→": "arrow", "=": "equals", "—": "dash", "-": "dash", "+": "plus", "&": "and", '"': "quote",
    ".": "stop", "!": "stop", "?": "stop", "↑": "up_arrow", "↓": "down_arrow", "%": "percent_sign", "<": "less_sign",
    ">": "more_sign", "~": "tilde", "|": "dash",
}  # fmt: skip
_MARKS: Final = {"~": "about", "<": "under", "≤": "under", ">": "over", "≥": "over"}


@dataclass(slots=True)
class Item:
    """One item of a sentence: a word or phrase, an amount (one or several joined), a name, a sign."""

    start: int
    end: int
    char: str
    entry: Entry | None = None
    amounts: list[Quantity] = field(default_factory=list)
    mention: Mention | None = None
    text: str = ""


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


class ItemReader:
    """Turn sentences into items with the lexicon of the packs."""

    def __init__(self, lexicon: Lexicon, alphabet: Alphabet, scanner: QuantityScanner) -> None:
        self._lexicon = lexicon
        self._scanner = scanner
        self._alphabet = alphabet
        for entry in (*lexicon.entries.values(), *lexicon.exact.values()):
            classes = set(entry.classes)
            if not classes - {c for c in classes if c.startswith("=") or "_before" in c or "_after" in c or "_inside" in c}:
                classes.add("word")
            entry.char = alphabet.char(frozenset(classes))
        self._word = alphabet.char(frozenset({"word"}))
        self._adverb = alphabet.char(frozenset({"word", "adverb"}))
        self._name = alphabet.char(frozenset({"name"}))
        self._junk = alphabet.char(frozenset({"junk"}))
        self._signs = {sign: alphabet.char(frozenset({name})) for sign, name in _PUNCTUATION.items()}
        self._mentions = {
            kind: alphabet.char(frozenset({kind})) for kind in ("device", "model", "dataset", "format")
        }
        self._worded = alphabet.char(frozenset({"wordnum", "amount.wordnum"}))
        self._compound = alphabet.char(frozenset({"wordnum", "amount.compound"}))
        self._doubling = alphabet.char(frozenset({"wordnum", "amount.doubling"}))
        self._multiple = alphabet.char(frozenset({"wordnum", "amount.multiple"}))
        self._amounts: dict[tuple[str, str, bool, bool, bool], str] = {}
        for dimension in (*scanner.units.bases, "number", "scaled", "integer", "sequence", "few", "level", "fraction", "half"):
            for scale in ("", "k", "B", "sized"):
                for sign in ("", "+"):
                    for limited in (False, True):
                        for large in (False, True):
                            self._char_of(dimension, scale, sign != "", limited, large)

    def amount_char(self, quantity: Quantity) -> str:
        """Return the character of an amount: its dimension, whether scaled, whether signed."""
        if quantity.dimension == "number" and quantity.word and not quantity.scale and quantity.word not in ("from", "to"):
            return self._worded
        if quantity.compound:
            return self._compound
        if quantity.dimension == "ratio" and quantity.word and quantity.word not in ("from", "to"):
            return self._doubling if quantity.word in ("double", "triple", "quadruple") else self._multiple
        scale = "" if quantity.amount != "scaled" else "k" if quantity.scale.lower() in ("k", "thousand", "hundred") else "B"
        scale = "sized" if scale == "B" and quantity.scale == "B" else scale
        limited = quantity.limited or quantity.qualifier == "under"
        return self._char_of(quantity.amount, scale, quantity.sign != "", limited, quantity.value >= 1000)

    def _char_of(self, dimension: str, scale: str, signed: bool, limited: bool, large: bool) -> str:
        char = self._amounts.get((dimension, scale, signed, limited, large))
        if char is None:
            classes = {"amount", f"amount.{dimension}"}
            if dimension == "sequence":
                classes.add("amount.tokens")
            if dimension == "scaled":
                classes.add("amount.number")
            if scale:
                classes.add("amount.thousands" if scale == "k" else "amount.millions")
            if dimension in ("number", "scaled", "integer", "sequence", "few", "items") and (scale or large):
                classes.add("amount.large")
            if scale == "sized":
                classes.add("amount.sized")
            if signed:
                classes.add("amount.signed")
            if limited and dimension in ("percent", "fraction", "half"):
                classes.add("amount.limited")
            char = self._amounts[(dimension, scale, signed, limited, large)] = self._alphabet.char(frozenset(classes))
        return char

    def read(
        self, text: str, start: int, end: int, quantities: list[Quantity], mentions: list[Mention]
    ) -> list[Item]:
        """Return the items of `text[start:end]`, bounds taken in and lists of amounts joined."""
        fixed: list[Item] = []
        for quantity in quantities:
            char = self.amount_char(quantity)
            fixed.append(Item(quantity.start, quantity.end, char, amounts=[quantity]))
        for mention in mentions:
            fixed.append(Item(mention.start, mention.end, self._mentions[mention.kind], mention=mention))
        fixed.sort(key=lambda item: item.start)
        items: list[Item] = []
        at = start
        for item in fixed:
            if item.start < at:
                continue
            self._words(text, at, item.start, items, bool(item.amounts))
            if items and items[-1].end > item.start:
                continue
            items.append(item)
            at = item.end
        self._words(text, at, end, items, False)
        return self._joined(self._bounded(items))

    def _words(self, text: str, start: int, end: int, items: list[Item], figure: bool) -> None:
        """Append the items of a stretch that holds no quantity or mention."""
        tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
        index = 0
        while index < len(tokens):
            token, begin, finish = tokens[index]
            if not token[0].isalpha():
                char = self._signs.get(token)
                if token == "." and items and items[-1].text in ("vs", "al", "approx", "e.g", "i.e"):
                    index += 1
                    continue
                items.append(Item(begin, finish, char or self._junk, text=token))
                index += 1
                continue
            taken, entry = self._phrase(tokens, index, figure)
            if entry is not None and entry.after_only and not (items and items[-1].amounts or index == 0):
                taken, entry = 1, self._lexicon.entries.get((token.lower(),))
            if entry is None or entry.article:
                lower = token.lower()
                if entry is None:
                    quantity = self._scanner.word_quantity(text, begin, finish, lower)
                else:
                    lead = items[-1].text if items else ""
                    quantity = self._scanner.article_quantity(text, begin, finish, lead) if taken == 1 else None
                if quantity is not None:
                    items.append(Item(quantity.start, quantity.end, self.amount_char(quantity), amounts=[quantity]))
                    while index < len(tokens) and tokens[index][1] < quantity.end:
                        index += 1
                    last = tokens[index - 1][2]
                    if quantity.end < last and text[quantity.end] == "-":
                        tokens.insert(index, (text[quantity.end + 1 : last], quantity.end + 1, last))
                    continue
            if entry is None:
                taken, entry = self._tail(lower.replace("-", " ").split())
            if entry is None:
                items.append(Item(begin, finish, self._unknown(token, lower), text=lower))
                index += 1
                continue
            last = tokens[index + taken - 1]
            items.append(Item(begin, last[2], entry.char, entry, text=text[begin : last[2]].lower()))
            index += taken

    def _unknown(self, token: str, lower: str) -> str:
        if token != lower or any(c.isdigit() for c in token):
            return self._name
        return self._adverb if token.endswith("ly") else self._word

    def _phrase(self, tokens: list[tuple[str, int, int]], index: int, figure: bool) -> tuple[int, Entry | None]:
        """Return how many tokens the longest known phrase at `index` takes, and its entry.

        A phrase that is nothing but a bound ("smaller than") counts only close before a figure.
        """
        token = tokens[index][0]
        exact = self._lexicon.exact.get(token)
        if exact is not None:
            return 1, exact
        lower = token.lower()
        words = lower.replace("-", " ").split() if "-" in lower else [lower]
        longest = self._lexicon.longest.get(words[0])
        entries = self._lexicon.entries
        if longest is None:
            return 0, None
        best: tuple[int, Entry | None] = (0, None)
        taken = 1
        while True:
            entry = entries.get(tuple(words))
            if entry is not None and (not entry.bound_only or taken == 1 or self._leads(tokens, index + taken, figure)):
                best = (taken, entry)
            if len(words) >= longest or index + taken >= len(tokens):
                break
            following, begin, _ = tokens[index + taken]
            if not following[0].isalpha() or begin - tokens[index + taken - 1][2] > 2:
                break
            following = following.lower()
            words += following.replace("-", " ").split() if "-" in following else [following]
            taken += 1
        return best

    def _leads(self, tokens: list[tuple[str, int, int]], index: int, figure: bool) -> bool:
        """Tell whether a figure stands at most two words on."""
        if figure and len(tokens) - index <= 2:
            return True
        return index < len(tokens) and tokens[index][0].lower() in self._scanner.words

    def _tail(self, words: list[str]) -> tuple[int, Entry | None]:
        """Read an unknown compound by its last word when that word names a metric: token-throughput."""
        if len(words) > 1:
            entry = self._lexicon.entries.get((words[-1],))
            if entry is not None and entry.metric is not None and not entry.metric.weak and entry.metric.dimension != "size":
                return 1, entry
        return 0, None

    def _bounded(self, items: list[Item]) -> list[Item]:
        """Take bounds and statistics around an amount into it: up to, an average of, or more."""
        kept: list[Item] = []
        index = 0
        while index < len(items):
            item = items[index]
            if item.amounts:
                quantity = item.amounts[0]
                while kept and _take_before(quantity, kept[-1]):
                    kept.pop()
                if quantity.dimension != "number" or quantity.scale:
                    item.char = self.amount_char(quantity)
                while index + 1 < len(items) and _take_after(quantity, items[index + 1]):
                    index += 1
                if quantity.qualifier == "exact":
                    quantity.qualifier = _MARKS.get(quantity.bound, "over" if quantity.plus else "exact")
            kept.append(item)
            index += 1
        return kept

    def _joined(self, items: list[Item]) -> list[Item]:
        """Join amounts in a list ("3x, 2.4x and 1.6x") into one item; they share what governs them."""
        joined: list[Item] = []
        index = 0
        while index < len(items):
            item = items[index]
            while item.amounts:
                step, anew = _next_member(items, index)
                if not step or not _alike(item.amounts[-1], items[index + step].amounts[0]):
                    break
                item = self._merged(item, items[index + step], anew)
                index += step
            joined.append(item)
            index += 1
        return joined

    def _merged(self, item: Item, other: Item, anew: bool) -> Item:
        """Return both amounts as one item; bare members take the unit and scale of the last.

        A bound holds for the members behind it too, unless the preposition starts anew.
        """
        last, first = other.amounts[-1], item.amounts[0]
        for quantity in item.amounts:
            if quantity.dimension == "number" and last.dimension != "number":
                quantity.unit, quantity.dimension = last.unit, last.dimension
            if last.scale and not quantity.scale:
                factor = float(self._scanner.letters.get(last.scale) or self._scanner.scales.get(last.scale) or 1)
                quantity.scale, quantity.value = last.scale, quantity.value * factor
                if quantity.value_high is not None:
                    quantity.value_high *= factor
        for quantity in other.amounts:
            if not anew and quantity.qualifier == "exact":
                quantity.qualifier = first.qualifier
            if not anew and quantity.statistic is None:
                quantity.statistic = first.statistic
        amounts = [*item.amounts, *other.amounts]
        shown = next((q for q in amounts if q.amount == "number"), last)
        return Item(item.start, other.end, self.amount_char(shown), amounts=amounts)


def _take_before(quantity: Quantity, before: Item) -> bool:
    """Take a bound or statistic in front of an amount; fillers are passed over."""
    if before.text in _MARKS:
        quantity.bound = quantity.bound or before.text
        return True
    entry = before.entry
    if entry is None:
        return before.text in ("$", '"', "+")
    if entry.before is not None and entry.before[0] != "attribution":
        name, value = entry.before
        if name == "qualifier" and quantity.qualifier == "exact":
            quantity.qualifier = value
        elif name == "statistic":
            quantity.statistic = quantity.statistic or value
        return True
    if "filler" not in entry.classes:
        return False
    if before.text in ("only", "just", "merely", "mere", "a mere"):
        quantity.limited = True
    if "factor" in before.text and quantity.dimension == "number":
        quantity.unit, quantity.dimension = "x", "ratio"
        quantity.word = ""
    return True


def _take_after(quantity: Quantity, after: Item) -> bool:
    """Take a bound or statistic behind an amount ("or more", "on average")."""
    entry = after.entry
    if entry is None or entry.after is None or " " not in after.text and "metric" not in entry.classes:
        return False
    name, value = entry.after
    if name == "qualifier":
        quantity.qualifier = value
    else:
        quantity.statistic = quantity.statistic or value
    return True


def _next_member(items: list[Item], index: int) -> tuple[int, bool]:
    """Return how far the next amount of a list stands, and whether a preposition starts anew there."""
    anew = False
    for step in range(1, 5):
        if index + step >= len(items):
            break
        following = items[index + step]
        if following.amounts:
            return (step if step > 1 else 0), anew
        if following.text == "by":
            anew = True
        elif following.text not in (",", "and", "or", "/", "&"):
            break
    return 0, False


def _alike(last: Quantity, first: Quantity) -> bool:
    """Tell whether two amounts can be members of one list."""
    if last.dimension == first.dimension:
        return last.word != "from" and first.word != "to"
    return last.dimension == "number" and first.dimension != "number" and not last.word
