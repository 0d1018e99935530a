"""A sentence with its quantities and mentions in, its row of `Item`s out."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final, NamedTuple
from unicodedata import normalize

from claimx.claim.alphabet import Alphabet, AmountChars
from claimx.claim.bounds import share_units, take_bounds, take_factors
from claimx.claim.item import Item
from claimx.claim.lexicon import Entry, Lexicon
from claimx.claim.lists import join_lists
from claimx.mention import Mention
from claimx.quantity import Quantity, QuantityScanner

_TOKEN: Final = re.compile(
    r"I/O|[A-Za-z]+/(?:s|m?W|[Ww]att|m?J|[Jj]oule)\b|[A-Za-z][\w]*(?:(?:['’.+-]|\+\+)?[\w]+)*(?:@[\w.:-]*\w|\+{0,2})|\d\S*?(?=[\s,;:()]|\.\s|\.?$)|[^\s]"
)
_ENERGIES: Final = frozenset(("w", "mw", "watt", "j", "mj", "joule"))
_PUNCTUATION: Final = {
    ",": "comma", ";": "semicolon", ":": "colon", "(": "lparen", ")": "rparen", "[": "lparen", "]": "rparen",
    "/": "slash", "→": "arrow", "=": "equals", "—": "dash", "-": "dash", "+": "plus", "&": "and", '"': "quote",
    ".": "stop", "!": "stop", "?": "stop", "↑": "up_arrow", "↓": "down_arrow", "%": "percent_sign", "<": "less_sign",
    ">": "more_sign", "~": "tilde", "|": "dash",
}  # fmt: skip
_COMPARING: Final = frozenset("as more less fewer higher lower larger smaller greater longer shorter".split())  # noqa: SIM905
_SHORTENED: Final = frozenset(("vs", "al", "approx", "e.g", "i.e", "val", "avg"))
_SPELLED: Final = 9  # items of a bracket that spells out an abbreviation
_ABBREVIATION: Final = re.compile(r"[A-Z]{2,6}s?")
_LITTLE: Final = frozenset(("be", "we", "aux", "prep"))  # in capitals ("BE serving") these are names
_PRONOUN: Final = frozenset(("of", "in", "from", "used", "that", "which"))  # behind a "one" that stands for a thing
_REMEMBERED: Final = 50_000


class _Known(NamedTuple):
    """What is known of one spelling: lower case, its words and the first of them, the longest phrase they begin.

    `nexts` are the words that may go on a phrase begun here; None where the item depends on more than that.
    """

    lower: str
    words: tuple[str, ...]
    opens: str
    longest: int
    entry: Entry | None
    nexts: Set[str] | None
    char: str


Token = tuple[int, int, _Known]
_NOTHING: Final[Set[str]] = frozenset()


class Seen(NamedTuple):
    """Hold what is known of a sentence before its words: figures, names, and spans in which no number word counts."""

    quantities: list[Quantity]
    mentions: list[Mention]
    guarded: list[tuple[int, int]]


class ItemReader:
    """Turn sentences into items with the lexicon of the packs."""

    def __init__(self, lexicon: Lexicon, alphabet: Alphabet, scanner: QuantityScanner) -> None:
        self._lexicon = lexicon
        self._scanner = scanner
        entries = (*lexicon.entries.values(), *lexicon.exact.values())
        chars = alphabet.add_all([entry.known_as() for entry in entries])
        for entry, char in zip(entries, chars, strict=True):
            entry.char = char
        self._word = alphabet.char(frozenset({"word"}))
        self._adverb = alphabet.char(frozenset({"word", "adverb"}))
        self._name = alphabet.char(frozenset({"name"}))
        self._junk = alphabet.char(frozenset({"junk"}))
        self._signs = {sign: alphabet.char(frozenset({name})) for sign, name in _PUNCTUATION.items()}
        self._mentions = {kind: alphabet.char(frozenset({kind})) for kind in ("device", "model", "dataset", "format")}
        self.amounts = AmountChars(alphabet, scanner.units)
        self._known: dict[str, _Known] = {}

    def read(self, text: str, start: int, end: int, seen: Seen) -> list[Item]:
        """Return the items of `text[start:end]`, bounds taken in and lists of amounts joined."""
        fixed = [Item(q.start, max(q.end, q.stop), self.amounts.of(q), amounts=[q]) for q in seen.quantities]
        fixed += [Item(m.start, m.end, self._mentions[m.kind], mention=m) for m in seen.mentions]
        fixed.sort(key=lambda item: item.start)
        items: list[Item] = []
        at = start
        for item in fixed:
            if item.start < at:
                continue
            if at < item.start:
                self._words(text, (at, item.start), items, bool(item.amounts), seen.guarded)
                if items and items[-1].end > item.start:
                    continue
            items.append(item)
            at = item.end
        if at < end:
            self._words(text, (at, end), items, False, seen.guarded)
        if not any(item.amounts for item in items):
            return items
        self._open_abbreviations(text, items)
        take_factors(items, self.amounts)
        share_units(items, self.amounts)
        return join_lists(take_bounds(items, self.amounts), self.amounts, self._scanner)

    def _open_abbreviations(self, text: str, items: list[Item]) -> None:
        """Let the brackets of an abbreviation stop no pattern: "word error rate (WER) reduction"."""
        for before, opened, short, closed in zip(items, items[1:], items[2:], items[3:], strict=False):
            bracketed = (opened.text, closed.text) == ("(", ")") and before.text[:1].isalpha()
            if not bracketed or short.amounts or short.mention is not None:
                continue
            if _ABBREVIATION.fullmatch(text, short.start, short.end):
                opened.char = closed.char = self._junk
        for index in range(1, len(items) - 2):
            if items[index].text == "(" and _ABBREVIATION.fullmatch(text, items[index - 1].start, items[index - 1].end):
                self._skip_spelled(items, index)

    def _skip_spelled(self, items: list[Item], opened: int) -> None:
        """Let what an abbreviation stands for stop no pattern either: "the TTFT (time to first token) falls"."""
        for index in range(opened + 1, min(len(items), opened + _SPELLED)):
            item = items[index]
            if item.text == ")":
                short = items[opened - 1].entry
                for inner in items[opened : index + 1]:
                    inner.char = self._junk
                    inner.entry = None if short is not None and short.metric is not None else inner.entry
                return
            if item.amounts or item.mention is not None or not item.text[:1].isalpha():
                return

    def _words(
        self, text: str, stretch: tuple[int, int], items: list[Item], figure: bool, guarded: list[tuple[int, int]]
    ) -> None:
        """Append the items of a stretch that holds no quantity or mention; `figure`: one comes next."""
        tokens = self._tokens(text, *stretch)
        index, count, append = 0, len(tokens), items.append
        while index < count:
            begin, finish, known = tokens[index]
            nexts = known.nexts
            if nexts is None or (nexts and index + 1 < count and tokens[index + 1][2].opens in nexts):
                allowed = not any(low <= begin < high for low, high in guarded)
                index = self._speaking(text, tokens, index, items, figure, allowed)
                count = len(tokens)  # what is left of a compound has become a token
            else:
                append(Item(begin, finish, known.char, known.entry, (), None, known.lower))
                index += 1

    def _tokens(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of a stretch; only white space parts them, so each is found from where the last ends."""
        tokens: list[Token] = []
        append, find, known = tokens.append, text.index, self._known.get
        for token in _TOKEN.findall(text, start, end):
            begin = find(token, start)
            start = begin + len(token)
            append((begin, start, known(token) or self._look_up(token)))
        return tokens

    def _speaking(
        self, text: str, tokens: list[Token], index: int, items: list[Item], figure: bool, allowed: bool
    ) -> int:
        """Append the item of a word that may begin a phrase or a quantity; return the index behind it.

        `allowed`: a quantity may begin here, no guard stands over the word.
        """
        begin, finish, known = tokens[index]
        if not known.words:
            if not (items and items[-1].text in _SHORTENED):
                items.append(Item(begin, finish, known.char, text=known.lower))
            return index + 1
        compared = known.lower in _COMPARING and bool(items and items[-1].amounts)  # "twice as fast as 16 servers"
        taken, entry = self._phrase(tokens, index, figure and not compared)
        if taken == 2 and known.lower == "in" and self._begins_metric(tokens, index + 1, figure):
            taken, entry = 1, known.entry  # "in total cost of ownership", "in total checkpoint size"
        if entry is not None and entry.after_only and not (index == 0 or (items and items[-1].amounts)):
            taken, entry = 1, known.entry
        if allowed and (entry is None or (entry.article and taken == 1)):
            quantity = self._worded(text, tokens[index], entry, items)
            if quantity is not None:
                items.append(Item(quantity.start, quantity.end, self.amounts.of(quantity), amounts=[quantity]))
                return self._skip(text, tokens, index, quantity.end)
        if entry is None:
            entry = self._tail(text[begin:finish], known.words)
            taken = 1
        if entry is None:
            items.append(Item(begin, finish, known.char, text=known.lower))
        else:
            finish = tokens[index + taken - 1][1]
            lower = known.lower if taken == 1 else text[begin:finish].lower()
            items.append(Item(begin, finish, entry.char, entry, text=lower))
        return index + taken

    def _worded(self, text: str, token: Token, entry: Entry | None, items: list[Item]) -> Quantity | None:
        """Return the quantity that begins with a number word or an article."""
        start, end, known = token
        if entry is None:
            return self._scanner.spoken.word_quantity(text, start, end, known.lower)
        return self._scanner.spoken.article_quantity(text, start, end, items[-1].text if items else "")

    def _look_up(self, token: str) -> _Known:
        """Return what is known of a spelling, and remember it."""
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        found = self._known[token] = self._word_known(token) if token[0].isalpha() else self._sign_known(token)
        return found

    def _sign_known(self, token: str) -> _Known:
        nexts = None if token == "." else _NOTHING
        return _Known(token, (), "", 0, None, nexts, self._signs.get(token, self._junk))

    def _word_known(self, token: str) -> _Known:
        lower = token.lower() if token.isascii() else normalize("NFKC", token).lower()  # "efﬁciency" of a PDF
        words = tuple(lower.replace("-", " ").split()) if "-" in lower else (lower,)
        exact = self._lexicon.exact.get(token)
        longest = self._lexicon.longest.get(words[0], 0)
        nexts = self._lexicon.begins.get(words, _NOTHING)
        entry = exact or self._lexicon.entries.get(words) or self._derived(token, lower)
        if exact is None and entry is not None and len(token) > 1 and token.isupper() and entry.classes & _LITTLE:
            entry, nexts = None, _NOTHING
        if self._scanner.spoken.begins(lower) if entry is None else entry.article:
            return _Known(lower, words, words[0], longest, entry, None, self._char(token, lower))
        entry = entry or self._tail(token, words)
        return _Known(lower, words, words[0], longest, entry, nexts, entry.char if entry else self._char(token, lower))

    def _derived(self, token: str, lower: str) -> Entry | None:
        """Return what a spelling nobody listed goes by: pass@3 by pass@k, TOPS/W by perf/W, GPU's by GPU."""
        entries, exact = self._lexicon.entries, self._lexicon.exact
        if lower.endswith("'s"):
            owner = entries.get((lower[:-2],))
            return owner if owner is not None and owner.device and owner.device.isupper() else None
        if lower.partition("/")[2] in _ENERGIES:
            return exact.get("perf/W")
        name, at, _ = token.partition("@")
        known = entries.get((f"{name.lower()}@k",)) or entries.get((name.lower(),)) or exact.get(name) if at else None
        return known if known is not None and known.metric is not None else None

    def _char(self, token: str, lower: str) -> str:
        """Return the character of a word that no pack knows."""
        if token != lower or (not token.isalpha() and any(c.isdigit() for c in token)):
            return self._name
        return self._adverb if token.endswith("ly") else self._word

    def _phrase(self, tokens: list[Token], index: int, figure: bool) -> tuple[int, Entry | None]:
        """Return how many tokens the longest known phrase at `index` takes, and its entry.

        A phrase that is nothing but a bound ("smaller than") counts only close before a figure.
        """
        known = tokens[index][2]
        if known.longest <= len(known.words):
            return 1, known.entry
        words = known.words
        best = known.entry
        length = taken = 1
        entries, begins = self._lexicon.entries, self._lexicon.begins
        while len(words) < known.longest and index + taken < len(tokens):
            begin, _, following = tokens[index + taken]
            if not following.words or begin - tokens[index + taken - 1][1] > 2:
                break
            words += following.words
            taken += 1
            entry = entries.get(words)
            if entry is not None and (not entry.bound_only or self._leads(tokens, index + taken, figure)):
                best, length = entry, taken
            if entry is None and words not in begins:
                break
        return length, best

    def _begins_metric(self, tokens: list[Token], index: int, figure: bool) -> bool:
        """Tell whether a metric of more than one word begins at `index` or behind the word there."""
        found = (self._phrase(tokens, at, figure) for at in range(index, min(index + 2, len(tokens))))
        return any(taken > 1 and entry is not None and entry.metric is not None for taken, entry in found)

    def _leads(self, tokens: list[Token], index: int, figure: bool) -> bool:
        """Tell whether a figure stands at most two words on, or begins here in words: "half", "a third"."""
        if figure and len(tokens) - index <= 2:
            return True
        word, following = (tokens[at][2].lower if at < len(tokens) else "" for at in (index, index + 1))
        thing = word == "one" and following in _PRONOUN  # "higher than the one of X"
        spoken = self._scanner.spoken
        return not thing and (spoken.begins(word) or (word == "a" and following in spoken.fractions))

    def _tail(self, token: str, words: tuple[str, ...]) -> Entry | None:
        """Return the metric an unknown compound ends in: token-throughput, ATE-RMSE, SpanF1."""
        if len(words) < 2 and not token.endswith("F1"):
            return None
        last = "F1" if token.endswith("F1") else token.rpartition("-")[2]
        entry = self._lexicon.exact.get(last) or self._lexicon.entries.get(words[-1:])
        if entry is None or entry.metric is None or entry.metric.weak or entry.metric.dimension == "size":
            return None
        return entry

    def _skip(self, text: str, tokens: list[Token], index: int, end: int) -> int:
        """Return the index behind a quantity; what is left of a compound ("single-GPU") becomes a token."""
        while index < len(tokens) and tokens[index][0] < end:
            index += 1
        last = tokens[index - 1][1]
        if end < last and text[end] == "-":
            tokens.insert(index, (end + 1, last, self._look_up(text[end + 1 : last])))
        return index
