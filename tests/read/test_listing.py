"""Listing pages: both layouts, furniture, shapes; and the saved pages themselves where they are at hand."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from claimx.document import Reject
from claimx.read import read_documents
from claimx.read.listing import find_papers, is_furniture, is_listing, is_prose
from claimx.read.row import BadRow, Row

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
ONE = "Serving is slow. " + "We make it faster by 2.5x on one GPU, with nothing lost. " * 6
TWO = "Training costs memory. We save 30% of it."


def papers(text: str) -> list[tuple[str, str] | tuple[int, str]]:
    lines = list(enumerate(text.split("\n"), start=1))
    return [
        (str(found.values["title"]), str(found.values["abstract"]))
        if isinstance(found, Row)
        else (found.line, found.code)
        for found in find_papers(lines)
    ]


@pytest.mark.parametrize(
    "page",
    [
        f"Swift Serving\n\n{ONE}\n\nLean Training\n\n{TWO}\n",
        f"Swift Serving\n{ONE}\nLean Training\n{TWO}",
        f"Swift Serving\n{ONE}\n\nLean Training\n{TWO}\n",
        f"Daily Papers\n\nSubscribeSwift Serving\n\n{ONE}\n\n12\n\n3 authors\n\nLean Training\n\n{TWO}\n\nNext",
        f"Get trending papers in your email inboxSubscribeSwift Serving\n{ONE}\n3 comments\nLean Training\n{TWO}",
        f"by AB and the research communityAug 20Swift Serving\n{ONE}\nSubmitted by someone\nLean Training\n{TWO}",
        f"\r\nnew\r\n\r\nSwift Serving\r\n\r\n{ONE}\r\n\r\nLean Training\r\n\r\n{TWO}\r\n",
    ],
    ids=["spaced", "tight", "paired", "furniture", "run on", "glued", "crlf"],
)
def test_layouts(page: str) -> None:
    assert papers(page) == [("Swift Serving", ONE.strip()), ("Lean Training", TWO)]
    assert is_listing(enumerate(page.split("\n"), start=1))


def test_abstract_of_two_paragraphs_is_one_text() -> None:
    assert papers(f"Swift Serving\n\n{ONE}\n\n{ONE}\n\nLean Training\n\n{TWO}") == [
        ("Swift Serving", f"{ONE.strip()}\n\n{ONE.strip()}"),
        ("Lean Training", TWO),
    ]


def test_hard_wrapped_abstract_keeps_its_lines() -> None:
    wrapped = "\n".join(
        ["Serving language models is slow, so we make it faster by", "2.5x on one GPU, and lose nothing."]
    )
    assert papers(f"Swift Serving\n\n{wrapped}\n\nLean Training\n\n{TWO}")[0] == ("Swift Serving", wrapped)


def test_title_without_abstract_and_text_without_title_cost_only_themselves() -> None:
    assert papers(f"new\n\n{ONE}\n\nLonely Title\n\nLean Training\n\n{TWO}") == [
        (3, "read/no-title"),
        (5, "read/no-abstract"),
        ("Lean Training", TWO),
    ]


def test_title_that_begins_like_a_button_stays_whole() -> None:
    assert papers(f"Subscribers Beware: 2x Churn\n{ONE}\nNew Tricks\n{TWO}")[0][0] == "Subscribers Beware: 2x Churn"
    assert papers(f"A\n{ONE}\nSubscribeNet in 4 Bits\n{TWO}")[1][0] == "SubscribeNet in 4 Bits"


@pytest.mark.parametrize(
    "text", ["new", "Mar 14", "Thursday, March 14, 2024", "14 Mar 2024", "2024-03-14", "1.2k", "·"]
)
def test_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text", ["New Kernels", "4-bit Training", "May the Fourth: 4 Bits", "Papers, Please", "Decoder 12"]
)
def test_titles_are_no_furniture(text: str) -> None:
    assert not is_furniture(text)
    assert not is_prose(text)


def test_first_title_that_begins_like_a_date_stays_whole() -> None:
    assert papers(f"Subscribe\n\nMay 4D Scenes Be With You\n\n{ONE}")[0][0] == "May 4D Scenes Be With You"


def test_undecodable_line_costs_only_its_paper(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(
        f"new\n\nSwift Serving\n\nCaf\udce9 {ONE}\n\nLean Training\n\n{TWO}\n".encode("utf-8", "surrogateescape")
    )
    rejects: list[Reject] = []
    assert [paper.title for paper in read_documents(path, on_reject=rejects.append)] == ["Lean Training"]
    assert [(reject.line, reject.code) for reject in rejects] == [(3, "read/undecodable")]


def test_one_paper_under_furniture_is_a_page_and_prose_alone_is_not() -> None:
    assert is_listing(enumerate(["Subscribe", "", "Swift Serving", "", ONE], start=1))
    assert not is_listing(enumerate(["Swift Serving", "", ONE], start=1))
    assert not is_listing(enumerate([ONE, "", TWO], start=1))
    assert all(isinstance(found, BadRow) for found in find_papers(enumerate([ONE, TWO], start=1)))


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the saved listings (../shared/seeds) are not at hand")
class TestSavedListings:
    def test_papers_and_places_are_those_of_the_gold(self) -> None:
        rejects: list[Reject] = []
        listings = sorted((SHARED / "seeds").glob("*.txt"))
        documents = {paper.doc_id: paper for paper in read_documents(listings, on_reject=rejects.append)}
        gold = [json.loads(line) for line in (ROOT / "seeds" / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
        assert set(documents) == {paper["doc_id"] for paper in gold}
        assert len(documents) == 268
        assert Counter(reject.code for reject in rejects) == {"read/duplicate": 306 - 268}
        missed = [
            (paper["doc_id"], claim["quote"])
            for paper in gold
            for claim in paper["claims"]
            if getattr(documents[paper["doc_id"]], claim["section"])[claim["start"] : claim["end"]] != claim["quote"]
        ]
        assert missed == []
        assert all(documents[paper["doc_id"]].title == paper["title"] for paper in gold)

    def test_papers_csv_tells_where_they_stand(self) -> None:
        with (ROOT / "seeds" / "papers.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        documents = list(read_documents(sorted((SHARED / "seeds").glob("*.txt"))))
        assert [(row["doc_id"], row["listing"], int(row["position"]), row["abstract_sha256"]) for row in rows] == [
            (paper.doc_id, paper.source, paper.position, hashlib.sha256(paper.abstract.encode()).hexdigest())
            for paper in documents
        ]


def test_built_in_corpus_reads_clean() -> None:
    rejects: list[Reject] = []
    papers = list(read_documents(ROOT / "seeds" / "abstracts.jsonl", on_reject=rejects.append))
    assert (len(papers), rejects) == (268, [])
