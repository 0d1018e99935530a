"""Folders of rule files in, one validated set of rules out; every problem of every file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from claimx.errors import RulesError
from claimx.packs.expression_lint import find_invalid
from claimx.packs.findings import Finding, shown_path
from claimx.packs.models import FOLDERS, ClaimFile, WordClass
from claimx.packs.rule_file import RuleFile, Rules, entries_of, entry_name, folder_of, list_field, name_field
from claimx.packs.validation import check_model, nearest
from claimx.packs.yaml import YamlError, parse_yaml
from claimx.schema import KINDS

__all__ = ["RuleFile", "Rules", "load_rules", "read_packs", "shipped_rules"]

Signature = tuple[tuple[Path, str, int, int], ...]


def load_rules(dirs: Sequence[Path] = ()) -> Rules:
    """Return the shipped rules and those of `dirs`, or raise `RulesError` with all findings.

    A file in `dirs` replaces the shipped (or earlier) one of the same relative path; with
    `extends: true` it adds to it. An unchanged set is not read twice.
    """
    rules, findings = _load(_signature((shipped_rules(), *(Path(folder).resolve() for folder in dirs))))
    added = [file for file in rules.files if not file.origin.is_relative_to(shipped_rules())]
    findings = (*findings, *(finding for file in added for finding in find_invalid(file)))
    if findings:
        count = f"{len(findings)} problem{'s' * (len(findings) != 1)} in the rule packs"
        lines = "\n".join(str(finding) for finding in findings)
        raise RulesError("rules/invalid", f"{count}\n{lines}", findings=findings)
    return rules


def read_packs(dirs: Sequence[Path] = (), *, shipped: bool = True) -> tuple[Rules, tuple[Finding, ...]]:
    """Return what can be loaded and every problem of what cannot."""
    folders = (shipped_rules(),) if shipped else ()
    return _load(_signature((*folders, *(Path(folder).resolve() for folder in dirs))))


def shipped_rules() -> Path:
    """Return the folder of the shipped rules: inside the wheel, or `rules/` of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_data" / "rules", package.parents[1] / "rules"):
        if folder.is_dir():
            return folder
    raise RulesError("rules/none", "the shipped rules are missing", where=str(package), fix="install claimx again")


def _signature(folders: tuple[Path, ...]) -> Signature:
    """Return what tells whether a set of folders has changed: folder, relative path, time, size."""
    found = []
    for folder in dict.fromkeys(folders):
        if not folder.is_dir():
            fix = "name a folder that holds claims/, units/ ..."
            raise RulesError("rules/no-folder", "no such folder", where=shown_path(folder), fix=fix)
        for path in sorted(folder.rglob("*.y*ml")):
            relative = path.relative_to(folder)
            if path.suffix in (".yaml", ".yml") and not any(part.startswith(".") for part in relative.parts):
                status = path.stat()
                found.append((folder, relative.as_posix(), status.st_mtime_ns, status.st_size))
    return tuple(found)


@lru_cache(maxsize=8)
def _load(signature: Signature) -> tuple[Rules, tuple[Finding, ...]]:
    files: dict[str, RuleFile] = {}
    digests: dict[str, list[bytes]] = {}
    findings: list[Finding] = []
    for folder, relative, _, _ in signature:
        raw = (folder / relative).read_bytes()
        file, problems = _read_file(folder / relative, relative, raw)
        findings += problems
        if file is None:
            continue
        digest = hashlib.sha256(raw).digest()
        if file.written.extends and file.path in files:
            file = _extended(files[file.path], file)
            digests[file.path].append(digest)
        else:
            digests[file.path] = [digest]
        files[file.path] = file
    findings += _repeated_kinds(files)
    files, unknown = _without_disabled(files)
    findings += unknown
    ordered = tuple(files[path] for path in sorted(files))
    return Rules(ordered, _sha256(digests), _kinds(ordered)), tuple(findings)


def _sha256(digests: dict[str, list[bytes]]) -> str:
    whole = hashlib.sha256()
    for path in sorted(digests):
        whole.update(path.encode() + b"\0" + b"".join(digests[path]))
    return whole.hexdigest()


def _kinds(files: tuple[RuleFile, ...]) -> tuple[str, ...]:
    declared = [file.model.kind for file in files if isinstance(file.model, ClaimFile)]
    return tuple(dict.fromkeys((*KINDS, *declared)))


def _read_file(origin: Path, relative: str, raw: bytes) -> tuple[RuleFile | None, list[Finding]]:
    """Return one file as written, or what is wrong with it."""
    shown = shown_path(origin)
    path, _, suffix = relative.rpartition(".")
    if suffix != "yaml":
        return None, [Finding(shown, 1, 1, "rules/suffix", f"a rule file ending in .{suffix}", "rename it to .yaml")]
    folder = folder_of(path)
    if folder is None:
        fix = nearest(path.rpartition("/")[0] or path, FOLDERS)
        return None, [Finding(shown, 1, 1, "rules/folder", "no rules are read from this folder", fix)]
    try:
        source = raw.decode("utf-8")
        tree = parse_yaml(source)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Finding(shown, line, 1, "yaml/encoding", "not UTF-8", "save the file as UTF-8")]
    except YamlError as error:
        return None, [Finding(shown, error.line + 1, error.column + 1, error.code, error.what, error.fix)]
    model, findings = check_model(shown, tree, FOLDERS[folder])
    if model is None:
        return None, findings
    file = RuleFile(path, origin, model, source, model)
    findings = _repeated_entries(file)
    return (None if findings else file), findings


def _repeated_entries(file: RuleFile) -> list[Finding]:
    seen: set[str] = set()
    findings = []
    for entry in entries_of(file.path, file.written):
        name = name_field(entry.model)
        if name in ("unit", "sets") or isinstance(entry.model, WordClass):
            continue  # these may be written in several parts
        if entry.id in seen:
            code = "rules/duplicate-slug" if name == "slug" else "rules/duplicate-name"
            what = f"{entry_name(entry.model)!r} stands twice in this file"
            findings.append(file.finding((*entry.key, name), code, what, "give each its own name"))
        seen.add(entry.id)
    return findings


def _repeated_kinds(files: dict[str, RuleFile]) -> list[Finding]:
    """Find kinds that a second file declares without saying that it adds to them."""
    owners: dict[str, RuleFile] = {}
    findings = []
    for file in files.values():
        if not isinstance(file.model, ClaimFile) or file.written.extends:
            continue
        owner = owners.setdefault(file.model.kind, file)
        if owner is not file:
            what = f"the kind {file.model.kind!r} is declared in {owner.path} already"
            fix = "add extends: true to add rules to it"
            findings.append(file.finding(("kind",), "rules/duplicate-id", what, fix))
    return findings


def _extended(base: RuleFile, file: RuleFile) -> RuleFile:
    """Return `file` added to `base`: entries of the same name are replaced, mappings and lists joined."""
    update: dict[str, Any] = {}
    name = list_field(file.written)
    for field in type(file.written).model_fields:
        old, new = getattr(base.model, field), getattr(file.written, field)
        if field == name:
            fresh = {entry_name(entry) for entry in new}
            update[field] = (*(entry for entry in old if entry_name(entry) not in fresh), *new)
        elif isinstance(new, dict):
            update[field] = {**old, **new}
        elif isinstance(new, tuple):
            update[field] = tuple(dict.fromkeys((*old, *new)))
        elif field not in file.written.model_fields_set:
            update[field] = old
    model = file.written.model_copy(update=update)
    return RuleFile(file.path, file.origin, model, file.source, file.written, base)


def _without_disabled(files: dict[str, RuleFile]) -> tuple[dict[str, RuleFile], list[Finding]]:
    """Take out the entries whose ids some file disables; find ids that name nothing."""
    known = {entry.id for file in files.values() for entry in entries_of(file.path, file.model)}
    disabled: set[str] = set()
    findings = []
    for file in files.values():
        for index, entry_id in enumerate(file.written.disable):
            disabled.add(entry_id)
            if entry_id not in known:
                what = f"disable names {entry_id!r}, which no file defines"
                findings.append(file.finding(("disable", index), "rules/unknown-id", what, nearest(entry_id, known)))
    return {path: _without(file, disabled) for path, file in files.items()}, findings


def _without(file: RuleFile, disabled: set[str]) -> RuleFile:
    kept = [entry.model for entry in entries_of(file.path, file.model) if entry.id not in disabled]
    name = list_field(file.model)
    if name is None or len(kept) == len(getattr(file.model, name)):
        return file
    model = file.model.model_copy(update={name: tuple(kept)})
    return RuleFile(file.path, file.origin, model, file.source, file.written, file.base)
