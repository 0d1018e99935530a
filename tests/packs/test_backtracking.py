import pytest

from claimx.packs.backtracking import find_runaway

EXPONENTIAL = [
    r"(a+)+b", r"(?:a|aa)+$", r"(?:\d+,?)+%", r"(?:[a-z]+\s?)*x", r"(?:\d+(?:\.\d+)*)+", r"(?:x{1,3}){1,20}y",
    r"(?:\w|\d)*!", r"(a?){20}b", r"(?:a|a)*$", r"(?i)(?:A|a)+$", r"(?=(a+)+b)a", r"(?:(?:ab|a)b?)*$",
]  # fmt: skip
POLYNOMIAL = [r"\s*\w*\s*;", r".*.*=.*", r"x*x*y", r"\bX[- ]?\d+(?:\.\d+)?[- ]?\d*B\b"]
HARMLESS = [
    r"(?:\d++,?)+%", r"\d+(?:,\d{3})*(?:\.\d+)?", r"(?<![\w.])(?:19|20)\d\d(?![\d%])", r"https?://\S+",
    r"\$[^$]{1,80}\$", r"(?:[a-z]+\s)*x", r"x*x*", r"\b(?:v|version )\d+(?:\.\d+)*\b", r"(?:[A-Z][a-z]*)+\d",
    r"\p{L}+\d", r"[\w.]+@[\w.]+", r"(?>\w+)\s(?>\w+)", r"\\(?:text|math)[a-z]*\{([^{}]*)\}",
]  # fmt: skip


@pytest.mark.parametrize("pattern", EXPONENTIAL)
def test_a_loop_that_can_read_a_text_in_two_ways_is_found(pattern):
    assert "exponential" in (find_runaway(pattern) or "")


@pytest.mark.parametrize("pattern", POLYNOMIAL)
def test_two_loops_over_the_same_text_are_found(pattern):
    assert "polynomial" in (find_runaway(pattern) or "")


@pytest.mark.parametrize("pattern", HARMLESS)
def test_what_cannot_run_away_passes(pattern):
    assert find_runaway(pattern, ("A1 %bx",)) is None


def test_what_cannot_be_read_is_said_and_not_passed():
    assert "cannot be checked" in (find_runaway(r"(?|(a)|(b))") or "")
