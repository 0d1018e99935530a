"""Show a difference between tables: a Difference in, text, JSON or Markdown out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from claimx.diff import FATES, Change, Difference, Row
from claimx.markdown import escape, table

_GROUPS: Final = ("kind", "rule")


def as_text(difference: Difference, limit: int) -> str:
    """Return the counts, the groups and up to `limit` claims of each fate as plain text."""
    lines = [_headline(difference), *_version_lines(difference)]
    for column in _GROUPS:
        for name, counts in difference.by(column).items():
            lines.append(f"  {column} {name}: " + ", ".join(f"{n:,} {fate}" for fate, n in counts.items() if n))
    for fate, shown in _shown(difference, limit):
        lines += ["", f"{fate}:", *(f"  {line}" for line in shown)]
    return "\n".join(lines)


def as_markdown(difference: Difference, limit: int) -> str:
    """Return the same as Markdown, fit for a comment on a change."""
    lines = [f"**{_headline(difference)}**", "", *(f"- {escape(line)}" for line in _version_lines(difference))]
    for column in _GROUPS:
        rows = [[name, *counts.values()] for name, counts in difference.by(column).items()]
        if rows:
            lines += ["", table([column, *FATES], rows)]
    for fate, shown in _shown(difference, limit):
        lines += ["", f"### {fate}", "", *(f"- {escape(line.strip())}" for line in shown)]
    return "\n".join(lines)


def as_json(difference: Difference, limit: int) -> str:
    """Return everything (`limit` does not apply) as JSON: counts, groups, versions, rows, changed columns."""
    whole = {
        "counts": {**difference.counts(), "same": difference.same},
        "versions": {key: {"old": old, "new": new} for key, (old, new) in difference.versions.items()},
        "by": {column: difference.by(column) for column in _GROUPS},
        "added": difference.added,
        "removed": difference.removed,
        "changed": [_change_object(change) for change in difference.changed],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _change_object(change: Change) -> dict[str, Any]:
    fields = {name: {"old": old, "new": new} for name, (old, new) in change.fields.items()}
    return {"old_id": change.old["claim_id"], "claim": change.new, "fields": fields}


def _headline(difference: Difference) -> str:
    counts = ", ".join(f"{n:,} {fate}" for fate, n in difference.counts().items())
    return f"{counts}, {difference.same:,} the same"


def _version_lines(difference: Difference) -> list[str]:
    return [f"{key} differs: {old} -> {new}" for key, (old, new) in difference.versions.items()]


def _shown(difference: Difference, limit: int) -> Iterator[tuple[str, list[str]]]:
    lines = {
        "added": [_claim_line(row) for row in difference.added],
        "removed": [_claim_line(row) for row in difference.removed],
        "changed": [_change_line(change) for change in difference.changed],
    }
    for fate, all_lines in lines.items():
        if all_lines and limit:
            more = len(all_lines) - limit
            yield fate, all_lines[:limit] + ([f"... and {more:,} more"] if more > 0 else [])


def _claim_line(row: Row) -> str:
    place = f"{row['doc_id']} {row['section']}[{row['start']}:{row['end']}]"
    return f"{place} {row['kind']} {_amount(row)} {row['quote']!r} ({row['rule']})"


def _change_line(change: Change) -> str:
    row = change.new
    fields = "; ".join(f"{name}: {_value(old)} -> {_value(new)}" for name, (old, new) in change.fields.items())
    return f"{row['doc_id']} {row['section']}[{row['start']}:{row['end']}] {row['kind']} {row['quote']!r}: {fields}"


def _amount(row: Mapping[str, Any]) -> str:
    ends = [f"{end:g}" for end in (row["value"], row["value_high"]) if end is not None]
    return f"{'-'.join(ends) or '-'} {row['unit']}"


def _value(value: Any) -> str:
    return "-" if value is None else repr(value)


FORMATS: Final[dict[str, Callable[[Difference, int], str]]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
