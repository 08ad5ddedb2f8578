"""Rivals on the same sessions, and what it means to beat them."""

from dataclasses import replace

import numpy as np
import pytest

from support.policies import Always, Follow, classics
from usdcop.backtest.engine import run
from usdcop.backtest.rivals import MATCHED_EXPOSURE, matched_exposure, rivals_of
from usdcop.backtest.statistics import BootstrapSettings
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes
from usdcop.core.metrics import Activity
from usdcop.policy.interface import Policy

QUICK = BootstrapSettings(resamples=200)


def test_matched_exposure_holds_the_mean_position(planted: Episodes) -> None:
    done = run(planted, Follow(6e-4), CostModel(), Stakes())
    mean = done.positions[planted.decides].mean()
    matched = matched_exposure(done)
    assert np.unique(matched.positions[planted.decides]).tolist() == [mean]
    traded = int((matched.positions[:, -1] != 0).sum())
    assert sum(abs(one.units) for one in matched.fills) == pytest.approx(2 * traded * abs(mean))


def test_matched_exposure_of_nothing_is_nothing(planted: Episodes) -> None:
    nothing = planted.take(np.zeros(len(planted), dtype=np.bool_))
    assert matched_exposure(run(nothing, Follow(6e-4), CostModel(), Stakes())).fills == []


def test_a_policy_does_not_beat_itself(planted: Episodes) -> None:
    done = run(planted, Always("long", 1.0), CostModel(), Stakes())
    long = next(rival for rival in rivals_of(done, planted.sessions, classics, QUICK) if rival.name == "long")
    assert long.advantage.mean_bps.value == 0.0
    assert not long.advantage.beats


def test_the_planted_signal_beats_all_and_flat_beats_the_losers(planted: Episodes) -> None:
    follower = run(planted, Follow(6e-4), CostModel(), Stakes())
    assert all(rival.advantage.beats for rival in rivals_of(follower, planted.sessions, classics, QUICK))


def test_baselines_are_made_for_what_the_policy_did(planted: Episodes) -> None:
    asked: list[Activity] = []

    def baselines(activity: Activity) -> list[Policy]:
        asked.append(activity)
        return [Always("flat", 0.0)]

    calm = replace(planted, doubtful=np.zeros_like(planted.doubtful))
    done = run(calm, Always("short", -1.0), CostModel(), Stakes())
    names = [rival.name for rival in rivals_of(done, calm.sessions, baselines, QUICK)]
    assert names == ["flat", MATCHED_EXPOSURE]
    assert asked[0].short == asked[0].decisions
