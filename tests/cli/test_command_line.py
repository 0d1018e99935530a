"""The command line as a whole: cheap to start, errors as one line, exit codes."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

import claimx
from claimx.cli import COMMANDS, cli
from claimx.cli.lazy import LazyGroup
from claimx.errors import InputError

HEAVY = ("spacy", "pandas", "pyarrow", "numpy", "pydantic", "yaml", "matplotlib", "claimx.pipeline")


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "claimx", *args], capture_output=True, text=True, check=False)


def test_help_names_every_command_and_imports_nothing_heavy():
    code = (
        "import sys\nfrom claimx.cli import main\nsys.argv = ['claimx', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_help_is_quick():
    def seconds() -> float:
        start = time.perf_counter()
        run("--help")
        return time.perf_counter() - start

    bare = min(_bare_seconds() for _ in range(3))
    assert min(seconds() for _ in range(3)) - bare < 0.3


def _bare_seconds() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - start


def test_importing_claimx_is_cheap():
    code = f"import sys, claimx; print([name for name in {HEAVY!r} if name in sys.modules], dir(claimx))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] ")
    assert "read_documents" in done.stdout


def test_version():
    assert CliRunner().invoke(cli, ["--version"], prog_name="claimx").output == f"claimx {version('claimx')}\n"
    assert claimx.__version__ == version("claimx")
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = claimx.nothing_here


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name):
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Usage: ")


@pytest.mark.parametrize(
    "args",
    [
        ["nothing"],
        ["extract"],
        ["extract", "a.jsonl"],
        ["extract", "a.jsonl", "-o", "b.csv", "--extractors", "magic"],
        ["extract", "a.jsonl", "-o", "b.csv", "--workers", "0"],
        ["diff", "a.csv", "b.csv", "--fail-on", "moved"],
        ["diff", "a.csv", "b.csv", "--allow", "added=many"],
        ["eval", "a.csv", "b.jsonl", "--fail-under", "core"],
        ["list", "everything"],
    ],
)
def test_wrong_usage_is_2(args):
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr


def test_an_error_of_the_input_is_4_and_one_line(tmp_path: Path):
    done = run("export", str(tmp_path / "none.csv"), "-o", str(tmp_path / "b.csv"))
    assert done.returncode == 4
    assert done.stderr == f"error[table/not-found]: {tmp_path / 'none.csv'}: no such file: check the path\n"
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 3, "interrupted"),
        (InputError("a/b", "what", where="here", fix="do"), 4, "error[a/b]: here: what: do"),
        (ZeroDivisionError("oh"), 4, "error[internal]: ZeroDivisionError: oh"),
    ],
)
def test_what_a_command_raises_becomes_an_exit_code(monkeypatch, raised, code, said):
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(LazyGroup, "get_command", fail)
    result = CliRunner().invoke(cli, ["extract"])
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_reader_that_stops_reading_is_no_error():
    command = f"{sys.executable} -m claimx list columns | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "claims  claim_id            string\n"
    assert done.stderr == ""
