"""``docs/COURT.md``: every rate with its count and 95 % interval, beside what was to be reached."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import beta

from usdcop.court.power import best_power, power
from usdcop.court.spending import look_level

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE, PICTURE = ROOT / "docs" / "COURT.md", ROOT / "docs" / "pictures" / "court-power.png"
FOUND = "One trial with an edge: found"
TRADES = 0.5
"""Share of its sessions in which a policy trades that counts as trading."""
ABOVE = 4.0
"""True Sharpe ratio from which a planted edge must be found."""

INTRODUCTION = """# The court's error rates

What the gates let through that has no edge, and what they find that has one. Measured by `make court` (drawn runs: made-up
session returns through the very functions that judge edge, concentration, drawdown, forward proof and decay; the
daily-loss limit is ten standard deviations of a session) and by `make court-whole` (whole runs: bars of a made-up market
through import, layers, training and verdict in one process). Seeds are those of `bench/court`: every run is seeded by its
cell and number, so the counts come again. Intervals are 95 %, Clopper and Pearson. A rate is *missed* only where its
interval excludes what was to be reached.

Kinds of return, each with a standard deviation of 1: normal; Student's t with 4 degrees of freedom; the same, idle in 30 %
of the sessions; autocorrelated 0.2; a carry trade (minus a gamma distribution of shape ¼, skew −4).
"""


def interval(happened: int, runs: int) -> tuple[float, float]:
    """95 % interval of a rate; Clopper and Pearson (1934)."""
    low = float(beta.ppf(0.025, happened, runs - happened + 1)) if happened else 0.0
    high = float(beta.ppf(0.975, happened + 1, runs - happened)) if happened < runs else 1.0
    return low, high


def missed(cell: Mapping[str, Any]) -> bool:
    """Whether the interval of a rate excludes what was to be reached."""
    low, high = interval(cell["happened"], cell["runs"])
    return bool(low > cell["goal"] if cell["at_most"] else high < cell["goal"])


def write_page(drawn: Mapping[str, Any] | None, whole: Sequence[Mapping[str, Any]]) -> list[str]:
    """Write page and picture from what was measured; names of the rates that are missed."""
    parts = [INTRODUCTION]
    wrong: list[str] = []
    if drawn is not None:
        wrong += [f"{one['table']}: {one['name']}" for one in drawn["cells"] if missed(one)]
        parts += _drawn(drawn)
        _picture(drawn["cells"])
    if whole:
        cells = _whole_cells(whole)
        wrong += [f"{one['table']}: {one['name']}" for one in cells if missed(one)]
        parts += _whole(whole, cells)
    told = "None." if not wrong else "\n".join(f"- {name}" for name in wrong)
    parts.append(f"## Missed\n\n{told}\n")
    PAGE.write_text("\n".join(parts))
    return wrong


def _drawn(drawn: Mapping[str, Any]) -> Iterator[str]:
    minutes = drawn["seconds"] / 60
    scale = "" if drawn["scale"] == 1.0 else f", with {drawn['scale']:g} of the runs"
    yield f"Drawn runs: `make court`{scale}, {minutes:.0f} minutes in two processes.\n"
    yield "![Power beside theory](pictures/court-power.png)\n"
    for table in dict.fromkeys(one["table"] for one in drawn["cells"]):
        yield f"## {table}\n"
        yield _table([one for one in drawn["cells"] if one["table"] == table])


def _table(cells: Sequence[Mapping[str, Any]]) -> str:
    theory = any(one.get("theory") is not None for one in cells)
    head = "| | rate | 95 % interval | count | to reach |" + (" variance known |" if theory else "")
    lines = [head, "|---|---|---|---|---|" + ("---|" if theory else "")]
    for one in cells:
        low, high = interval(one["happened"], one["runs"])
        goal = f"{'≤' if one['at_most'] else '≥'} {100 * one['goal']:.3g} %" if one["goal"] else "published"
        rate = f"{100 * one['happened'] / one['runs']:.1f} %"
        line = (
            f"| {one['name']} | {'**' + rate + '** missed' if missed(one) else rate} | "
            f"{100 * low:.1f} to {100 * high:.1f} | {one['happened']:,} of {one['runs']:,} | {goal} |"
        )
        lines.append(line + (f" {100 * one['theory']:.1f} % |" if theory else ""))
    return "\n".join(lines) + "\n"


def _whole_cells(runs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Counts of the whole runs, as cells of a table."""
    nulls = [one for one in runs if one["kind"] != "planted"]
    trading = [one for one in nulls if one["traded"] > TRADES * one["sessions"]]
    good = [one for one in runs if one["true_sharpe"] is not None and one["true_sharpe"] > ABOVE]
    parts = [
        (kind, [one for one in nulls if one["kind"] == kind])
        for kind in dict.fromkeys(one["kind"] for one in nulls)
    ]
    named = [
        ("every market without an edge", nulls),
        *parts,
        ("those that trade in most sessions", trading),
        ("those free of costs: the true mean is 0", [one for one in nulls if one["free"]]),
    ]
    table = "Whole runs without an edge: promoted"
    cells = [_cell(table, name, some, 0.05, at_most=True) for name, some in named if some]
    if good:
        name = f"true Sharpe ratio above {ABOVE:g} on 5,000 fresh sessions"
        cells.append(_cell("Whole runs with a planted edge: promoted", name, good, 0.90, at_most=False))
    return cells


def _cell(
    table: str, name: str, runs: Sequence[Mapping[str, Any]], goal: float, *, at_most: bool
) -> dict[str, Any]:
    happened = sum(one["promoted"] for one in runs)
    return {
        "table": table,
        "name": name,
        "happened": happened,
        "runs": len(runs),
        "goal": goal,
        "at_most": at_most,
    }


def _whole(runs: Sequence[Mapping[str, Any]], cells: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    spent = sum(one["seconds"] for one in runs) / 3600
    yield f"Whole runs: `make court-whole`, {len(runs)} runs of 720 sessions, {spent:.1f} hours of one core.\n"
    for table in dict.fromkeys(one["table"] for one in cells):
        yield f"## {table}\n"
        yield _table([one for one in cells if one["table"] == table])
    yield "## Refusals of each gate in whole runs\n"
    yield _refusals(runs)


def _refusals(runs: Sequence[Mapping[str, Any]]) -> str:
    nulls = [one for one in runs if one["kind"] != "planted"]
    planted = [one for one in runs if one["kind"] == "planted"]
    names = dict.fromkeys(name for one in runs for name in one["failed"])
    lines = [f"| gate | without an edge, {len(nulls)} runs | planted, {len(planted)} runs |", "|---|---|---|"]
    for name in names:
        counts = [sum(name in one["failed"] for one in some) for some in (nulls, planted)]
        lines.append(f"| {name} | {counts[0]} | {counts[1]} |")
    return "\n".join(lines) + "\n"


def _picture(cells: Sequence[Mapping[str, Any]]) -> None:
    """Power of the first look by Sharpe ratio and number of sessions, beside theory."""
    figure = Figure(figsize=(8.0, 4.2), dpi=120, layout="constrained")
    axes = figure.subplots()
    sharpes = np.linspace(0.0, 6.0, 121)
    for sessions, colour in ((120, "#d55e00"), (260, "#0072b2"), (520, "#009e73")):
        level = look_level(1)
        axes.plot(sharpes, [best_power(one, sessions, level) for one in sharpes], color=colour, linewidth=1.0)
        student = [power(one, sessions, level) for one in sharpes]
        axes.plot(sharpes, student, color=colour, linewidth=1.0, linestyle=(0, (4, 2)))
        for marker, kind in (("o", "normal"), ("s", "t4"), ("^", "carry trade, skew −4")):
            own = [
                one
                for one in cells
                if one["table"] == FOUND and one["name"].startswith(f"{kind}, {sessions} ")
            ]
            points = [(float(one["name"].rpartition(" ")[2]), one["happened"] / one["runs"]) for one in own]
            if points:
                axes.plot(
                    *zip(*points, strict=True), marker, color=colour, markersize=5, markerfacecolor="white"
                )
        axes.annotate(
            f"{sessions} sessions", (sharpes[60], best_power(3.0, sessions, level)), color=colour, fontsize=8
        )
    axes.set_xlabel("true Sharpe ratio, a year")
    axes.set_ylabel("found")
    axes.set_title(
        "Power of a first look (p ≤ 3 %): line: variance known; dashed: Student; ○ normal □ t4 △ carry trade",
        fontsize=9,
    )
    axes.grid(visible=True, alpha=0.4)
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, metadata={"Software": None})
