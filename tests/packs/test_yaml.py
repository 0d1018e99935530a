import pytest

from claimx.packs.scalar import find_in_scalar
from claimx.packs.yaml import YamlError, parse_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("yes", "yes"), ("true", True), ("False", False), ("~", None), ("", None),
        ("7.89", 7.89), ("1e-3", 0.001), ("-2", -2), (".5", 0.5), ("2.", 2.0), ("1_000", "1_000"), ("12:30", "12:30"),
        ("0o17", 15), ("2024-01-02", "2024-01-02"), ('"1"', "1"), ("2x", "2x"), ("-", "-"), ("[1, [a]]", (1, ("a",))),
    ],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(text, value):
    if text == "-":
        text = "'-'"
    found = parse_yaml(f"key: {text}\n").data["key"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml/duplicate-key", 2, 0),
        ("a: &x 1\n", "yaml/alias", 0, 3),
        ("a: *x\n", "yaml/alias", 0, 3),
        ("a: !!python/object:os.system 1\n", "yaml/tag", 0, 3),
        ("? [a]\n: 1\n", "yaml/key", 0, 2),
        ("a: 1\n---\nb: 2\n", "yaml/several", 1, 0),
        ("a: [1\nb: 2\n", "yaml/syntax", 1, 1),
        ("a: b\x07\n", "yaml/syntax", 0, 4),
        ("a: " + "[" * 60 + "]" * 60, "yaml/too-deep", 0, 42),
    ],
)
def test_what_is_no_plain_yaml_is_located(text, code, line, column):
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert (caught.value.code, caught.value.line, caught.value.column) == (code, line, column)


def test_every_key_and_value_has_a_place():
    tree = parse_yaml("rules:\n  - slug: a\n    value: 7\n  - {slug: «b»}\n")
    assert tree.find(("rules", 0, "value"), at_key=True)[:2] == (2, 4)
    assert tree.find(("rules", 0, "value"))[:2] == (2, 11)
    assert tree.find(("rules", 1, "slug"))[:2] == (3, 11)
    assert tree.find(("rules", 1, "missing", 3))[:2] == (3, 4)


@pytest.mark.parametrize(
    ("source", "needle", "place"),
    [
        ("a: one two\n", "two", (0, 7)),
        ("a: 'it''s two'\n", "two", (0, 10)),
        ('a: "\\u00ab t\\"wo"\n', "wo", (0, 14)),
        ("a: |\n  first\n  second two\n", "two", (2, 9)),
        ("a: >\n  first\n  second\n\n  two\n", "two", (4, 2)),
        ("a: first\n  second two\n", "two", (1, 9)),
    ],
)
def test_an_offset_is_found_under_any_quoting(source, needle, place):
    tree = parse_yaml(source)
    value = tree.data["a"]
    assert find_in_scalar(source, tree.values[("a",)], value, value.index(needle)) == place
