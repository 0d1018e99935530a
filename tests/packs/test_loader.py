import pytest

from claimx.errors import RulesError
from claimx.packs import load_rules
from claimx.packs.loader import read_packs, shipped_rules
from claimx.packs.models import ClaimFile, GuardFile
from claimx.schema import KINDS

RULE = """\
  - slug: {slug}
    reads: a factor
    pattern: "{{amount}} {slug}"
    examples:
      hit: [{{text: "«2x» {slug}", claims: [{{value: 2, unit: x}}]}}]
"""


def write(folder, path, text):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def claim_file(kind, *slugs, more=""):
    return f"kind: {kind}\nreads: things\n{more}rules:\n" + "".join(RULE.format(slug=slug) for slug in slugs)


def read_alone(*folders):
    return read_packs(folders, shipped=False)


def test_shipped_rules_load():
    rules = load_rules()
    assert rules.files
    assert rules.kinds[: len(KINDS)] == KINDS
    assert all(not file.path.endswith(".yaml") and file.origin.is_relative_to(shipped_rules()) for file in rules.files)


def test_all_problems_of_all_files_are_told_at_once(tmp_path):
    write(tmp_path, "claims/a.yaml", "kind: A\nraeds: x\n")
    write(tmp_path, "claims/b.yaml", "kind: b\nkind: b\n")
    write(tmp_path, "clams/c.yaml", "kind: c\n")
    write(tmp_path, "claims/d.yml", "kind: d\n")
    (tmp_path / "claims" / "e.yaml").write_bytes(b"kind: e\nreads: \xff\n")
    with pytest.raises(RulesError) as caught:
        load_rules([tmp_path])
    found = {(f.path.rpartition("/")[2], f.line, f.column, f.code) for f in caught.value.findings}
    assert found == {
        ("a.yaml", 1, 7, "rules/value"),
        ("a.yaml", 1, 1, "rules/missing-key"),
        ("a.yaml", 2, 1, "rules/unknown-key"),
        ("b.yaml", 2, 1, "yaml/duplicate-key"),
        ("c.yaml", 1, 1, "rules/folder"),
        ("d.yml", 1, 1, "rules/suffix"),
        ("e.yaml", 2, 1, "yaml/encoding"),
    }
    assert "did you mean reads?" in str(caught.value)
    assert all(str(finding) in str(caught.value) for finding in caught.value.findings)


def test_same_path_replaces_and_extends_adds(tmp_path):
    first = write(tmp_path / "first", "claims/k.yaml", claim_file("k", "one", "two"))
    second = write(tmp_path / "second", "claims/k.yaml", claim_file("k", "three"))
    third = write(tmp_path / "third", "claims/k.yaml", claim_file("k", "two", "four", more="extends: true\n"))

    def slugs(*folders):
        rules, findings = read_alone(*folders)
        assert not findings
        return [rule.slug for _, model in rules.of(ClaimFile) for rule in model.rules]

    assert slugs(first, second) == ["three"]
    assert slugs(first, third) == ["one", "two", "four"]
    rules, _ = read_alone(first, third)
    origins = {slug: rules.files[0].find_entry(f"claims/k/{slug}")[0].origin for slug in ("one", "two")}
    assert origins["one"].is_relative_to(first)
    assert origins["two"].is_relative_to(third)


def test_a_second_file_of_a_kind_must_say_that_it_adds(tmp_path):
    write(tmp_path, "claims/a.yaml", claim_file("k", "one"))
    write(tmp_path, "claims/b.yaml", claim_file("k", "two"))
    assert [finding.code for finding in read_alone(tmp_path)[1]] == ["rules/duplicate-id"]
    write(tmp_path, "claims/b.yaml", claim_file("k", "two", more="extends: true\n"))
    rules, findings = read_alone(tmp_path)
    assert not findings
    assert rules.kinds == (*KINDS, "k")


def test_disable_takes_out_an_entry_of_any_folder(tmp_path):
    write(tmp_path, "claims/a.yaml", claim_file("k", "one", "two", more="disable: [guards/g/digits]\n"))
    guard = "slug: {}, reads: x, pattern: 'a', hit: ['«a»', 'b«a»'], miss: [b]"
    write(tmp_path, "guards/g.yaml", "guards:\n" + "".join(f"  - {{{guard.format(s)}}}\n" for s in ("digits", "other")))
    rules, findings = read_alone(tmp_path)
    assert not findings
    assert [guard.slug for _, model in rules.of(GuardFile) for guard in model.guards] == ["other"]
    write(tmp_path, "claims/a.yaml", claim_file("k", "one", more="disable: [guards/g/digit]\n"))
    (finding,) = read_alone(tmp_path)[1]
    assert (finding.line, finding.column, finding.code) == (3, 11, "rules/unknown-id")
    assert finding.fix == "did you mean guards/g/digits?"


def test_digest_depends_on_content_and_paths_only(tmp_path):
    one = write(tmp_path / "one", "claims/a.yaml", claim_file("a", "x"))
    write(one, "claims/b.yaml", claim_file("b", "x"))
    a = write(tmp_path / "two", "claims/a.yaml", claim_file("a", "x"))
    b = write(tmp_path / "three", "claims/b.yaml", claim_file("b", "x"))
    together, ab, ba = (read_alone(*folders)[0].sha256 for folders in ((one,), (a, b), (b, a)))
    assert together == ab == ba
    write(b, "claims/b.yaml", claim_file("b", "y"))
    assert read_alone(a, b)[0].sha256 != together


def test_a_changed_file_is_read_again_and_an_unchanged_set_is_not(tmp_path):
    write(tmp_path, "claims/a.yaml", claim_file("a", "x"))
    first = load_rules([tmp_path])
    assert load_rules([tmp_path]) is first
    write(tmp_path, "claims/a.yaml", claim_file("a", "other"))
    assert load_rules([tmp_path]).sha256 != first.sha256


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(RulesError, match="no such folder"):
        load_rules([tmp_path / "nowhere"])


def test_a_hundred_files_load(tmp_path):
    for index in range(100):
        write(tmp_path, f"claims/k{index}.yaml", claim_file(f"k{index}", "a", "b", "c", "d", "e"))
    rules, findings = read_alone(tmp_path)
    assert len(rules.files) == 100
    assert not findings
