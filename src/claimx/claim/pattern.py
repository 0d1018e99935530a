"""Pattern text of a rule in, regular expressions over a sentence's class string out.

A sentence is a row of items (words, amounts, names, punctuation), each shown by one character that
stands for the set of classes the item belongs to. A pattern reads over that row:

    by            the word itself            {verb}         any item of the class
    {a|b}         either class               {slot:class}   the same, kept as a named slot
    ( x | y )     alternatives               ? * +          optional, repeated
    ...           up to four items of any kind but sentence punctuation
    {amount}      the figure the construction is about; exactly one in a construction

What stands before {amount} is matched backwards from the figure, what stands behind it forwards, so a
pattern is only ever tried where a figure is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import regex

from claimx.errors import ClaimxError

_TOKEN: Final = regex.compile(r"\s*(?:(\{[^{}]*\})|(\.\.\.)|([()|?*+])|([^\s(){}|?*+]+))")
_INSIDE: Final = regex.compile(r"\{(?:([a-z_]+):)?([a-z][a-z0-9_.]*(?:\|[a-z][a-z0-9_.]*)*)\}")
ANCHOR: Final = "amount"
GAP: Final = 4
_OPTIONAL: Final = ("?", "*")
_APART: Final = 2  # code points that no run spans
_NEEDED: Final = 3  # sets of characters a pattern is told apart by before it runs


class PatternError(ClaimxError):
    """A pattern cannot be read; `offset` is the character where it goes wrong."""

    def __init__(self, what: str, offset: int, fix: str = "") -> None:
        self.offset = offset
        super().__init__("rules/pattern", what, fix=fix)


class Node(NamedTuple):
    """One piece of a parsed pattern: a word, classes, a gap, a sequence or alternatives."""

    kind: str
    names: tuple[str, ...] = ()
    parts: tuple[Node, ...] = ()
    slot: str = ""
    times: str = ""
    offset: int = 0


@dataclass(slots=True)
class Parsed:
    """Hold a parsed pattern: its top-level pieces and the names it uses."""

    parts: tuple[Node, ...]
    words: set[str] = field(default_factory=set)
    classes: dict[str, int] = field(default_factory=dict)
    slots: set[str] = field(default_factory=set)

    def sides(self) -> tuple[tuple[Node, ...], Node | None, tuple[Node, ...]]:
        """Return what stands before the anchor, the anchor, and what stands behind it."""
        for index, node in enumerate(self.parts):
            if node.kind == "classes" and all(name.split(".")[0] == ANCHOR for name in node.names):
                return self.parts[:index], node, self.parts[index + 1 :]
        return self.parts, None, ()


class _Reader:
    """Read tokens of a pattern one after another."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.parsed = Parsed(())

    def sequence(self, depth: int) -> Node:
        branches: list[list[Node]] = [[]]
        start = self.at
        while True:
            match = _TOKEN.match(self.text, self.at)
            if match is None:
                break
            token, offset = match[0].strip(), match.end() - len(match[0].strip())
            if token == ")":
                if not depth:
                    raise PatternError("a ) that closes nothing", offset, "remove it or open it with (")
                break
            self.at = match.end()
            if token == "|":
                branches.append([])
            elif token in ("?", "*", "+"):
                self._repeat(branches[-1], token, offset)
            elif token == "(":
                branches[-1].append(self.group(offset, depth))
            else:
                branches[-1].append(self.single(token, offset))
        rest = self.text[self.at :].strip()
        if rest and not rest.startswith(")"):
            raise PatternError(f"cannot read {rest[:12]!r}", self.at, "check the braces")
        sequences = tuple(Node("sequence", parts=tuple(branch)) for branch in branches)
        return sequences[0] if len(sequences) == 1 else Node("choice", parts=sequences, offset=start)

    def group(self, offset: int, depth: int) -> Node:
        inner = self.sequence(depth + 1)
        match = _TOKEN.match(self.text, self.at)
        if match is None or match[0].strip() != ")":
            raise PatternError("a ( that is never closed", offset, "close it with )")
        self.at = match.end()
        return inner if inner.kind == "choice" else Node("sequence", parts=inner.parts, offset=offset)

    @staticmethod
    def _repeat(branch: list[Node], token: str, offset: int) -> None:
        if not branch or branch[-1].times:
            raise PatternError(f"{token} repeats nothing", offset, "put it behind a word, a class or a group")
        branch[-1] = branch[-1]._replace(times=token)

    def single(self, token: str, offset: int) -> Node:
        if token == "...":
            return Node("gap", offset=offset)
        if not token.startswith("{"):
            self.parsed.words.add(token.lower())
            return Node("word", (token.lower(),), offset=offset)
        match = _INSIDE.fullmatch(token)
        if match is None:
            raise PatternError(f"{token} is no class", offset, "write {class}, {one|other} or {slot:class}")
        names = tuple(match[2].split("|"))
        for name in names:
            self.parsed.classes.setdefault(name, offset)
        if match[1]:
            self.parsed.slots.add(match[1])
        return Node("classes", names, slot=match[1] or "", offset=offset)


def parse_pattern(text: str) -> Parsed:
    """Return the parsed pattern, or raise `PatternError` with the offset of what is wrong."""
    reader = _Reader(text)
    node = reader.sequence(0)
    if reader.text[reader.at :].strip():
        raise PatternError("a ) that closes nothing", reader.at, "remove it")
    reader.parsed.parts = node.parts if node.kind == "sequence" else (node,)
    return reader.parsed


def regex_of(parts: tuple[Node, ...], chars: Callable[[str], str], macros: Mapping[str, Parsed]) -> str:
    """Return the regular expression of some pieces; `chars` gives the characters of a class or `=word`."""
    return "".join(_pieces(parts, chars, macros))


def _pieces(parts: tuple[Node, ...], chars: Callable[[str], str], macros: Mapping[str, Parsed]) -> Iterator[str]:
    for node in parts:
        body = _body(node, chars, macros)
        if node.slot:
            body = f"(?P<{node.slot}>{body})"
        yield body + node.times


def _body(node: Node, chars: Callable[[str], str], macros: Mapping[str, Parsed]) -> str:
    if node.kind == "gap":
        return f"[^{chars('stop') or chr(0)}]{{0,{GAP}}}?"
    if node.kind == "word":
        return _one_of(chars("=" + node.names[0]))
    if node.kind == "sequence":
        return f"(?:{regex_of(node.parts, chars, macros)})"
    if node.kind == "choice":
        return "(?:" + "|".join(regex_of(branch.parts, chars, macros) for branch in node.parts) + ")"
    used = [macros[name] for name in node.names if name in macros]
    plain = "".join(chars(name) for name in node.names if name not in macros)
    options = [f"(?:{regex_of(macro.parts, chars, macros)})" for macro in used]
    if plain or not options:
        options.append(_one_of(plain))
    return options[0] if len(options) == 1 else "(?:" + "|".join(options) + ")"


def edge_of(
    parts: tuple[Node, ...], chars: Callable[[str], str], macros: Mapping[str, Parsed], *, last: bool = False
) -> frozenset[str] | None:
    """Return the characters that a match of some pieces can begin with, or end with; None: it can be empty."""
    found: set[str] = set()
    for node in reversed(parts) if last else parts:
        edge = _node_edge(node, chars, macros, last=last)
        if edge is None:
            return None
        found |= edge[0]
        if not edge[1]:
            return frozenset(found)
    return None


def needed_of(
    parts: tuple[Node, ...], chars: Callable[[str], str], macros: Mapping[str, Parsed]
) -> tuple[frozenset[str], ...]:
    """Return sets of characters of each of which a match of some pieces holds one at least, the smallest first."""
    edges = [edge_of((node,), chars, macros) for node in parts]
    return tuple(sorted({edge for edge in edges if edge is not None}, key=lambda edge: (len(edge), sorted(edge))))[
        :_NEEDED
    ]


def _node_edge(
    node: Node, chars: Callable[[str], str], macros: Mapping[str, Parsed], *, last: bool
) -> tuple[frozenset[str], bool] | None:
    """Return the characters one piece can begin or end with and whether it can be left out; None: any."""
    if node.kind == "gap":
        return None
    if node.kind == "word":
        return frozenset(chars("=" + node.names[0])), node.times in _OPTIONAL
    if node.kind == "sequence":
        edges = [edge_of(node.parts, chars, macros, last=last)]
    elif node.kind == "choice":
        edges = [edge_of(branch.parts, chars, macros, last=last) for branch in node.parts]
    else:
        used = [macros[name] for name in node.names if name in macros]
        edges = [edge_of(macro.parts, chars, macros, last=last) for macro in used]
        edges.append(frozenset("".join(chars(name) for name in node.names if name not in macros)))
    known = [edge for edge in edges if edge is not None]
    if len(known) < len(edges):
        return None
    return frozenset().union(*known), node.times in _OPTIONAL


def _one_of(characters: str) -> str:
    if not characters:
        return "(?!)"
    if len(set(characters)) == 1:
        return characters[0]
    return "[" + "".join(_ranges(characters)) + "]"


def _ranges(characters: str) -> Iterator[str]:
    """Yield runs of neighbouring characters as `a-z`: a set of a thousand members is parsed one by one."""
    codes = sorted({ord(char) for char in characters})
    first = last = codes[0]
    for code in (*codes[1:], codes[-1] + _APART):
        if code == last + 1:
            last = code
            continue
        yield chr(first) if first == last else f"{chr(first)}-{chr(last)}"
        first = last = code
