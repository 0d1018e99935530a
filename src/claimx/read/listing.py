"""A saved listing page in (titles and abstracts as plain lines), one row a paper out.

Pages come with blank lines between the lines or without, with furniture around the papers (buttons,
dates, bylines), and with furniture glued to the first title. Titles and abstracts are told apart by
their shape, and an abstract of several paragraphs stays one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from claimx.read.fields import Fields
from claimx.read.row import BadRow, Row
from claimx.read.stream import Stream, read_lines

Line = tuple[int, str]

MONTH: Final = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DATE: Final = rf"(?:(?:\w+day,? )?{MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {MONTH}(?: \d{{4}})?|\d{{4}}-\d\d-\d\d)"
INVITATION: Final = r"Get trending papers in your email inbox[^!.]*?[!.]?"
BYLINE: Final = r"by ?\w+ and the research community"
FURNITURE: Final = re.compile(
    rf"""(?ix: new | hot | trending | subscribe | daily[ ]papers | abstract:? | papers | home | models | datasets
    | spaces | docs | pricing | previous | next | load[ ]more | back[ ]to[ ]top | log[ ]in | sign[ ]up | upvote
    | view[ ](?:all(?:[ ]\d+)?(?:[ ]\w+)?|paper|pdf|on[ ]\w+) | submitted[ ]by.*
    | (?:published[ ]on[ ])?{DATE.replace(" ", "[ ]")}
    | [\d\W]+ | [\d.,]+k? | \W*[\d.,]+k?[ ](?:authors?|comments?|upvotes?|likes?|papers?) | upvote[ ]\d+
    | {INVITATION.replace(" ", "[ ]")} | {BYLINE.replace(" ", "[ ]")} | arxiv:\d{{4}}\.\d+(?:v\d+)? )"""
)
# A page saved without line breaks leaves its last button glued to the first title.
# After a date a word must begin, so that "May 4D Scenes" stays whole.
GLUED: Final = re.compile(rf"(?:(?:Subscribe|Daily Papers|{INVITATION}|{BYLINE})(?=[A-Z0-9\"“])|{DATE}(?=[A-Z]\w))")
PAGE_TOP: Final = re.compile(rf"{INVITATION}|{BYLINE}")
SENTENCE: Final = re.compile(r"[a-z0-9%)\]]{2}[.?!][\"”')]* +[\"“(]?[A-Z]")
PROSE_LENGTH: Final = 300
PROSE_WORDS: Final = 15
LINE_WIDTH: Final = 120
WRAP_WIDTH: Final = 50


def is_furniture(text: str) -> bool:
    """Tell whether a line belongs to the page and to no paper.

    >>> is_furniture("Mar 14"), is_furniture("3 authors"), is_furniture("Attention Is All You Need")
    (True, True, False)
    """
    return FURNITURE.fullmatch(text) is not None


def is_prose(text: str) -> bool:
    """Tell whether a line has the shape of an abstract: long, or more than one full sentence.

    >>> is_prose("We halve latency. Memory falls by 30%."), is_prose("Faster Training: Why 4 Bits Are Enough")
    (True, False)
    """
    if len(text) >= PROSE_LENGTH:
        return True
    closed = text.rstrip("\"”')").endswith((".", "!", "?"))
    sentence = closed and text.rstrip("\"”')").endswith(".") and len(text.split()) >= PROSE_WORDS
    return sentence or (closed and SENTENCE.search(text) is not None)


@dataclass(slots=True)
class Paper:
    """Collect the lines of one paper: its title, then the paragraphs of its abstract."""

    line: int = 0
    title: str | None = None
    body: list[Line] = field(default_factory=list)

    def row(self) -> Row | BadRow | None:
        """Return the paper, or what it lacks; None where nothing was collected."""
        if self.title is None:
            return None
        if not self.body:
            return BadRow(self.line, "read/no-abstract", f"no abstract under the title {self.title[:80]!r}: add it")
        last = self.body[0][0]
        text = ""
        for number, block in self.body:
            text += ("\n\n" if number - last > 1 else "\n") * bool(text) + block
            last = number + block.count("\n")
        return Row(self.line, {"title": self.title, "abstract": text})


def read_listing(stream: Stream, fields: Fields) -> Iterator[Row | BadRow]:
    """Yield each paper of a page with the line its title stands on."""
    return find_papers(_decoded(stream))


def _decoded(stream: Stream) -> Iterator[Line]:
    for number, line in read_lines(stream):
        # An over-long line keeps its place as one that no check lets through.
        yield number, line.decode("utf-8", "surrogateescape") if line is not None else "\udcff" * PROSE_LENGTH


def find_papers(lines: Iterable[Line]) -> Iterator[Row | BadRow]:
    """Yield the papers of numbered lines: a title, then everything of an abstract's shape."""
    paper = Paper()
    for number, text in blocks(lines):
        if is_prose(text) or (paper.title is not None and not paper.body and text.endswith(".")):
            if paper.title is None:
                what = f"text before any title ({text[:60]!r} ...): put the title on a line of its own"
                yield BadRow(number, "read/no-title", what)
            else:
                paper.body.append((number, text))
            continue
        done = paper.row()
        if done:
            yield done
        paper = Paper(number, text)
    done = paper.row()
    if done:
        yield done


def blocks(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the page's blocks without furniture: a line each, or a paragraph where lines are wrapped."""
    held: list[Line] = []
    furnished = long = False
    top = True
    for number, raw in lines:
        text = raw.strip()
        if top and (furnished or PAGE_TOP.match(text)):
            text = unglue(text)
        if text and is_furniture(text):
            furnished = True
            continue
        if not text:
            yield from joined(held)
            held, long = [], False
            continue
        top = top and not is_prose(text)
        held.append((number, text))
        long = long or len(text) > LINE_WIDTH
        if long:
            yield from held
            held = []
    yield from joined(held)


def unglue(text: str) -> str:
    """Cut furniture off the front of a title.

    >>> unglue("Mar 14SubscribeFast Attention in 4 Bits")
    'Fast Attention in 4 Bits'
    """
    while (found := GLUED.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text


def joined(lines: list[Line]) -> list[Line]:
    """Return wrapped lines (all but the last near one width) as one block, others one by one."""
    wrapped = len(lines) > 1 and all(len(text) >= WRAP_WIDTH for _, text in lines[:-1])
    return [(lines[0][0], "\n".join(text for _, text in lines))] if wrapped else lines


def is_listing(lines: Iterable[Line]) -> bool:
    """Tell whether lines hold a page: two papers, or one and some furniture."""
    kept = list(lines)
    papers = sum(isinstance(found, Row) for found in find_papers(kept))
    return papers > 1 or (papers == 1 and any(is_furniture(text.strip()) for _, text in kept if text.strip()))
