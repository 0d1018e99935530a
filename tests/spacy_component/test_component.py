"""`nlp.add_pipe("claimx")`: spans, typed claims, contexts, saving, and what a wrong setting says."""

import json
import pickle

import pytest
import spacy
from spacy.tokens import Doc

from claimx.document import Document
from claimx.packs import load_rules
from claimx.pipeline import Extractor
from claimx.schema import EXTRACTORS
from claimx.seeds import seeds_folder

TEXT = "We run LLaMA-2-7B on 8 A100 GPUs. Finch is 2.88x faster than vLLM and cuts latency by 36% and memory in half."
PLAIN = {"rules": [], "kinds": [], "extractors": ["rules"], "section": "abstract"}


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("claimx")
    return pipeline


def test_spans_hold_the_claims(nlp):
    doc = nlp(TEXT)
    group = doc.spans["claims"]
    assert [(span.text, span.label_) for span in group] == [
        ("LLaMA-2-7B", "model_size"),
        ("8 A100 GPUs", "hardware"),
        ("2.88x", "speedup"),
        ("36%", "speedup"),
        ("half", "memory_saving"),
    ]
    assert [span._.claim for span in group] == doc._.claims
    assert doc._.claims[2].baseline == "vLLM"
    assert [claim.extractor for claim in doc._.claims] == ["rules", "rules", "rules", "rules", "spacy"]


def test_quantities_and_mentions_have_groups_of_their_own(nlp):
    doc = nlp(TEXT)
    assert ("2.88x", "ratio") in [(span.text, span.label_) for span in doc.spans["claimx_quantities"]]
    assert [(s.text, s.label_) for s in doc.spans["claimx_mentions"]] == [("LLaMA-2-7B", "model"), ("A100", "device")]
    assert doc.spans["claimx_mentions"][0]._.claim is None


def test_entities_and_other_groups_stay(nlp):
    doc = nlp.make_doc("Finch is 2.88x faster than vLLM.")
    doc.ents = [doc.char_span(0, 5, label="ORG")]
    doc.spans["mine"] = [doc[0:2]]
    doc = nlp(doc)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Finch", "ORG")]
    assert [span.text for span in doc.spans["mine"]] == ["Finch is"]
    assert len(doc.spans["claims"]) == 1


def test_a_text_without_numbers_has_empty_groups(nlp):
    doc = nlp("Nothing is counted here.")
    assert len(doc.spans["claims"]) == 0
    assert doc._.claims == []
    assert spacy.blank("en")("2x faster")._.claims == []


def test_a_doc_keeps_its_claims_when_saved(nlp):
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.claims == doc._.claims
    assert [span._.claim for span in again.spans["claims"]] == doc._.claims


@pytest.mark.parametrize(
    "context", [{"doc_id": "p1", "title": "3x Smaller Models"}, Document("p1", "3x Smaller Models", "")]
)
def test_contexts_give_id_and_title_and_are_kept(nlp, context):
    [(doc, kept)] = nlp.pipe([("It is 2x faster.", context)], as_tuples=True)
    assert kept is context
    assert [(claim.doc_id, claim.section, claim.quote) for claim in doc._.claims] == [
        ("p1", "title", "3x"),
        ("p1", "abstract", "2x"),
    ]
    assert [span.text for span in doc.spans["claims"]] == ["2x"]


def test_user_data_gives_id_and_title(nlp):
    doc = nlp.make_doc("It is 2x faster.")
    doc.user_data["doc_id"] = "p2"
    assert [claim.doc_id for claim in nlp(doc)._.claims] == ["p2"]


def test_settings_choose_kinds_and_section():
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx", config={"kinds": ["hardware"], "section": "title", "extractors": ["rules"]})
    doc = nlp(TEXT)
    assert [(span.label_, span._.claim.section) for span in doc.spans["claims"]] == [("hardware", "title")]


def test_a_pipeline_is_saved_and_loaded(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("claimx", config={"kinds": ["speedup"]})
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert [claim.kind for claim in loaded(TEXT)._.claims] == ["speedup", "speedup"]
    other = spacy.blank("en")
    component = other.add_pipe("claimx", config=PLAIN)
    component.from_bytes(nlp.get_pipe("claimx").to_bytes())
    assert component.config == nlp.get_pipe("claimx").config
    assert pickle.loads(pickle.dumps(component)).config == component.config


def test_changed_rules_are_told_when_loading(tmp_path, nlp):
    component = nlp.get_pipe("claimx")
    component.to_disk(tmp_path)
    state = json.loads((tmp_path / "claimx.json").read_text())
    (tmp_path / "claimx.json").write_text(json.dumps({**state, "rules_sha256": "0" * 64}))
    with pytest.warns(UserWarning, match="rules have changed"):
        component.from_disk(tmp_path)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"kinds": ["speed"]}, ("kinds", "no speed", "speedup, memory_saving")),
        ({"kinds": "speedup"}, ("kinds", "list")),
        ({"extractors": ["regex"]}, ("extractors", "no regex", "rules, spacy")),
        ({"extractors": []}, ("extractors", "rules, spacy")),
        ({"section": "body"}, ("section", "'body'", "title, abstract")),
        ({"rules": ["nowhere"]}, ("rules", "nowhere", "folder")),
        ({"rules": 3}, ("rules", "3", "list")),
        ({"speed": 3}, ("speed",)),
    ],
)
def test_a_wrong_setting_fails_when_the_pipe_is_added(setting, words):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - spaCy raises its own for a key it does not know
        spacy.blank("en").add_pipe("claimx", config=setting)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_two_processes_give_what_the_command_gives(tmp_path, nlp):
    from claimx.run import Setup, extract_documents
    from claimx.table import claims_table
    from claimx.write import write_table

    rows = [json.loads(line) for line in (seeds_folder() / "abstracts.jsonl").read_text().splitlines()]
    texts = [(row["abstract"], {"doc_id": row["doc_id"], "title": row["title"]}) for row in rows]
    documents = [Document(row["doc_id"], row["title"], row["abstract"]) for row in rows]
    rules = load_rules()

    def written(name, claims):
        path = tmp_path / name
        write_table(path, claims_table(claims, rules_sha256=rules.sha256))
        return path.read_bytes()

    setup = Setup(extractors=EXTRACTORS)
    command = written("0.jsonl", (c for _, found in extract_documents(documents, setup) for c in found))
    assert command
    for processes in (1, 2):
        docs = nlp.pipe(texts, as_tuples=True, n_process=processes, batch_size=64)
        assert written(f"{processes}.jsonl", (c for doc, _ in docs for c in doc._.claims)) == command


def test_spans_cover_the_quotes(nlp):
    extractor = Extractor(load_rules())
    for line in (seeds_folder() / "abstracts.jsonl").read_text().splitlines()[:40]:
        row = json.loads(line)
        _, claims = extractor.extract_document(Document(row["doc_id"], "", row["abstract"]))
        doc = nlp(row["abstract"])
        spans = list(doc.spans["claims"])
        assert len(spans) == len(claims)
        assert all(claim.quote in span.text for claim, span in zip(claims, spans, strict=True))
