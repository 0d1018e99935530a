"""Rule files as values: one loaded file, its entries and their ids, and the whole set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from claimx.packs.findings import Finding, shown_path
from claimx.packs.models import FOLDERS, ConstructionFile, Extendable, Strict
from claimx.packs.scalar import find_in_scalar
from claimx.packs.yaml import Key, Tree, parse_yaml

FileModel = TypeVar("FileModel", bound=Strict)
_LISTS: Final = (
    "rewrites", "guards", "topics", "units", "devices", "families", "datasets", "classes", "values", "constructions",
    "rules", "formats",
)  # fmt: skip
_NAMES: Final = ("slug", "unit", "name", "sets")


class Entry(NamedTuple):
    """Name one entry of a file: its id, its model and the way to it (`("rules", 3)`)."""

    id: str
    model: Any
    key: Key


@dataclass(frozen=True)
class RuleFile:
    """Hold one rule file: `path` (relative, posix, no suffix), where it came from, and its model.

    `model` includes what the file adds to `base` (`extends: true`) and lacks what is switched off;
    `written` is the model of this file alone.
    """

    path: str
    origin: Path
    model: Extendable
    source: str = field(repr=False)
    written: Extendable = field(repr=False)
    base: RuleFile | None = field(default=None, repr=False)

    @cached_property
    def marks(self) -> Tree:
        """Where every key and value of this file stands (parsed again when first asked for)."""
        return parse_yaml(self.source)

    def finding(
        self, key: Key, code: str, what: str, fix: str, *, at_key: bool = False, offset: int | None = None
    ) -> Finding:
        """Return a finding at `key` of this file; `offset` counts in the text that stands there."""
        mark = self.marks.find(key, at_key=at_key)
        line, column = mark.line, mark.column
        if offset is not None:
            line, column = find_in_scalar(self.source, mark, self.marks.at(key), offset)
        return Finding(shown_path(self.origin), line + 1, column + 1, code, what, fix)

    def find_entry(self, entry_id: str) -> tuple[RuleFile, Entry] | None:
        """Return the entry and the file that wrote it, following `extends`."""
        for entry in entries_of(self.path, self.written):
            if entry.id == entry_id:
                return self, entry
        return self.base.find_entry(entry_id) if self.base else None


@dataclass(frozen=True)
class Rules:
    """Hold all loaded rule packs.

    `sha256` is taken over relative paths and bytes of the files, in no particular order; `kinds` are
    the kinds of claims: the contract's own first, in its order, then those that packs declare.
    """

    files: tuple[RuleFile, ...]
    sha256: str
    kinds: tuple[str, ...]

    def of(self, model: type[FileModel]) -> list[tuple[RuleFile, FileModel]]:
        """Return the files whose model is of this class, in the order of their paths."""
        return [(file, file.model) for file in self.files if isinstance(file.model, model)]

    def entries(self) -> Iterator[tuple[RuleFile, Entry]]:
        """Yield every entry that has an id: rules, constructions, guards, devices, units ..."""
        for file in self.files:
            for entry in entries_of(file.path, file.model):
                yield file, entry


def construction_groups(rules: Rules) -> dict[str, frozenset[str]]:
    """Return the constructions that each group of the packs names, by the group's id."""
    return {
        f"{file.path}/{name}": frozenset(m if "/" in m else f"{file.path}/{m}" for m in members)
        for file, model in rules.of(ConstructionFile)
        for name, members in model.groups.items()
    }


def folder_of(path: str) -> str | None:
    """Return the folder of FOLDERS that a relative path lies in.

    >>> folder_of("mentions/devices/nvidia"), folder_of("claims"), folder_of("other/x")
    ('mentions/devices', 'claims', None)
    """
    return next((folder for folder in FOLDERS if path == folder or path.startswith(folder + "/")), None)


def list_field(model: Strict) -> str | None:
    """Return the name of the field that holds the file's entries; None for a file of plain words."""
    return next((name for name in _LISTS if name in type(model).model_fields), None)


def entry_name(entry: Strict) -> str:
    """Return what names an entry within its file: its slug, unit, name or the value it sets."""
    return str(next(getattr(entry, name) for name in _NAMES if name in type(entry).model_fields))


def name_field(entry: Strict) -> str:
    """Return the field that `entry_name` reads."""
    return next(name for name in _NAMES if name in type(entry).model_fields)


def entries_of(path: str, model: Strict) -> Iterator[Entry]:
    """Yield the entries of one file; an id is `<path>/<slug or name>`."""
    name = list_field(model)
    for index, entry in enumerate(getattr(model, name) if name else ()):
        yield Entry(f"{path}/{entry_name(entry)}", entry, (name or "", index))
