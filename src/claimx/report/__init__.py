"""The report: a claims and a papers table in, a folder with tables, charts and one page out."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from claimx.errors import OutputError
from claimx.new_file import write_bytes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_report"]


def write_report(claims: pd.DataFrame, papers: pd.DataFrame | None, out_dir: str | Path) -> list[Path]:
    """Write report.md, summary.json, report.html and charts into `out_dir`; return what was written.

    The frames are those of `read_claims` and `read_papers`; without papers, titles are left out and
    only papers with claims are counted. The same tables give the same bytes. Charts need the extra
    `report` (matplotlib); without it the report has none. Raises `OutputError`.
    """
    from claimx.report.html import render_html  # noqa: PLC0415 - pandas and jinja2, only when a report is written
    from claimx.report.page import render_markdown  # noqa: PLC0415
    from claimx.report.summary import render_json, summarise  # noqa: PLC0415

    folder = Path(out_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("report/no-folder", error.strerror or str(error), where=str(folder)) from error
    summary = summarise(claims, papers)
    charts: dict[str, str] = {}
    if find_spec("matplotlib"):
        from claimx.report.charts import draw_charts  # noqa: PLC0415

        charts = draw_charts(summary)
    files = {
        "report.md": render_markdown(summary, charts),
        "report.html": render_html(summary, charts),
        "summary.json": render_json(summary),
        **{f"{name}.svg": svg for name, svg in charts.items()},
    }
    for name, text in files.items():
        write_bytes(folder / name, text.encode("utf-8"))
    return [folder / name for name in files]
