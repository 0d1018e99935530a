"""`claimx show`: one page, complete in itself, with the claims coloured and the text escaped."""

import json
import threading
import urllib.request
from wsgiref.simple_server import WSGIServer

import pytest
from click.testing import CliRunner

from claimx.cli import cli
from claimx.schema import KINDS
from claimx.show import colours, displacy_options

PAPERS = [
    {"doc_id": "a", "title": "Finch: 3x <b>Faster</b>", "abstract": "It needs 8 A100 GPUs & is 2x cheaper."},
    {"doc_id": "b", "title": "Wren", "abstract": "Nothing is counted."},
]


@pytest.fixture
def papers(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    return path


def run(*arguments):
    return CliRunner().invoke(cli, ["show", *map(str, arguments)])


def test_the_page_names_and_colours_the_kinds(papers, tmp_path):
    out = tmp_path / "page.html"
    result = run(papers, "-o", out)
    assert result.exit_code == 0, result.output
    page = out.read_text()
    for kind in ("hardware", "cost_saving"):
        assert f'<span style="background:{colours()[kind]}">{kind}</span>' in page
    assert "<b>" not in page
    assert "&lt;" in page
    assert page.count("<h2>") == 2
    assert "http" not in page.replace("http-equiv", "")


def test_one_paper_goes_to_standard_output(papers):
    result = run(papers, "--doc", "b")
    assert result.exit_code == 0
    assert "no claims" in result.output
    assert "Finch" not in result.output


def test_an_unknown_paper_is_named(papers):
    result = run(papers, "--doc", "c")
    assert result.exit_code == 4
    assert "no paper c" in result.output


def test_serve_answers_on_this_machine(papers, monkeypatch):
    answers = []

    def once(server):
        url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(
            target=lambda: answers.append(urllib.request.urlopen(url, timeout=10).read().decode())
        )
        thread.start()
        server.handle_request()
        thread.join()

    monkeypatch.setattr(WSGIServer, "serve_forever", once)
    result = run(papers, "--serve", "--port", "58231")
    assert result.exit_code == 0, result.output
    assert "hardware" in answers[0]


def test_options_colour_every_kind_differently():
    import claimx

    assert claimx.displacy_options is displacy_options
    options = displacy_options()
    assert options["spans_key"] == "claims"
    assert set(options["colors"]) == set(KINDS)
    assert len(set(options["colors"].values())) == len(KINDS)
