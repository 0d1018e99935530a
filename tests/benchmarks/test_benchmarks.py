"""The benchmarks: challenge scores, batches of the gold and the order of their rows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"


def run(name, *arguments):
    command = [sys.executable, str(BENCHMARKS / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def entry(number, text, claims):
    return {
        "id": f"n{number}",
        "doc_id": f"n{number}",
        "construction": "c",
        "title": "",
        "text": text,
        "claims": claims,
    }


def test_challenge_counts_found_missed_and_clean(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from challenge import score_entries

    claim = {
        "section": "abstract", "quote": "2.3x", "start": 9, "end": 13,
        "kind": "speedup", "form": "ratio", "value": 2.3, "unit": "x",
    }  # fmt: skip
    figures = score_entries(
        [
            entry(1, "Quill is 2.3x faster than vLLM.", [claim]),
            entry(2, "Quill was shown in 2019.", []),
            entry(3, "Heron is 3.1x faster than Adam.", []),
        ]
    )
    assert (figures["overall"]["tp"], figures["overall"]["fp"], figures["overall"]["fn"]) == (1, 1, 0)
    assert figures["texts_without_claims"] == 2
    assert figures["clean_share"] == 0.5


def test_challenge_exits_with_one_under_the_bound():
    done = run("challenge.py", "--json", "--fail-under", "1.01")
    assert done.returncode == 1
    assert json.loads(done.stdout)["overall"]["texts"] > 800


def test_first_contact_appends_a_row_without_a_date(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from first_contact import COLUMNS, add_row

    table = tmp_path / "reports" / "first_contact.csv"
    for batch in ("0-40", "40-80"):
        add_row(dict.fromkeys(COLUMNS, "1") | {"batch": batch}, table)
    lines = table.read_text().splitlines()
    assert lines[0] == "batch,papers,core_f1,all_f1,rules_sha256"
    assert [line.split(",")[0] for line in lines[1:]] == ["0-40", "40-80"]
