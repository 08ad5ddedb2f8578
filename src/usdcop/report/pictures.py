"""Pictures of a report, as SVG with the same bytes for the same numbers.

Colours are those of Okabe and Ito, told apart by colour-blind readers; lines differ in style and carry their
names, so that nothing depends on colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any, Final, TypeAlias

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from usdcop.backtest.breakdown import HeatMap, TradeDistribution
from usdcop.backtest.statistics import Difference
from usdcop.backtest.walkforward import WalkForward
from usdcop.core.episodes import Floats

INK, PALE, RULE = "#1f2933", "#7b8794", "#d5dae0"
BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"
Dashes: TypeAlias = "str | tuple[int, tuple[float, ...]]"
RIVAL_STYLES: Final[tuple[tuple[str, Dashes], ...]] = (
    (PALE, "-"),
    (ORANGE, (0, (5, 1.5))),
    (VERMILION, (0, (1, 1))),
    (GREEN, (0, (3, 1, 1, 1))),
    (PURPLE, (0, (6, 2))),
    (SKY, (0, (2, 1))),
    (INK, (0, (1, 2))),
)
LOSS_TO_GAIN = LinearSegmentedColormap.from_list("loss_to_gain", ["#b35806", "#f7f7f7", "#0b5394"])
WIDTH = 6.7
"""Width of the text block of the page, in inches."""
STYLE: Final[Any] = {
    "date.converter": "concise",
    "axes.xmargin": 0.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "usdcop",
    "font.size": 8.0,
    "axes.edgecolor": RULE,
    "axes.labelcolor": PALE,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.color": PALE,
    "ytick.color": PALE,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "text.color": INK,
}
MEASURED_FONT, PAGE_FONT = "DejaVu Sans", "Libertinus Serif"
"""matplotlib measures with the one; the page sets the text in the other, which is narrower."""


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """One line of the equity picture, in % of the capital."""

    name: str
    values: Floats
    colour: str
    dashes: Dashes
    width: float

    @property
    def end(self) -> float:
        return float(self.values[-1])


def equity_picture(
    sessions: Sequence[date],
    ours: tuple[str, Floats],
    rivals: Mapping[str, Floats],
    title: str,
    height: float = 4.3,
) -> str:
    """Equity over drawdown: ``ours`` (name, returns) in front, ``rivals`` (returns by name) behind."""
    name, returns = ours
    styles = (RIVAL_STYLES[index % len(RIVAL_STYLES)] for index in range(len(rivals)))
    behind = [
        _Curve(rival, 100 * np.cumsum(theirs), colour, dashes, 1.0)
        for (rival, theirs), (colour, dashes) in zip(rivals.items(), styles, strict=True)
    ]
    front = _Curve(name, 100 * np.cumsum(returns), BLUE, "-", 1.8)
    days = np.array(sessions, dtype="datetime64[D]")
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1.15))
        for curve in (*behind, front):
            top.plot(days, curve.values, color=curve.colour, linestyle=curve.dashes, linewidth=curve.width)
        top.axhline(0, color=PALE, linewidth=0.6)
        top.set_ylim(*_limits(front, behind))
        _name_ends(top, [*behind, front])
        top.set_title(title)
        top.set_ylabel("return, % of capital")
        _draw_drawdown(bottom, days, returns)
        return svg_of(figure)


def _limits(front: _Curve, behind: Sequence[_Curve]) -> tuple[float, float]:
    """Room for our curve and for what most rivals did: one that loses without end leaves the picture."""
    reach = [float(np.abs(curve.values).max()) for curve in behind]
    room = max(
        1.5 * float(np.abs(front.values).max()),
        2.0 * float(np.quantile(reach or [0.0], 0.5, method="lower")),
        0.1,
    )
    drawn = np.concatenate([curve.values for curve in (*behind, front)])
    pad = 0.05 * room
    return max(float(drawn.min()), -room) - pad, min(float(drawn.max()), room) + pad


def _name_ends(axes: Axes, curves: Sequence[_Curve]) -> None:
    """Write each curve's name beside its end, pushed apart so that none covers another."""
    low, high = axes.get_ylim()
    ordered = sorted(curves, key=lambda curve: curve.end)
    wanted = [(min(max(curve.end, low), high) - low) / (high - low) for curve in ordered]
    for curve, shown, place in zip(ordered, wanted, _apart(wanted), strict=True):
        outside = not low <= curve.end <= high
        axes.annotate(
            f"{curve.name} ({_signed(curve.end)} %)" if outside else curve.name,
            (1.0, shown),
            (1.02, place),
            xycoords="axes fraction",
            textcoords="axes fraction",
            color=curve.colour,
            weight="bold" if curve.width > 1 else "normal",
            fontsize=7.5,
            va="center",
            arrowprops={"arrowstyle": "-", "color": RULE, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 1},
        )


def _apart(wanted: Sequence[float], step: float = 0.066) -> list[float]:
    """``wanted`` heights (rising, shares of the axes) moved as little as keeps them ``step`` apart and inside."""
    placed: list[float] = []
    for height in wanted:
        placed.append(max(height, placed[-1] + step) if placed else height)
    ceiling = 1.0
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - step
    return placed


def _draw_drawdown(axes: Axes, days: NDArray[np.datetime64], returns: Floats) -> None:
    curve = np.cumsum(returns)
    fall = 100 * (np.maximum(np.maximum.accumulate(curve), 0.0) - curve)
    axes.fill_between(days, -fall, 0, color=BLUE, alpha=0.25, linewidth=0)
    axes.plot(days, -fall, color=BLUE, linewidth=0.8)
    axes.set_ylim(-1.08 * max(float(fall.max(initial=0.0)), 0.01), 0)
    axes.set_ylabel("drawdown, %")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):g}"))


def heat_picture(heat: HeatMap) -> str:
    """Mean net return in bps by time of day (down) and weekday (across), with the figure in each cell."""
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 4.6), layout="constrained")
        axes = figure.subplots()
        limit = max(float(np.abs(heat.bps).max()), 1e-9)
        axes.imshow(heat.bps, cmap=LOSS_TO_GAIN, vmin=-limit, vmax=limit, aspect="auto")
        for (row, column), value in np.ndenumerate(heat.bps):
            dark = abs(value) > 0.6 * limit
            axes.text(
                column,
                row,
                _signed(value) if round(value, 2) else "·",
                ha="center",
                va="center",
                fontsize=7,
                color="white" if dark else INK,
            )
        names = [
            f"{name}\n{count} sessions" for name, count in zip(heat.weekdays, heat.sessions, strict=True)
        ]
        axes.set_xticks(range(len(names)), names)
        axes.set_yticks(range(len(heat.starts)), [f"{start:%H:%M}" for start in heat.starts])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_title("Net return a session in bps, by time of decision (Bogotá) and weekday")
        return svg_of(figure)


def trades_picture(distribution: TradeDistribution) -> str:
    """Histogram of trade results, and how many trades were entered by hour and by weekday."""
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 2.5), layout="constrained")
        left, middle, right = figure.subplots(1, 3, width_ratios=(3, 1.2, 1.2))
        edges = np.array(distribution.edges_bps)
        colours = [BLUE if low >= 0 else ORANGE for low in edges[:-1]]
        left.bar(edges[:-1], distribution.counts, np.diff(edges), align="edge", color=colours, linewidth=0)
        left.axvline(0, color=INK, linewidth=0.6)
        left.set_title("Trades by net result")
        left.set_xlabel("bps of capital; outermost bars hold all beyond")
        hours = [f"{hour} h" for hour in distribution.by_hour]
        middle.bar(hours, list(distribution.by_hour.values()), color=PALE)
        middle.set_title("By hour of entry")
        right.bar(
            [name[:3] for name in distribution.by_weekday], list(distribution.by_weekday.values()), color=PALE
        )
        right.set_title("By weekday")
        for axes in (left, middle, right):
            axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        return svg_of(figure)


def advantage_picture(advantages: Mapping[str, Difference]) -> str:
    """Paired advantage over each rival with its interval; what lies wholly right of zero is beaten."""
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 0.75 + 0.24 * len(advantages)), layout="constrained")
        axes = figure.subplots()
        axes.axvline(0, color=INK, linewidth=0.8)
        for row, difference in enumerate(advantages.values()):
            low, mean, high = (
                difference.interval.low.value,
                difference.mean_bps.value,
                difference.interval.high.value,
            )
            colour = BLUE if difference.beats else ORANGE
            if low is not None and high is not None:
                axes.plot([low, high], [row, row], color=colour, linewidth=1.6, solid_capstyle="butt")
            if mean is not None:
                axes.plot(
                    [mean],
                    [row],
                    "o",
                    color=colour,
                    markersize=5,
                    markerfacecolor=colour if difference.beats else "white",
                )
        axes.set_yticks(range(len(advantages)), list(advantages))
        axes.set_ylim(len(advantages) - 0.5, -0.5)
        axes.margins(x=0.04)
        axes.tick_params(axis="y", length=0, labelcolor=INK)
        axes.grid(visible=True, axis="x")
        axes.set_title("Advantage over each rival, bps a session")
        return svg_of(figure)


def folds_picture(walk: WalkForward) -> str:
    """Sharpe ratio of every seed on every fold, with the mean of the seeds' returns."""
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 2.2), layout="constrained")
        axes = figure.subplots()
        axes.axhline(0, color=INK, linewidth=0.8)
        for place, result in enumerate(walk.folds):
            seeds = [run.sharpe.value for run in result.runs if run.sharpe.value is not None]
            spread = np.linspace(-0.16, 0.16, len(seeds)) if len(seeds) > 1 else np.zeros(len(seeds))
            axes.plot(
                place + spread,
                seeds,
                "o",
                color=SKY,
                markersize=4.5,
                markeredgecolor=BLUE,
                markeredgewidth=0.6,
            )
            if result.sharpe.value is not None:
                axes.hlines(result.sharpe.value, place - 0.3, place + 0.3, color=BLUE, linewidth=2.0)
        labels = [
            f"fold {result.fold.number}\n{result.fold.test[0]:%Y-%m} to {result.fold.test[-1]:%Y-%m}"
            for result in walk.folds
        ]
        axes.set_xticks(range(len(labels)), labels)
        axes.set_xlim(-0.5, len(labels) - 0.5)
        axes.grid(visible=True, axis="y")
        axes.set_title("Sharpe ratio of each seed (dots) and of their mean return (bar), fold by fold")
        return svg_of(figure)


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def svg_of(figure: Figure) -> str:
    """``figure`` as SVG, with the same bytes for the same numbers."""
    buffer = StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue().replace(MEASURED_FONT, PAGE_FONT)
