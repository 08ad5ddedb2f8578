"""The report of an evaluation: canonical JSON, and a PDF whose bytes follow from its contents alone."""

from dataclasses import dataclass
from importlib.resources import files

import typst

from usdcop.backtest.data_summary import DataSummary
from usdcop.backtest.serialise import canonical_json
from usdcop.backtest.walkforward import WalkForward
from usdcop.court.evaluation import Evaluation
from usdcop.report.pictures import (
    advantage_picture,
    equity_picture,
    folds_picture,
    heat_picture,
    trades_picture,
)
from usdcop.report.view import view_of

SCHEMA = 2
"""Version of the JSON's shape; it rises when a reader would have to change."""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """All that is reported. What was not done is None, and the report says so."""

    evaluation: Evaluation
    walk_forward: WalkForward | None = None
    data: DataSummary | None = None
    walk_absent: str = "Not done."
    """Why there is no walk-forward, where there is none."""


def report_json(report: Report) -> bytes:
    """The report as canonical JSON; figures that cannot be known are null with a reason."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "evaluation": report.evaluation,
            "walk_forward": report.walk_forward,
            "walk_absent": "" if report.walk_forward else report.walk_absent,
            "data": report.data,
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
    view = canonical_json(view_of(judged, walk, report.data, report.walk_absent)).decode()
    inputs = {
        "view": view,
        "equity": equity_picture(
            judged.sessions,
            (judged.policy, judged.returns),
            {rival.name: rival.returns for rival in judged.rivals},
            "Test part, net of costs",
        ),
        "advantage": advantage_picture({rival.name: rival.advantage for rival in judged.rivals}),
        "heat": heat_picture(judged.heat_map),
        "trades": trades_picture(judged.distribution),
    }
    if walk is not None:
        rivals = {rival.name: rival.returns for rival in walk.rivals}
        inputs["folds"] = folds_picture(walk)
        inputs["walk"] = equity_picture(
            walk.sessions,
            ("procedure", walk.returns),
            rivals,
            "All folds, mean of seeds, net of costs",
            height=3.1,
        )
    return inputs
