import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimx.cli import cli
from claimx.errors import RulesError
from claimx.packs.lint import lint_packs
from claimx.packs.loader import load_rules, shipped_rules

BROKEN = Path(__file__).resolve().parents[2] / "fixtures" / "broken_packs"
EXPECTED = {
    ("yaml_syntax/claims/b_syntax.yaml", 2, 15, "yaml/syntax"),
    ("yaml_duplicate_key/claims/b_twice.yaml", 4, 1, "yaml/duplicate-key"),
    ("yaml_alias/claims/b_alias.yaml", 2, 8, "yaml/alias"),
    ("wrong_folder/clams/b_folder.yaml", 1, 1, "rules/folder"),
    ("unknown_key/claims/b_key.yaml", 4, 5, "rules/missing-key"),
    ("unknown_key/claims/b_key.yaml", 7, 5, "rules/unknown-key"),
    ("wrong_type/claims/b_type.yaml", 7, 15, "rules/type"),
    ("duplicate_id/claims/b_second.yaml", 1, 7, "rules/duplicate-id"),
    ("duplicate_slug/claims/b_slug.yaml", 15, 11, "rules/duplicate-slug"),
    ("missing_examples/claims/b_few.yaml", 8, 15, "examples/no-exception"),
    ("missing_examples/claims/b_few.yaml", 11, 5, "examples/too-few"),
    ("marked_spans/claims/b_marks.yaml", 9, 17, "examples/marks"),
    ("marked_spans/claims/b_marks.yaml", 11, 23, "examples/marks"),
    ("invalid_expression/guards/b_invalid.yaml", 4, 19, "expression/invalid"),
    ("invalid_number/mentions/devices/b_number.yaml", 8, 28, "expression/invalid"),
    ("runaway_expression/guards/b_runaway.yaml", 4, 14, "expression/runaway"),
    ("pattern_syntax/constructions/b_pattern.yaml", 2, 26, "reference/unknown-construction"),
    ("pattern_syntax/constructions/b_pattern.yaml", 6, 23, "pattern/syntax"),
    ("pattern_syntax/constructions/b_pattern.yaml", 11, 14, "pattern/anchor"),
    ("pattern_syntax/constructions/b_pattern.yaml", 16, 24, "pattern/repeated-slot"),
    ("unknown_reference/claims/b_reference.yaml", 6, 25, "reference/unknown-class"),
    ("unknown_reference/claims/b_reference.yaml", 7, 21, "reference/unknown-amount"),
    ("unknown_unit/claims/b_unit.yaml", 12, 37, "reference/unknown-unit"),
    ("unknown_scaled_unit/units/b_blips.yaml", 6, 16, "reference/unknown-unit"),
    ("split_anchor/claims/b_anchor.yaml", 6, 31, "pattern/anchor"),
    ("split_anchor/claims/b_anchor.yaml", 17, 24, "pattern/anchor"),
    ("split_phrase/claims/b_phrase.yaml", 6, 26, "pattern/phrase"),
    ("split_phrase/claims/b_phrase.yaml", 7, 20, "reference/unknown-topic"),
    ("number_word/claims/b_word.yaml", 6, 24, "pattern/number-word"),
    ("shadowed_rule/claims/b_shadow.yaml", 15, 11, "rules/shadowed"),
}


def run(*arguments):
    return CliRunner().invoke(cli, ["rules", *map(str, arguments)])


def broken_folders():
    return sorted(path for path in BROKEN.iterdir() if path.is_dir())


def test_every_broken_pack_is_found_in_one_run_at_its_line_and_column():
    result = run("lint", *broken_folders(), "--format", "json")
    found = json.loads(result.stdout)
    places = {(f["path"].rpartition("broken_packs/")[2], f["line"], f["column"], f["code"]) for f in found}
    assert {place for place in places if place[0].split("/")[0] in {p.name for p in broken_folders()}} == EXPECTED
    assert all(finding["what"] and finding["fix"] for finding in found)
    assert result.exit_code == 1


@pytest.mark.parametrize("folder", ["invalid_expression", "invalid_number"])
def test_an_expression_that_cannot_be_read_is_an_error_with_its_place_wherever_rules_are_read(folder):
    with pytest.raises(RulesError) as raised:
        load_rules([BROKEN / folder])
    assert [(f.line, f.code) for f in raised.value.findings] == [
        (line, code) for path, line, _, code in EXPECTED if path.startswith(folder)
    ]


def test_every_broken_pack_breaks_something():
    assert {path.name for path in broken_folders()} == {place[0].split("/")[0] for place in EXPECTED}


def test_the_nearest_known_name_is_offered():
    fixes = {finding.code: finding.fix for finding in lint_packs([BROKEN / "unknown_unit", BROKEN / "unknown_key"])}
    assert fixes["reference/unknown-unit"] == "did you mean tokens/s?"
    assert fixes["rules/unknown-key"] == "did you mean examples?"


def test_findings_as_github_annotations_and_sarif():
    folder = BROKEN / "marked_spans"
    line = run("lint", folder, "--format", "github").stdout.splitlines()[0]
    assert line.startswith("::error file=")
    assert ",line=9,col=17,title=examples/marks::0 marked spans for 1 claim" in line
    sarif = json.loads(run("lint", folder, "--format", "sarif").stdout)
    (sarif_run,) = sarif["runs"]
    results = sarif_run["results"]
    assert [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results] == [9, 11]
    assert {result["ruleId"] for result in results} == {
        rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]
    }


@pytest.mark.parametrize("kind", ["sturdiness", "speedup"])
def test_a_starter_pack_lints_clean(tmp_path, kind):
    made = run("new", kind, "-o", tmp_path)
    assert made.exit_code == 0
    assert (tmp_path / "claims" / f"{kind}.yaml").is_file()
    assert [finding for finding in lint_packs([tmp_path]) if str(tmp_path) in finding.path] == []
    assert run("new", kind, "-o", tmp_path).exit_code == 2


def test_schema_file_is_that_of_the_models():
    assert (shipped_rules() / "schema.json").read_text(encoding="utf-8") == run("schema").stdout, (
        "run: claimx rules schema -o rules/schema.json"
    )


def test_schema_accepts_the_shipped_files_and_no_unknown_key():
    jsonschema = pytest.importorskip("jsonschema")
    from claimx.packs.editor_schema import rules_schema
    from claimx.packs.loader import load_rules
    from claimx.packs.rule_file import folder_of
    from claimx.packs.yaml import parse_yaml

    schema = rules_schema()
    for file in load_rules().files[:12]:
        part = {"$ref": f"#/$defs/{folder_of(file.path)}", "$defs": schema["$defs"]}
        data = json.loads(json.dumps(parse_yaml(file.source).data))
        jsonschema.Draft202012Validator(part).validate(data)
        assert not jsonschema.Draft202012Validator(part).is_valid({**data, "unknown": 1})


def test_show_and_list():
    shown = run("show", "guards/names/year").stdout
    assert "slug: year" in shown
    assert "slug: list-marker" not in shown
    assert "guards/names/year" in run("list", "guards/").stdout
    assert run("show", "guards/names/yeer").exit_code == 4
