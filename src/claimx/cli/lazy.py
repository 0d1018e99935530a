"""A click group that imports a command when it runs, and turns errors into messages and exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

import click

from claimx.errors import ClaimxError

INTERRUPTED: Final = 3
FAILED: Final = 4


class LazyGroup(click.Group):
    """A group whose commands are named as `module:attribute` together with their one-line help."""

    def __init__(self, *args: Any, commands_at: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order they were given."""
        return list(self._commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in self._commands_at:
            return None
        module, _, attribute = self._commands_at[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the one-line helps without importing a command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._commands_at.items()])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run and exit: 0 fine, 1 findings, 2 usage, 3 interrupted, 4 input or internal error."""
        kwargs["standalone_mode"] = False
        sys.exit(self._run(*args, **kwargs))

    def _run(self, *args: Any, **kwargs: Any) -> int:
        try:
            signal.signal(signal.SIGTERM, _interrupt)  # so that half-written files are taken away
            code = super().main(*args, **kwargs)
            sys.stdout.flush()
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted", err=True)
            return INTERRUPTED
        except BrokenPipeError:  # the reader has seen enough: `claimx list columns | head -1`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Exception as error:
            return _report(error)
        return code if isinstance(code, int) else 0


def _report(error: Exception) -> int:
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code if isinstance(error, click.UsageError) else FAILED
    if isinstance(error, ClaimxError):
        click.echo(f"error[{error.code}]: {error}", err=True)
        return FAILED
    if os.environ.get("CLAIMX_DEBUG"):
        raise error
    what = f"{type(error).__name__}: {error}"
    click.echo(f"error[internal]: {what}: set CLAIMX_DEBUG=1 to see where, and report it", err=True)
    return FAILED


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
