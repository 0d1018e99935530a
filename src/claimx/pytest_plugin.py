"""`pytest --claimx-rules DIR`: rule packs in, one pytest item for every example out.

Every pytest run loads this module, so what is heavy is imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from claimx.rule_examples import Case, ExampleRunner


class ExampleFailedError(Exception):
    """Raise for an example that does not give what it should."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --claimx-rules."""
    group = parser.getgroup("claimx")
    group.addoption("--claimx-rules", metavar="DIR", action="append", default=[], help="Test the rule packs of DIR.")


def pytest_collection(session: pytest.Session) -> None:
    """Remember where the packs are, so that their files are collected wherever pytest looks."""
    folders = session.config.getoption("--claimx-rules")
    if folders:
        session.config.stash[_FOLDERS] = tuple(Path(folder).resolve() for folder in folders)
        session.config.args = [*session.config.args, *folders]


_FOLDERS = pytest.StashKey[Sequence[Path]]()
_SHARED = pytest.StashKey[tuple[list["Case"], "ExampleRunner"]]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the rule files below the folders named by --claimx-rules."""
    folders = parent.config.stash.get(_FOLDERS, ())
    if file_path.suffix != ".yaml" or not any(file_path.is_relative_to(folder) for folder in folders):
        return None
    return RulesPack.from_parent(parent, path=file_path)


def _shared(config: pytest.Config) -> tuple[list[Case], ExampleRunner]:
    from claimx.packs.loader import load_rules  # noqa: PLC0415
    from claimx.rule_examples import ExampleRunner, find_cases  # noqa: PLC0415

    if _SHARED not in config.stash:
        rules = load_rules(config.stash[_FOLDERS])
        config.stash[_SHARED] = find_cases(rules), ExampleRunner(rules)
    return config.stash[_SHARED]


class RulesPack(pytest.File):
    """One rule file."""

    def collect(self) -> Iterator[RuleExample]:
        """Yield an item for every example of the file."""
        cases, runner = _shared(self.config)
        for case in cases:
            if case.file.origin == self.path:
                yield RuleExample.from_parent(self, name=case.id, case=case, runner=runner)


class RuleExample(pytest.Item):
    """One example of a rule; its id is `claims/speedup/faster::hit[0]`."""

    def __init__(self, *, case: Case, runner: ExampleRunner, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case
        self.runner = runner

    def runtest(self) -> None:
        """Fail when the example does not give what it should."""
        from claimx.rule_examples import describe  # noqa: PLC0415

        if differences := self.runner.run(self.case):
            raise ExampleFailedError(describe(self.case, differences))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the readable difference without a traceback."""
        if isinstance(excinfo.value, ExampleFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the example stands."""
        return self.path, self.case.file.marks.find(self.case.key).line, self.case.id
