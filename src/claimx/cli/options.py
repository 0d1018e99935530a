"""Options that several commands share, and the callbacks that read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

from claimx.schema import EXTRACTORS

F = TypeVar("F", bound=Callable[..., Any])


Callback = Callable[[click.Context, click.Parameter, str | None], Any]


def names_among(choices: tuple[str, ...]) -> Callback:
    """Return a callback that reads a comma-separated list of `choices` as a tuple without repeats."""

    def read(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
        if value is None:
            return ()
        names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
        unknown = [name for name in names if name not in choices]
        if unknown or not names:
            raise click.BadParameter(f"{', '.join(unknown) or 'nothing'} given: choose from {', '.join(choices)}")
        return names

    return read


def numbers_by_name(number: type[int] | type[float], *, example: str, choices: tuple[str, ...] = ()) -> Callback:
    """Return a callback that reads a comma-separated list of `name=number` as a dict."""

    def read(_ctx: click.Context, _param: click.Parameter, value: str | None) -> dict[str, float]:
        found: dict[str, float] = {}
        for part in value.split(",") if value else ():
            name, _, digits = (piece.strip() for piece in part.partition("="))
            if choices and name not in choices:
                raise click.BadParameter(f"{name!r}: choose from {', '.join(choices)}")
            try:
                found[name] = number(digits)
            except ValueError as error:
                raise click.BadParameter(f"{part!r} is not name=number, as in {example}") from error
        return found

    return read


FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)

RULES = click.option(
    "--rules", "rule_dirs", type=FOLDER, multiple=True, metavar="DIR", help="Add a folder of rule packs; repeatable."
)
KINDS = click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Keep this kind only; repeatable.")
EXTRACTOR_NAMES = click.option(
    "--extractors",
    callback=names_among(EXTRACTORS),
    default=",".join(EXTRACTORS),
    show_default=True,
    help="Which extractors read the text: rules, spacy or both.",
)
FIELDS = (
    click.option("--id-field", metavar="NAME", help="Column that holds the id."),
    click.option("--title-field", metavar="NAME", help="Column that holds the title."),
    click.option("--abstract-field", metavar="NAME", help="Column that holds the abstract."),
)
WORKERS = click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Worker processes; same output."
)
QUIET = click.option("--quiet", "-q", is_flag=True, help="No progress, no log, no summary on stderr.")


def options(*decorators: Callable[[Any], Any]) -> Callable[[F], F]:
    """Return a decorator that adds all the options, shown in the order given."""
    return lambda function: reduce(lambda f, add: add(f), reversed(decorators), function)


def check_kinds(kinds: Iterable[str], known: Iterable[str]) -> None:
    """Raise a usage error when a kind asked for is not among those known."""
    if unknown := sorted(set(kinds) - set(known)):
        hint = f"{', '.join(unknown)} given: choose from {', '.join(sorted(known))}"
        raise click.BadParameter(hint, param_hint="--kind")
