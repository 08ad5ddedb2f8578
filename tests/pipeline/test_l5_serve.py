"""L5: what is said at a bar is said as soon as the bar has closed, and stays."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.batch import CALENDAR, MARKET, bring
from support.bundles import make_contract, make_weights
from support.histories import restless_bundle
from support.lakes import lake_at
from support.raw_rows import raw_of
from support.walk import raw_walk
from usdcop.backtest.engine import run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Split
from usdcop.core.errors import ContractError, MissingInputError
from usdcop.core.sessions import BAR
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.l5_serve import PREDICTIONS, Deployed, predictions, serving_episodes
from usdcop.policy.bundle import Bundle

FIRST, LAST = date(2025, 3, 24), date(2025, 4, 2)
SESSIONS = CALENDAR.sessions(FIRST, LAST)
RAW = raw_walk(CALENDAR, FIRST, LAST, seed=9, missing=0.05)
SPLIT = Split("s", (SESSIONS[1], SESSIONS[3]), (SESSIONS[4], SESSIONS[4]), (SESSIONS[5], LAST), 0)
OPEN = CALENDAR.opens_at(LAST)
STOP = 0.002


def _made(folder: Path, bars: int) -> Episodes:
    """The newest two sessions as they stand ``bars`` bars after the last one opened."""
    now = OPEN + bars * BAR
    bring(lake_at(folder), RAW.filter(pl.col("known_at") <= now), now)
    return serving_episodes(lake_at(folder), MARKET, 2)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Episodes:
    return _made(tmp_path_factory.mktemp("whole"), 60)


@pytest.fixture(scope="module")
def bundle(whole: Episodes) -> Bundle:
    trained = replace(whole, training_grade=np.ones(len(whole), dtype=np.bool_))
    span = (whole.sessions[0], whole.sessions[-1])
    return restless_bundle(trained, replace(SPLIT, train=span))


def _said(episodes: Episodes, *deployed: Deployed) -> pl.DataFrame:
    return predictions(deployed, episodes, MARKET, "synthetic", CostModel(), Stakes())


def test_every_bar_with_features_asks_until_the_last_two_slots(whole: Episodes, bundle: Bundle) -> None:
    said = _said(whole, Deployed("champion", 7, bundle))
    slot = (pl.col("time").dt.hour().cast(pl.Int64) - 13) * 12 + pl.col("time").dt.minute() // 5
    asking = RAW.filter((pl.col("time") >= CALENDAR.opens_at(SESSIONS[-2])) & (slot < 58))
    assert said["time"].to_list() == asking["time"].to_list()
    assert dict(said.schema) == PREDICTIONS


def test_a_row_names_its_bundle_and_its_market(whole: Episodes, bundle: Bundle) -> None:
    said = _said(whole, Deployed("champion", 7, bundle)).row(0, named=True)
    assert (said["symbol"], said["data_kind"], said["alias"]) == ("USDCOP", "synthetic", "champion")
    assert (said["model_version"], said["bundle_hash"]) == ("7", bundle.digest)
    assert said["time"] == CALENDAR.opens_at(said["session"]) + said["slot"] * BAR


def test_the_target_is_the_likeliest_action_on_the_position_it_holds(whole: Episodes, bundle: Bundle) -> None:
    said = _said(whole, Deployed("champion", 7, bundle))
    shares = said.select("p_short", "p_flat", "p_long").to_numpy()
    assert shares.sum(axis=1) == pytest.approx(1.0)
    assert (shares.argmax(axis=1) - 1 == said["target"].to_numpy()).all()
    assert set(said["target"]) == {-1, 0, 1}
    done = run(whole, bundle.policy, CostModel(), Stakes(), CALENDAR)
    taken = done.positions[whole.decides & ~whole.doubtful]
    calm = ~whole.doubtful[whole.decides]
    assert said["target"].to_numpy()[calm].tolist() == taken.tolist()


def test_a_bundle_with_a_stop_is_asked_on_the_flat_position_it_then_holds(
    whole: Episodes, bundle: Bundle
) -> None:
    free, stopped = (_said(whole, Deployed("champion", 7, bundle, stop)) for stop in (None, STOP))
    plain, done = (run(whole, bundle.policy, CostModel(), Stakes(), CALENDAR, stop) for stop in (None, STOP))
    row, slot = np.argwhere(done.positions != plain.positions)[0]
    assert (done.positions[row, slot:] == 0).all()
    until = pl.col("time") <= CALENDAR.opens_at(whole.sessions[row]) + int(slot) * BAR
    assert_frame_equal(stopped.filter(until), free.filter(until))
    assert stopped["time"].to_list() == free["time"].to_list()
    assert stopped["value"].to_list() != free["value"].to_list()


def test_the_roles_stand_side_by_side(whole: Episodes, bundle: Bundle) -> None:
    roles = (Deployed("shadow", 8, bundle), Deployed("champion", 7, bundle))
    said = _said(whole, *roles)
    assert said["alias"][:4].to_list() == ["champion", "shadow"] * 2
    assert said["time"].is_sorted()
    assert_frame_equal(
        said.filter(pl.col("alias") == "champion").select("time", "target", "value"),
        said.filter(pl.col("alias") == "shadow").select("time", "target", "value"),
    )


def test_nobody_deployed_says_nothing(whole: Episodes) -> None:
    said = _said(whole)
    assert said.is_empty()
    assert dict(said.schema) == PREDICTIONS


@pytest.mark.parametrize("bars", [1, 2, 17, 44, 59])
def test_what_is_said_while_the_session_runs_is_never_taken_back(
    whole: Episodes, bundle: Bundle, tmp_path: Path, bars: int
) -> None:
    running = _said(_made(tmp_path, bars), Deployed("champion", 7, bundle))
    until = OPEN + bars * BAR
    later = _said(whole, Deployed("champion", 7, bundle)).filter(pl.col("time") + BAR <= until)
    assert_frame_equal(running, later, check_exact=True)
    closed = RAW.filter((pl.col("known_at") <= until) & (pl.col("time") < OPEN + 58 * BAR))
    assert running["time"][-1] == closed["time"][-1]  # the newest bar has its opinion at once


def test_a_bundle_of_other_features_is_refused(whole: Episodes, bundle: Bundle) -> None:
    contract = make_contract(len(FEATURE_NAMES))
    foreign = Bundle.build(make_weights(len(FEATURE_NAMES), hidden=(8,)), contract)
    with pytest.raises(ContractError, match="trained on other features"):
        _said(whole, Deployed("champion", 1, bundle), Deployed("shadow", 2, foreign))


def test_a_session_of_one_suspect_bar_says_nothing_there(
    whole: Episodes, bundle: Bundle, tmp_path: Path
) -> None:
    """The second bar jumps by two per cent: nobody is asked at it."""
    _made(tmp_path, 1)
    day = CALENDAR.sessions(LAST, date(2025, 4, 10))[1]
    close = float(RAW["close"][-1])
    now = CALENDAR.opens_at(day) + 2 * BAR
    bring(lake_at(tmp_path), pl.concat([RAW, raw_of(day, {0: close, 1: close * 1.02})]), now)
    said = _said(serving_episodes(lake_at(tmp_path), MARKET, 1), Deployed("champion", 7, bundle))
    assert said["time"].to_list() == [CALENDAR.opens_at(day)]


def test_before_l4_there_is_nothing_to_predict(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match=r"nothing to predict.*usdcop run"):
        serving_episodes(lake_at(tmp_path), MARKET, 5)
