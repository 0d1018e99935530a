"""Compare two claims tables: rows of the old and the new in; added, removed and changed claims out.

Claims are paired by `claim_id` first, then, within a document, section and kind, by overlapping
spans, so that a value that is read differently shows as changed. The order of rows has no effect.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from claimx.schema import CLAIM_COLUMNS
from claimx.span import Span

Row = Mapping[str, Any]

FATES: Final = ("added", "removed", "changed")
VERSIONS: Final = ("schema_version", "version", "rules_sha256")
_FIELDS: Final = tuple(column.name for column in CLAIM_COLUMNS if column.name != "claim_id")


@dataclass(frozen=True, slots=True)
class Change:
    """One claim before and after, and the columns in which they differ."""

    old: Row
    new: Row

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """Return `{column: (old, new)}` in the order of the table."""
        pairs = ((name, self.old.get(name), self.new.get(name)) for name in _FIELDS)
        return {name: (old, new) for name, old, new in pairs if old != new}


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two tables; `versions` holds `{key: (old, new)}` where both know the key."""

    added: list[Row]
    removed: list[Row]
    changed: list[Change]
    same: int
    versions: dict[str, tuple[str, str]]

    def counts(self) -> dict[str, int]:
        """Return the number of claims of each fate."""
        return {"added": len(self.added), "removed": len(self.removed), "changed": len(self.changed)}

    def by(self, column: str) -> dict[str, dict[str, int]]:
        """Return the counts for every value of `column` (`kind`, `rule`); a change counts under its new value."""
        groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for fate, row in self.rows():
            groups[str(row[column])][fate] += 1
        return {name: {fate: groups[name][fate] for fate in FATES} for name in sorted(groups)}

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield every added, removed and (as it is now) changed row with its fate."""
        yield from (("added", row) for row in self.added)
        yield from (("removed", row) for row in self.removed)
        yield from (("changed", change.new) for change in self.changed)


def find_difference(
    old: Iterable[Row],
    new: Iterable[Row],
    *,
    old_metadata: Mapping[str, str] | None = None,
    new_metadata: Mapping[str, str] | None = None,
) -> Difference:
    """Compare two tables row by row; the metadata is that of `table.table_metadata`."""
    before, after = sorted(old, key=_order), sorted(new, key=_order)
    pairs, removed, added = _pair_by_id(before, after)
    overlapping, removed, added = _pair_by_span(removed, added)
    changes = [change for change in (Change(*pair) for pair in pairs + overlapping) if change.fields]
    return Difference(
        added=added,
        removed=removed,
        changed=sorted(changes, key=lambda change: _order(change.new)),
        same=len(pairs) + len(overlapping) - len(changes),
        versions=_versions(old_metadata or {}, new_metadata or {}),
    )


def find_excess(difference: Difference, *, fail_on: Iterable[str], allow: Mapping[str, int]) -> dict[str, int]:
    """Return the counts of the fates watched that exceed what is allowed (nothing, unless `allow` says so)."""
    watched = {*fail_on, *allow}
    return {fate: n for fate, n in difference.counts().items() if fate in watched and n > allow.get(fate, 0)}


def _order(row: Row) -> tuple[Any, ...]:
    """Sort by place in the corpus, then by every column, so that ties do not follow the input's order."""
    rest = tuple(repr(row.get(name)) for name in _FIELDS)
    return (row["doc_id"], row["section"] != "title", row["start"], row["end"], row["claim_id"], rest)


def _pair_by_id(old: list[Row], new: list[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    waiting: defaultdict[str, list[Row]] = defaultdict(list)
    for row in reversed(new):
        waiting[row["claim_id"]].append(row)
    pairs, removed = [], []
    for row in old:
        if waiting[row["claim_id"]]:
            pairs.append((row, waiting[row["claim_id"]].pop()))
        else:
            removed.append(row)
    return pairs, removed, sorted((row for rows in waiting.values() for row in rows), key=_order)


def _pair_by_span(old: list[Row], new: list[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pair what shares document, section, kind and text; the closest go first."""
    places: defaultdict[tuple[str, str, str], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((old, new)):
        for row in rows:
            places[row["doc_id"], row["section"], row["kind"]][side].append(row)
    pairs: list[tuple[Row, Row]] = []
    for before, after in places.values():
        pairs += _closest_pairs(before, after)
    paired = {id(row) for pair in pairs for row in pair}
    return pairs, [row for row in old if id(row) not in paired], [row for row in new if id(row) not in paired]


def _closest_pairs(old: list[Row], new: list[Row]) -> Iterator[tuple[Row, Row]]:
    candidates = [(_distance(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new) if _shared(a, b)]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield old[i], new[j]


def _shared(old: Row, new: Row) -> bool:
    return Span(old["start"], old["end"]).overlaps(Span(new["start"], new["end"]))


def _distance(old: Row, new: Row) -> tuple[int, int]:
    """How unlike two overlapping claims are: characters not shared, then columns that differ."""
    apart = abs(old["start"] - new["start"]) + abs(old["end"] - new["end"])
    return apart, len(Change(old, new).fields)


def _versions(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    pairs = ((key, old.get(f"claimx.{key}"), new.get(f"claimx.{key}")) for key in VERSIONS)
    return {key: (before, after) for key, before, after in pairs if before and after and before != after}
