"""The tokenizer, the token rules and the syntax rules."""

import subprocess
import sys

import pytest
import spacy
import yaml
from spacy.tokens import Doc

from claimx.document import Document
from claimx.errors import ClaimxError
from claimx.packs import load_rules
from claimx.packs.models import SyntaxFile, TokenFile
from claimx.pipeline import Extractor
from claimx.tokens.syntax import FIGURE, SyntaxReader
from claimx.tokens.tokenizer import blank_english

NLP = blank_english()
RULES = load_rules()
SYNTAX = [(f"{file.path}/{rule.slug}", rule) for file, model in RULES.of(SyntaxFile) for rule in model.rules]


@pytest.mark.parametrize(
    "figure",
    ["2.88x", "A100-80G", "W4A8", "tokens/s", "GPU-hours", "1.4-11.2x", "$148K", "33.5%", "12,288", "48-fold", "<0.5%",
     "+1.3%", "LLaMA-2-7B", "4-bit", "state-of-the-art", "30%-40%", "FP8", "2.4xfaster", "40TFLOPs/GPU"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "({}),", "{}.", "“{}”;"])
def test_figures_and_names_are_one_token(figure, around):
    assert figure in [token.text for token in NLP("It has " + around.format(figure))]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("We don't.", ["We", "do", "n't", "."]),
        ("Finch's 2x gain", ["Finch", "'s", "2x", "gain"]),
        ("e.g. vs. 7B.", ["e.g.", "vs.", "7B", "."]),
    ],
)
def test_words_come_apart_as_in_english(text, tokens):
    assert [token.text for token in NLP(text)] == tokens


def test_long_words_take_no_time():
    assert len(NLP("a-" * 20_000 + "!")) > 0


def extract(text, **options):
    return Extractor(RULES, **options).extract_document(Document("0", "", text))[1]


def test_claim_rules_come_first():
    text = "Finch cuts latency by 36% and memory in half."
    assert [(c.quote, c.extractor) for c in extract(text)] == [("36%", "rules"), ("half", "spacy")]
    assert [c.extractor for c in extract(text, extractors=("rules",))] == ["rules"]
    assert {c.extractor for c in extract(text, extractors=("spacy",))} == {"spacy"}


def test_a_fact_found_by_both_stands_once():
    claims = extract("The new build is 40% cheaper and 3.5x faster.")
    assert [(c.quote, c.kind) for c in claims] == [("40%", "cost_saving"), ("3.5x", "speedup")]


def test_every_token_rule_has_its_id_in_the_row():
    [claim] = extract("All lanes stay 88% occupied.", extractors=("spacy",))
    assert claim.rule == "tokens/amounts/busy"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "speed"}, "no kind speed"),
        ({"pattern": [{"LOWERED": "x"}]}, "LOWERED"),
        ({"pattern": [{"words": "no_class"}]}, "no_class"),
    ],
)
def test_a_bad_token_rule_is_named(tmp_path, change, words):
    rule = {"slug": "own", "reads": "x", "pattern": [{"LOWER": "x"}], "examples": {}, **change}
    (tmp_path / "tokens").mkdir()
    (tmp_path / "tokens" / "own.yaml").write_text(yaml.safe_dump({"reads": "own", "rules": [rule]}))
    with pytest.raises(ClaimxError, match="tokens/own/own") as caught:
        Extractor(load_rules((tmp_path,)))
    assert words in str(caught.value)


def test_token_rules_of_a_folder_are_added(tmp_path):
    (tmp_path / "tokens").mkdir()
    rule = {
        "slug": "rated", "reads": "a rating", "kind": "quality", "examples": {},
        "pattern": [{"LIKE_NUM": True, "slot": "amount"}, {"LOWER": "stars"}],
        "sets": {"form": "absolute", "unit": "score", "metric": "stars"},
    }  # fmt: skip
    (tmp_path / "tokens" / "own.yaml").write_text(yaml.safe_dump({"reads": "own", "rules": [rule]}))
    found = Extractor(load_rules((tmp_path,))).extract_document(Document("0", "", "Users gave it 4 stars."))[1]
    assert [(c.kind, c.value, c.rule) for c in found] == [("quality", 4.0, "tokens/own/rated")]


def test_an_unknown_extractor_is_named():
    with pytest.raises(ClaimxError, match="no extractor regex: use rules, spacy"):
        Extractor(RULES, extractors=("regex",))


def test_spacy_is_imported_only_when_asked_for():
    code = (
        "import sys; from claimx.packs import load_rules; from claimx.pipeline import Extractor;"
        "Extractor(load_rules(), extractors=('rules',)); import claimx.cli; sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- syntax ---------------------------------------------------------------------------------------


def parsed(example):
    return Doc(NLP.vocab, words=list(example.words), heads=list(example.heads), deps=list(example.deps))


@pytest.mark.parametrize(("rule_id", "rule"), SYNTAX, ids=[rule_id for rule_id, _ in SYNTAX])
def test_examples_of_syntax_rules(rule_id, rule):
    for example in (*rule.hit, *rule.miss):
        doc = parsed(example)
        read = [
            one for one in SyntaxReader(RULES).read(doc) if one.rule == rule_id and one.figure.text == example.figure
        ]
        assert {one.column: one.text for one in read} == example.gives
    assert any(node["RIGHT_ID"] == FIGURE for node in rule.pattern)


WALKS = (
    ["Finch", "trims", ",", "on", "every", "board", ",", "page", "walks", "by", "3x", "."],
    [1, 1, 1, 1, 5, 3, 1, 8, 1, 1, 9, 1],
    ["nsubj", "ROOT", "punct", "prep", "det", "pobj", "punct", "compound", "dobj", "prep", "pobj", "punct"],
)
LEANER = (
    ["Ours", "is", "3x", "leaner", "than", "the", "older", "planner", "."],
    [1, 1, 3, 1, 3, 7, 7, 4, 1],
    ["nsubj", "ROOT", "npadvmod", "acomp", "prep", "det", "amod", "pobj", "punct"],
)


@pytest.mark.parametrize(("sentence", "plain", "full"), [(WALKS, "trims", "page walks"), (LEANER, "leaner", "leaner")])
def test_a_parser_says_what_was_measured_where_only_the_change_was_known(sentence, plain, full):
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx")
    words, heads, deps = sentence
    [before] = nlp(Doc(nlp.vocab, words=words))._.claims
    [after] = nlp(Doc(nlp.vocab, words=words, heads=heads, deps=deps))._.claims
    assert (before.metric, after.metric) == (plain, full)
    assert after.baseline == before.baseline
    assert (after.claim_id == before.claim_id) == (plain == full)


def test_a_filled_column_stays():
    from dataclasses import replace

    [(_, rule)] = [pair for pair in SYNTAX if pair[0].endswith("/verb-object-by")]
    example = rule.hit[0]
    doc = parsed(example)
    [claim] = extract("It is 3x faster.")
    start = doc.text.index("3x")
    bare = replace(claim, start=start, end=start + 2, metric=None, baseline=None)
    [filled] = SyntaxReader(RULES).complete(doc, [bare], "abstract")
    assert filled.metric == "page walks"
    assert filled.claim_id != bare.claim_id
    assert SyntaxReader(RULES).complete(doc, [replace(bare, metric="walks")], "abstract")[0].metric == "walks"


def test_token_files_are_there():
    assert sum(len(model.rules) for _, model in RULES.of(TokenFile)) >= 15
