"""The report: figures, evidence, escaping, bytes that do not vary."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from claimx.report import write_report
from claimx.table import claims_table, papers_table, to_frame

ATTACK = "<script>alert(1)</script> | $x$ [a](javascript:b) *c*"


@pytest.fixture
def frames(claims, papers):
    return to_frame(claims_table(claims, rules_sha256="ab")), to_frame(papers_table(papers, rules_sha256="ab"))


def _summary(folder: Path) -> dict:
    return json.loads((folder / "summary.json").read_text(encoding="utf-8"))


def test_figures(tmp_path: Path, frames):
    write_report(*frames, tmp_path)
    summary = _summary(tmp_path)
    assert summary["overview"]["papers"] == 3
    assert summary["overview"]["claims"] == 6
    assert summary["overview"]["claims background"] == 1
    hardware = next(row for row in summary["kinds"] if row["kind"] == "hardware")
    assert (hardware["count"], hardware["median"], hardware["max"]) == (2, 8.0, 8.0)
    assert [row["factor"] for row in summary["top_factors"]] == [2.0, pytest.approx(1.577287)]
    assert summary["top_factors"][0]["title"] == "Quill: Faster Decoding"
    assert [row["device"] for row in summary["devices"]] == ["Google TPUv3", "NVIDIA A100 80GB"]
    assert summary["devices"][1]["most"] == 8
    assert summary["model_sizes"]["3 - 10 B"] == 1
    assert summary["gpu_hours"][0]["value"] == 0.1 + 0.2
    assert summary["versions"]["claimx.rules_sha256"] == "ab"


def test_evidence_is_the_sentence_cut_around_the_quote(tmp_path: Path, frames, claims):
    write_report(*frames, tmp_path)
    top = _summary(tmp_path)["top_factors"][0]
    assert top["before"] + top["quote"] + top["after"] == claims[0].sentence
    assert "Quill gives **2x** here." in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert ">2x</mark> here." in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_same_tables_same_bytes(tmp_path: Path, frames):
    claims, papers = frames
    first = write_report(claims, papers, tmp_path / "a")
    second = write_report(claims.iloc[::-1], papers, tmp_path / "b")
    assert [p.name for p in first] == [p.name for p in second]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_text_of_a_paper_is_never_markup(tmp_path: Path, make_claim, make_paper):
    claim = make_claim(
        factor=2.0, baseline=ATTACK, device=ATTACK, hardware=ATTACK, sentence=f"{ATTACK}\n2x {ATTACK}", model=ATTACK
    )
    claims = to_frame(claims_table([claim], rules_sha256=""))
    papers = to_frame(papers_table([make_paper(title=ATTACK)], rules_sha256=""))
    write_report(claims, papers, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert page.startswith("<!doctype html>")
    markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "<script" not in markdown
    assert r"\[a\](javascript:b)" in markdown
    row = next(line for line in markdown.splitlines() if "**2x**" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 7


def test_the_page_allows_its_own_style_and_images_and_nothing_else(tmp_path: Path, frames):
    write_report(*frames, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert " style=" not in page


def test_no_claims_and_no_papers_still_make_a_report(tmp_path: Path):
    files = write_report(to_frame(claims_table([], rules_sha256="")), None, tmp_path)
    assert [p.name for p in files] == ["report.md", "report.html", "summary.json"]
    assert "None found." in files[0].read_text(encoding="utf-8")


def test_a_kind_of_ones_own_is_counted(tmp_path: Path, make_claim):
    claims = to_frame(claims_table([make_claim(kind="yield", unit="wafers", factor=3.0)], rules_sha256=""))
    write_report(claims, None, tmp_path)
    assert _summary(tmp_path)["kinds"][0]["kind"] == "yield"


def test_charts_are_drawn(tmp_path: Path, frames):
    pytest.importorskip("matplotlib")
    names = [p.name for p in write_report(*frames, tmp_path)]
    assert names[3:] == ["kinds.svg", "factors.svg", "devices.svg", "model-sizes.svg"]
    assert "NVIDIA A100 80GB" in (tmp_path / "devices.svg").read_text(encoding="utf-8")
    assert "![Claims by kind](kinds.svg)" in (tmp_path / "report.md").read_text(encoding="utf-8")
