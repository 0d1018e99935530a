"""YAML text in, plain objects and the source position of every key and value out.

YAML 1.2 core scalars (`no`, `on`, `yes` are text, `1e-3` is a float); duplicate keys, anchors, aliases and tags
are errors. Sequences become tuples: rule models are immutable and validated strictly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import regex
import yaml

MAX_DEPTH: Final = 40
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT: Final = regex.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = regex.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)")
_MAY_BE_NUMBER: Final = frozenset("+-.0123456789")

Key = tuple[str | int, ...]
"""The way from the root to a value: `("rules", 3, "slug")`."""


class Mark(NamedTuple):
    """Name where a scalar, list or mapping stands: 0-based line and column, code points `[start, end)`, quotes."""

    line: int
    column: int
    start: int = 0
    end: int = 0
    style: str = ""


class YamlError(Exception):
    """Raise for text that is no plain YAML; `code` is stable, `line` and `column` are 0-based."""

    def __init__(self, code: str, what: str, fix: str, line: int, column: int) -> None:
        super().__init__(what)
        self.code, self.what, self.fix, self.line, self.column = code, what, fix, line, column


@dataclass(slots=True)
class Tree:
    """Hold parsed YAML: `data`, where each key stands (`keys`) and where each value stands (`values`)."""

    data: Any = None
    keys: dict[Key, Mark] = field(default_factory=dict)
    values: dict[Key, Mark] = field(default_factory=dict)

    def at(self, key: Key) -> Any:
        """Return the value at `key`."""
        value = self.data
        for part in key:
            value = value[part]
        return value

    def find(self, key: Key, *, at_key: bool = False) -> Mark:
        """Return the mark of `key`, or of the nearest place around it that is there."""
        if at_key and key in self.keys:
            return self.keys[key]
        for length in range(len(key), -1, -1):
            if mark := self.values.get(key[:length]):
                return mark
        return Mark(0, 0)


def parse_yaml(text: str) -> Tree:
    """Return the one document of `text`, or raise `YamlError` for the first thing wrong.

    >>> tree = parse_yaml("on: [no, 1e-3, 7.89, 0]")
    >>> tree.data, tree.values[("on", 1)][:2]
    ({'on': ('no', 0.001, 7.89, 0)}, (0, 9))
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    tree = Tree()
    try:
        loader.get_event()
        if loader.check_event(yaml.StreamEndEvent):
            return tree
        loader.get_event()
        tree.data = _value(loader, loader.get_event(), (), tree)
        loader.get_event()
        if not loader.check_event(yaml.StreamEndEvent):
            raise _error("yaml/several", "a second document", "one document a file", loader.get_event())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        at = (mark.line, mark.column) if mark else (0, 0)
        raise YamlError("yaml/syntax", what or "not YAML", "see the line named and the one before", *at) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        at = (before.count("\n"), len(before) - before.rfind("\n") - 1)
        what = "a character that YAML does not allow"
        raise YamlError("yaml/syntax", what, "write it as an escape in double quotes", *at) from None
    finally:
        loader.dispose()
    return tree


def _error(code: str, what: str, fix: str, event: Any) -> YamlError:
    return YamlError(code, what, fix, event.start_mark.line, event.start_mark.column)


def _value(loader: Any, event: Any, key: Key, tree: Tree) -> Any:
    """Return the value that begins with `event`, having read the events of all of it."""
    start: Any = event.start_mark
    end: Any = event.end_mark
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor is not None:
        raise _error("yaml/alias", "an anchor or alias", "write the value out", event)
    if event.tag is not None:
        raise _error("yaml/tag", f"the tag {event.tag}", "leave it out; quote the value if it is text", event)
    if kind is yaml.ScalarEvent:
        style = event.style or ""
        tree.values[key] = Mark(start.line, start.column, start.index, end.index, style)
        return event.value if style else _plain(event.value)
    tree.values[key] = Mark(start.line, start.column, start.index, end.index)
    if len(key) >= MAX_DEPTH:
        raise _error("yaml/too-deep", f"more than {MAX_DEPTH} levels", "flatten the file", event)
    if kind is yaml.SequenceStartEvent:
        return _sequence(loader, key, tree)
    return _mapping(loader, key, tree)


def _sequence(loader: Any, key: Key, tree: Tree) -> tuple[Any, ...]:
    items: list[Any] = []
    while type(event := loader.get_event()) is not yaml.SequenceEndEvent:
        items.append(_value(loader, event, (*key, len(items)), tree))
    end: Any = event.start_mark
    tree.values[key] = tree.values[key]._replace(end=end.index)
    return tuple(items)


def _mapping(loader: Any, key: Key, tree: Tree) -> dict[str, Any]:
    items: dict[str, Any] = {}
    while type(event := loader.get_event()) is not yaml.MappingEndEvent:
        if type(event) is not yaml.ScalarEvent or event.anchor is not None or event.tag is not None:
            raise _error("yaml/key", "a key that is no plain text", "use words as keys", event)
        name: str = event.value
        start: Any = event.start_mark
        stop: Any = event.end_mark
        if name in items:
            raise _error("yaml/duplicate-key", f"the key {name!r} stands twice", "keep one of them", event)
        path = (*key, name)
        tree.keys[path] = Mark(start.line, start.column, start.index, stop.index, event.style or "")
        items[name] = _value(loader, loader.get_event(), path, tree)
    end: Any = event.start_mark
    tree.values[key] = tree.values[key]._replace(end=end.index)
    return items


def _plain(text: str) -> Any:
    """Return the YAML 1.2 core value of an unquoted scalar.

    >>> [_plain(text) for text in ("no", "true", "1e-3", "4", "~", "1_000", "12:30", "0x1F")]
    ['no', True, 0.001, 4, None, '1_000', '12:30', 31]
    """
    if text in _NULL:
        return None
    if text[0] in _MAY_BE_NUMBER:
        if _INT.fullmatch(text):
            return int(text, 0) if text[1:2] in ("o", "x") else int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return _BOOL.get(text, text)
