"""Pictures: same numbers, same bytes; names beside lines do not overlap."""

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from usdcop.backtest.statistics import Difference, Interval
from usdcop.backtest.walkforward import WalkForward
from usdcop.core.metrics import unknown
from usdcop.court.evaluation import Evaluation
from usdcop.report import pictures
from usdcop.report.pictures import (
    advantage_picture,
    equity_picture,
    folds_picture,
    heat_picture,
    trades_picture,
)


def texts(svg: str) -> list[str]:
    return [
        "".join(node.itertext()).strip() for node in ET.fromstring(svg).iter() if node.tag.endswith("}text")
    ]


def drawn(evaluation: Evaluation) -> str:
    rivals = {rival.name: rival.returns for rival in evaluation.rivals}
    return equity_picture(evaluation.sessions, (evaluation.policy, evaluation.returns), rivals, "Test part")


def test_the_equity_names_the_policy_and_every_rival(evaluation: Evaluation) -> None:
    assert {"follow", "flat", "long", "short", "matched exposure", "Test part"} <= set(
        texts(drawn(evaluation))
    )


def test_the_same_numbers_give_the_same_bytes(evaluation: Evaluation) -> None:
    assert drawn(evaluation) == drawn(evaluation)
    assert trades_picture(evaluation.distribution) == trades_picture(evaluation.distribution)


def test_a_rival_that_leaves_the_picture_is_named_with_its_end(evaluation: Evaluation) -> None:
    ruin = {"ruin": np.full(len(evaluation.sessions), -0.5), "flat": np.zeros(len(evaluation.sessions))}
    svg = equity_picture(evaluation.sessions, ("follow", evaluation.returns), ruin, "Test part")
    assert "ruin (−6000.00 %)" in texts(svg)


def test_the_heat_map_writes_every_cell_and_time(evaluation: Evaluation) -> None:
    written = texts(heat_picture(evaluation.heat_map))
    assert {"08:05", "12:50", "Monday"} <= set(written)
    cells = [
        text for text in written if text == "·" or (text[:1] in "+−" and text[1:].replace(".", "").isdigit())
    ]
    assert len(cells) == evaluation.heat_map.bps.size


def test_trades_advantages_and_folds_are_drawn(evaluation: Evaluation, walked: WalkForward) -> None:
    assert "Trades by net result" in texts(trades_picture(evaluation.distribution))
    advantages = {rival.name: rival.advantage for rival in evaluation.rivals}
    assert set(advantages) <= set(texts(advantage_picture(advantages)))
    assert {f"fold {number}" for number in range(1, 6)} <= set(texts(folds_picture(walked)))


def test_what_never_traded_can_be_drawn_too(idle: Evaluation) -> None:
    assert "idle" in texts(drawn(idle))
    assert texts(trades_picture(idle.distribution))
    assert texts(heat_picture(idle.heat_map)).count("·") == idle.heat_map.bps.size


def test_an_advantage_or_a_sharpe_that_is_unknown_is_left_out(walked: WalkForward) -> None:
    nothing = unknown("no session")
    svg = advantage_picture({"flat": Difference(nothing, Interval(nothing, nothing))})
    assert "flat" in texts(svg)
    idle = [replace(run, sharpe=nothing) for run in walked.folds[0].runs]
    fold = replace(walked.folds[0], runs=tuple(idle), sharpe=nothing)
    assert "fold 1" in texts(folds_picture(replace(walked, folds=(fold,))))


@pytest.mark.parametrize("wanted", [[0.5, 0.5, 0.5], [0.0, 0.01, 0.99, 1.0], [1.0] * 5, [0.1, 0.9]])
def test_names_are_moved_apart_and_stay_inside(wanted: list[float]) -> None:
    placed = pictures._apart(wanted, step=0.1)
    assert all(later - earlier >= 0.1 - 1e-12 for earlier, later in pairwise(placed))
    assert max(placed) <= 1.0
