"""Every bash and python block of the README and of docs/ runs, top to bottom, in a folder of its own.

`make` only checks that its targets exist: `make test` would run this test.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KNOWN = {"bash", "python", "text", "yaml"}
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def load_generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = load_generator()


@pytest.fixture(scope="module")
def commands(tmp_path_factory):
    """A folder with the commands that blocks use: this environment's, and a `make` that only looks."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "make").write_text(f'#!/bin/sh\nexec {_which("make")} -C "{ROOT}" -n "$@" >/dev/null\n')
    (folder / "claimx").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimx "$@"\n')
    (folder / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    for path in folder.iterdir():
        path.chmod(0o755)
    return folder


def _which(name):
    from shutil import which

    return which(name) or pytest.skip(f"{name} is not installed")


def blocks(page):
    return FENCE.findall((ROOT / page).read_text(encoding="utf-8"))


def run_shell(code, folder, commands):
    environment = {**os.environ, "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_block_has_a_language_we_know(page):
    assert {language for language, _ in blocks(page)} <= KNOWN


@pytest.mark.parametrize("page", [page for page in PAGES if {"bash", "python"} & {b[0] for b in blocks(page)}])
def test_blocks_run(page, tmp_path, monkeypatch, commands):
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__"}
    for language, code in blocks(page):
        if language == "bash":
            done = run_shell(code, tmp_path, commands)
            assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
        elif language == "python":
            exec(compile(code, page, "exec"), names)


@pytest.mark.parametrize("page", GENERATOR.PARTS)
def test_generated_parts_are_up_to_date(page):
    assert (ROOT / page).read_text(encoding="utf-8") == GENERATOR.page_text(page), "run `make docs-pages`"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for target in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
        assert ((ROOT / page).parent / target).exists(), target


def test_every_page_is_in_the_navigation():
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert all(page.removeprefix("docs/") in navigation for page in PAGES if page != "README.md")


def test_a_failing_block_fails(tmp_path, commands):
    assert run_shell("claimx extract none.jsonl -o out.csv", tmp_path, commands).returncode == 4
    assert run_shell("make no-such-target", tmp_path, commands).returncode != 0
