"""Errors: one root, a stable code, and a message that says what is wrong, where, and what to do."""

from __future__ import annotations


class ClaimxError(Exception):
    """Raise for anything a user can put right.

    `code` is stable and greppable (`read/not-json`); the message is `where: what: what to do`.
    """

    def __init__(self, code: str, what: str, *, where: str = "", fix: str = "") -> None:
        self.code = code
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(": ".join(part for part in (where, what, fix) if part))


class InputError(ClaimxError):
    """An input cannot be read at all (missing file, unknown format)."""


class RulesError(ClaimxError):
    """Rule packs cannot be loaded; `findings` lists every problem, not only the first."""

    def __init__(
        self,
        code: str,
        what: str,
        *,
        where: str = "",
        fix: str = "",
        findings: tuple[object, ...] = (),
    ) -> None:
        super().__init__(code, what, where=where, fix=fix)
        self.findings = findings


class OutputError(ClaimxError):
    """A result cannot be written (unknown ending, folder missing)."""
