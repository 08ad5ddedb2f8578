"""Pictures of how a return came about over time, of what was tried, and of the forward proof."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from usdcop.core.episodes import Floats
from usdcop.court.forward_proof import FIRST_LOOK, ForwardProof
from usdcop.report.periods import ROLLING, rolling_sharpe
from usdcop.report.pictures import BLUE, GREEN, INK, ORANGE, PALE, STYLE, WIDTH, svg_of
from usdcop.report.tried import Tried

LEAST_WEALTH: Final = 1e-3
"""A logarithm has no place for what is lost altogether."""


def returns_picture(sessions: Sequence[date], net: Floats, gross: Floats) -> str:
    """Equity before and after costs, over the Sharpe ratio of a window that rolls."""
    days = np.array(sessions, dtype="datetime64[D]")
    rolling = rolling_sharpe(net)
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 3.6), layout="constrained")
        top, bottom = figure.subplots(2, 1, sharex=True)
        top.plot(days, 100 * np.cumsum(gross), color=ORANGE, linestyle=(0, (5, 1.5)), linewidth=1.2)
        top.plot(days, 100 * np.cumsum(net), color=BLUE, linewidth=1.8)
        top.axhline(0, color=PALE, linewidth=0.6)
        top.set_title("Before costs (dashed) and after (solid), return in % of capital")
        bottom.axhline(0, color=PALE, linewidth=0.6)
        if len(rolling):
            bottom.plot(days[-len(rolling) :], rolling, color=BLUE, linewidth=1.2)
            bottom.set_title(f"Sharpe ratio a year of the {ROLLING} sessions before each day, net")
        else:
            bottom.set_title(f"Fewer than {ROLLING} sessions: no rolling Sharpe ratio")
        bottom.set_xlim(days[0], days[-1])
        return svg_of(figure)


def proof_picture(proof: ForwardProof) -> str:
    """Wealth of the bets on a logarithmic scale by session since the entry, with its target and the first look."""
    wealth = np.maximum(np.concatenate([[1.0], proof.wealth]), LEAST_WEALTH)
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 2.6), layout="constrained")
        axes = figure.subplots()
        axes.set_yscale("log")
        axes.plot(np.arange(len(wealth)), wealth, color=BLUE, linewidth=1.8)
        axes.axhline(proof.target, color=GREEN, linewidth=1.2, linestyle=(0, (5, 1.5)))
        axes.axhline(1.0, color=PALE, linewidth=0.6)
        axes.axvline(FIRST_LOOK, color=INK, linewidth=0.8, linestyle=(0, (1, 1)))
        last = max(len(wealth) - 1, FIRST_LOOK)
        axes.set_xlim(0, 1.04 * last)
        axes.set_ylim(min(float(wealth.min()), 0.5) / 1.3, 1.6 * max(float(wealth.max()), proof.target))
        axes.annotate(
            f"target {proof.target:,.0f}",
            (0.0, proof.target),
            (4, 3),
            textcoords="offset points",
            color=GREEN,
            fontsize=7.5,
        )
        axes.annotate(
            "first look",
            (FIRST_LOOK, 1.0),
            (4, 4),
            textcoords="offset points",
            color=INK,
            fontsize=7.5,
        )
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.minorticks_off()
        axes.set_title("Wealth of the bets, by session since the entry (logarithmic)")
        return svg_of(figure)


def tried_picture(tried: Sequence[Tried], hurdle: float | None) -> str:
    """Sharpe ratio of every bundle that was shown, a row a look, with this one filled and the hurdle of luck."""
    numbers = sorted({one.look for one in tried})
    rows = {number: row for row, number in enumerate(numbers)}
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 0.8 + 0.19 * len(numbers)), layout="constrained")
        axes = figure.subplots()
        axes.axvline(0, color=INK, linewidth=0.8)
        if hurdle is not None:
            axes.axvline(hurdle, color=ORANGE, linewidth=1.2, linestyle=(0, (5, 1.5)))
        known = [(one, one.sharpe) for one in tried if one.sharpe is not None]
        for one, sharpe in known:
            axes.plot(
                [sharpe],
                [rows[one.look]],
                "o",
                color=BLUE if one.chosen else PALE,
                markersize=6 if one.chosen else 4.5,
                markerfacecolor=BLUE if one.chosen else "white",
            )
        axes.set_yticks(range(len(numbers)), [f"look {number}" for number in numbers])
        axes.set_ylim(len(numbers) - 0.5, -0.5)
        axes.margins(x=0.06)
        axes.tick_params(axis="y", length=0, labelcolor=INK)
        axes.grid(visible=True, axis="x")
        luck = "" if hurdle is None else "; dashed: luck of the best"
        axes.set_title(f"Sharpe ratio a year of all that was tried (filled: this one{luck})")
        return svg_of(figure)
