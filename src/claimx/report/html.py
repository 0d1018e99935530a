"""The report as one page: a summary and its charts in, HTML that needs no network and no script out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined

from claimx.markdown import number
from claimx.report.page import CAPTIONS, amount
from claimx.report.summary import Summary
from claimx.schema import CORE_KINDS

_FOLDER: Final = Path(__file__).parent


def render_html(summary: Summary, charts: Mapping[str, str]) -> str:
    """Return the page; charts are embedded as images, so nothing in them can run."""
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(number=number, amount=amount)
    template = environment.from_string((_FOLDER / "page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        summary=summary,
        style=style,
        policy=f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        charts={name: base64.b64encode(svg.encode("utf-8")).decode() for name, svg in charts.items()},
        captions=CAPTIONS,
        core=CORE_KINDS,
    )
