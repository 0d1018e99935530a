"""The workflow for rules: its shell steps run here, on a corpus of one paper, and find what they should."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAPER = '{"doc_id": "quill", "title": "Quill", "abstract": "Quill is 2.3x faster than vLLM."}\n'
GOLD = (
    '{"doc_id": "quill", "claims": [{"section": "abstract", "quote": "2.3x", "start": 9, "end": 13, '
    '"kind": "speedup", "form": "ratio", "value": 2.3, "unit": "x"}]}\n'
)
METRIC = "dimension: quality\nreads: how sturdy\nbetter: higher\nnames: [sturdiness]\n"


@pytest.fixture(scope="module")
def steps():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "rules.yml").read_text(encoding="utf-8"))
    return {step["name"]: step["run"] for step in workflow["jobs"]["rules"]["steps"] if "run" in step}


@pytest.fixture
def checkout(tmp_path):
    """A repository of rules with a corpus, its reference and its gold."""
    (tmp_path / "rules" / "mentions" / "metrics").mkdir(parents=True)
    (tmp_path / "rules" / "mentions" / "metrics" / "sturdiness.yaml").write_text(METRIC)
    (tmp_path / "papers.jsonl").write_text(PAPER)
    (tmp_path / "gold.jsonl").write_text(GOLD)
    (tmp_path / "claimx").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimx "$@"\n')
    (tmp_path / "claimx").chmod(0o755)
    return tmp_path


def run(script, folder, **settings):
    environment = {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "RULES": "rules",
        "CORPUS": "papers.jsonl",
        "REFERENCE": "claims.jsonl",
        "GOLD": "gold.jsonl",
        "FAIL_UNDER": "all=0.75",
        "GITHUB_STEP_SUMMARY": "summary.md",
        **settings,
    }
    command = ["bash", "-e", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_steps_pass_and_then_notice_a_lost_claim(steps, checkout):
    assert run(steps["Lint"], checkout).stdout == ""
    assert run(steps["Extract"], checkout).returncode == 0
    (checkout / "new-claims.jsonl").rename(checkout / "claims.jsonl")
    assert run(steps["Extract"], checkout).returncode == 0
    assert run(steps["Score"], checkout).returncode == 0
    assert run(steps["Score"], checkout, FAIL_UNDER="all=1.01").returncode == 1
    assert run(steps["What changed"], checkout).returncode == 0
    assert "0 removed" in (checkout / "summary.md").read_text().replace("*", "")
    assert run(steps["Nothing lost unnoticed"], checkout).returncode == 0
    (checkout / "new-claims.jsonl").write_text("")
    assert run(steps["Nothing lost unnoticed"], checkout).returncode == 1


def test_the_lint_step_marks_a_broken_pack(steps, checkout):
    (checkout / "rules" / "mentions" / "metrics" / "sturdiness.yaml").write_text("dimension: quality\n")
    done = run(steps["Lint"], checkout)
    assert done.returncode == 1
    assert "::error file=" in done.stdout


def test_hooks_name_commands_that_exist():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["claimx-rules-lint", "claimx-rules-test"]
    for hook in hooks:
        command = [sys.executable, "-m", *hook["entry"].split(), "--help"]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
