"""Draw the charts: a summary in, SVG texts by name out; the same numbers give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from claimx.report.summary import Summary

# Names of devices and kinds are data: no $ in them is mathematics. Text stays text, to be read and searched.
_STYLE: Final[Any] = {
    "svg.hashsalt": "claimx",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_BAR: Final = "#31688e"
_DOT: Final = "#d1495b"
_DEVICES: Final = 15


def draw_charts(summary: Summary) -> dict[str, str]:
    """Return the SVG of every chart that has something to show."""
    counts: dict[str, int] = {}
    for spread in summary.kinds:
        counts[spread.kind] = counts.get(spread.kind, 0) + spread.count
    devices = summary.devices[:_DEVICES]
    charts: dict[str, Callable[[Axes], None]] = {}
    if counts:
        kinds = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        charts["kinds"] = lambda axes: _bars(axes, [k for k, _ in kinds], [n for _, n in kinds], "claims")
    if summary.factor_values:
        charts["factors"] = lambda axes: _strips(axes, summary.factor_values)
    if devices:
        charts["devices"] = lambda axes: _bars(axes, [d.device for d in devices], [d.papers for d in devices], "papers")
    if any(summary.model_sizes.values()):
        sizes = summary.model_sizes
        charts["model-sizes"] = lambda axes: _bars(axes, list(sizes), list(sizes.values()), "models")
    return {name: _svg(draw) for name, draw in charts.items()}


def _bars(axes: Axes, names: Sequence[str], counts: Sequence[int], label: str) -> None:
    places = range(len(names))
    bars = axes.barh(places, counts, color=_BAR)
    axes.bar_label(bars, padding=3)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlabel(label)


def _strips(axes: Axes, values: dict[str, list[float]]) -> None:
    """Put every factor on a line of its kind, on a logarithmic axis, and mark the median."""
    for place, factors in enumerate(values.values()):
        axes.plot(factors, [place] * len(factors), "|", color=_BAR, markersize=12, alpha=0.6)
        axes.plot([median(factors)], [place], "o", color=_DOT)
        axes.annotate(f"{len(factors)}", (1.0, place), xycoords=("axes fraction", "data"), va="center")
    axes.set_yticks(range(len(values)), list(values))
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.axvline(1, color="#888888", linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}x")  # the default writes powers as mathematics
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("times better than the baseline; dot: median; at the right: claims")


def _svg(draw: Callable[[Axes], None]) -> str:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8, 4.8), layout="constrained")
        axes = figure.add_subplot()
        draw(axes)
        figure.set_figheight(1 + 0.24 * len(axes.get_yticks()))
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()
