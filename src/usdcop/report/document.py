"""The report of an evaluation: canonical JSON, and a PDF whose bytes follow from its contents alone."""

from dataclasses import dataclass
from importlib.resources import files

import typst

from usdcop.backtest.data_summary import DataSummary
from usdcop.backtest.serialise import canonical_json
from usdcop.backtest.walkforward import WalkForward
from usdcop.core.trials import Look
from usdcop.court.evaluation import Evaluation
from usdcop.report import SCHEMA
from usdcop.report.curves import proof_picture, returns_picture, tried_picture
from usdcop.report.marks import interval_mark
from usdcop.report.pictures import (
    advantage_picture,
    equity_picture,
    folds_picture,
    heat_picture,
    trades_picture,
)
from usdcop.report.tried import tried_in
from usdcop.report.view import view_of


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """All that is reported. What was not done is None, and the report says so."""

    evaluation: Evaluation
    walk_forward: WalkForward | None = None
    data: DataSummary | None = None
    walk_absent: str = "Not done."
    """Why there is no walk-forward, where there is none."""
    looks: tuple[Look, ...] = ()
    """Every look that counts at the judged sessions, in order; empty for a bundle that is proven forward."""


def report_json(report: Report) -> bytes:
    """The report as canonical JSON; figures that cannot be known are null with a reason."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "evaluation": report.evaluation,
            "walk_forward": report.walk_forward,
            "walk_absent": "" if report.walk_forward else report.walk_absent,
            "data": report.data,
            "looks": report.looks,
        }
    )


def report_pdf(report: Report) -> bytes:
    """The report as a PDF: nothing is fetched, no clock is read, no font of the machine is used."""
    return typst.compile(_template(), sys_inputs=_inputs(report), ignore_system_fonts=True, timestamp=0)


def _template() -> bytes:
    return files("usdcop.report").joinpath("templates/report.typ").read_bytes()


def _inputs(report: Report) -> dict[str, str]:
    """What the template reads: the texts as JSON, and the pictures as SVG."""
    judged, walk = report.evaluation, report.walk_forward
    view = canonical_json(view_of(judged, walk, report.data, report.walk_absent, report.looks)).decode()
    inputs = {"view": view} | _gate_pictures(judged)
    if judged.trades:
        inputs |= _earned_pictures(judged)
    if judged.forward is not None:
        inputs["forward"] = proof_picture(judged.forward)
    if report.looks:
        tried = tried_in(report.looks, judged.bundle_id)
        inputs["tried"] = tried_picture(tried, judged.deflated.hurdle.value)
    return inputs if walk is None else inputs | _walk_pictures(walk)


def _earned_pictures(judged: Evaluation) -> dict[str, str]:
    """How the return came about; of what never traded there is nothing to draw."""
    rivals = {rival.name: rival.returns for rival in judged.rivals}
    ours = (judged.policy, judged.returns)
    return {
        "equity": equity_picture(judged.sessions, ours, rivals, "Judged sessions, net of costs"),
        "returns": returns_picture(judged.sessions, judged.returns, judged.gross),
        "advantage": advantage_picture({rival.name: rival.advantage for rival in judged.rivals}),
        "heat": heat_picture(judged.heat_map),
        "trades": trades_picture(judged.distribution),
    }


def _walk_pictures(walk: WalkForward) -> dict[str, str]:
    rivals = {rival.name: rival.returns for rival in walk.rivals}
    title = "All folds, mean of seeds, net of costs"
    return {
        "folds": folds_picture(walk),
        "walk": equity_picture(walk.sessions, ("procedure", walk.returns), rivals, title, height=3.1),
    }


def _gate_pictures(judged: Evaluation) -> dict[str, str]:
    """The interval of each gate that has one: beside zero, or beside the costs in force among their multiples."""
    found = {}
    for gate in judged.gates.gates:
        low, high = gate.interval.low.value, gate.interval.high.value
        if low is not None and high is not None:
            found[f"gate-{gate.name}"] = interval_mark(
                low, high, 1.0 if gate.name == "stressed_costs" else 0.0
            )
    return found
