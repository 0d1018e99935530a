"""A parsed rule file in, its model or its findings out: pydantic's errors said in the words of a rule author."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from claimx.packs.findings import Finding
from claimx.packs.models import Strict
from claimx.packs.yaml import Key, Tree

_MESSAGES: Final = {
    "tuple_type": "a list is expected: write - items, or [a, b]",
    "dict_type": "key: value pairs are expected",
    "model_type": "key: value pairs are expected",
    "string_type": "text is expected: quote it",
    "bool_type": "true or false is expected",
    "int_type": "a whole number is expected",
    "float_type": "a number is expected",
    "string_pattern_mismatch": "write lower-case words, joined by - in a slug and by _ in a name",
    "string_too_short": "some text is expected: write it or leave the key out",
}


def check_model(shown: str, tree: Tree, model: type[Strict]) -> tuple[Any, list[Finding]]:
    """Return the validated model (or None) and every problem found."""
    data = {} if tree.data is None else tree.data
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        found: dict[tuple[int, int, str], Finding] = {}
        problems = error.errors(include_url=False, include_context=True, include_input=True)
        for problem in problems:
            if _follows(problem, problems):
                continue
            finding = _finding(shown, tree, model, problem)
            found.setdefault((finding.line, finding.column, finding.code), finding)
        return None, list(found.values())


def _follows(problem: Any, problems: list[Any]) -> bool:
    """Tell whether a list counts as too short only because its items are wrong."""
    place = problem["loc"]
    return problem["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in problems
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `did you mean ...` for the nearest known name, else the list of them.

    >>> nearest("exmaples", ("examples", "slug"))
    'did you mean examples?'
    >>> nearest("zzz", ("b", "a"))
    'known: a, b'
    """
    known = sorted(known)
    if close := difflib.get_close_matches(name, known, n=1, cutoff=0.6):
        return f"did you mean {close[0]}?"
    return f"known: {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}" if known else "none is known"


def _finding(shown: str, tree: Tree, model: type[Strict], problem: Any) -> Finding:
    kind = problem["type"]
    key = _key(problem["loc"], tree)
    name = str(problem["loc"][-1])
    if kind == "extra_forbidden":
        mark = tree.find(key, at_key=True)
        fields = _model_at(model, key[:-1]).model_fields
        return _at(shown, mark, "rules/unknown-key", f"the key {name!r} is not known here", nearest(name, fields))
    if kind == "missing":
        mark = tree.find(key)
        return _at(shown, mark, "rules/missing-key", f"the key {name!r} is missing", f"add {name}: ...")
    mark = tree.find(key)
    where = ".".join(str(part) for part in key) or "the file"
    if kind == "literal_error":
        fix = "write " + str(problem["ctx"]["expected"])
        return _at(shown, mark, "rules/value", f"{where} is {problem['input']!r}", fix)
    if kind == "too_short":
        fix = f"write at least {problem['ctx']['min_length']}"
        return _at(shown, mark, "rules/too-few", f"{where} has {problem['ctx']['actual_length']}", fix)
    fix = _MESSAGES.get(kind) or problem["msg"][0].lower() + problem["msg"][1:]
    code = "rules/type" if kind.endswith("_type") else "rules/value"
    return _at(shown, mark, code, f"{where} is {_shown(problem['input'])}", fix)


def _at(shown: str, mark: Any, code: str, what: str, fix: str) -> Finding:
    return Finding(shown, mark.line + 1, mark.column + 1, code, what, fix)


def _shown(value: object) -> str:
    names = {dict: "a mapping", tuple: "a list", type(None): "empty"}
    return names.get(type(value)) or repr(value)


def _key(location: tuple[str | int, ...], tree: Tree) -> Key:
    """Return pydantic's location without what is no place in the file (`float`, `[key]`, a missing key)."""
    key: Key = ()
    for part in location:
        if (*key, part) in tree.values:
            key = (*key, part)
    return key


def _model_at(model: type[BaseModel], key: Key) -> type[BaseModel]:
    """Return the model that describes the mapping at `key`."""
    for part in key:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models(model.model_fields[part].annotation), model)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
