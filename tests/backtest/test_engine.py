"""The engine by hand on a session of six bars, and its refusals."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from support.episodes import make_episodes
from support.policies import Always, Restless
from usdcop.backtest.engine import run, run_targets
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Floats
from usdcop.core.errors import ContractError
from usdcop.core.units import Usd
from usdcop.policy.interface import Observation

COSTS, STAKES = CostModel(), Stakes(Usd(1_000.0))


def by_hand() -> Episodes:
    """One session: closes 4000, 4010, missing, 4030, 4020, 4040; decisions in slots 0, 1 and 3."""
    decides = np.array([[True, True, False, True, False, False]])
    return Episodes(
        sessions=(date(2024, 3, 5),),
        feature_names=("x",),
        features=np.zeros((1, 6, 1)),
        close=np.array([[4000.0, 4010.0, 4010.0, 4030.0, 4020.0, 4040.0]]),
        fill=np.array([[4010.0, 4030.0, 4010.0, 4020.0, 4020.0, 4040.0]]),
        fill_slot=np.array([[1, 3, 0, 4, 0, 0]], dtype=np.int16),
        decides=decides,
        doubtful=np.zeros_like(decides),
        exit_price=np.array([4040.0]),
        exit_slot=np.array([5], dtype=np.int16),
        first_close=np.array([4000.0]),
        training_grade=np.array([True]),
    )


def targets(*values: float) -> Floats:
    return np.array([values])


def test_a_session_by_hand() -> None:
    """Long from 4010 to 4030, short to 4020, long to the exit at 4040: 20 + 10 + 20 COP a dollar, six units of costs."""
    done = run_targets(by_hand(), targets(1, -1, 9, 1, 9, 9), COSTS, STAKES)
    assert done.positions.tolist() == [[1, -1, -1, 1, 1, 1]]
    assert [(one.slot, one.units, one.price, one.forced) for one in done.fills] == [
        (1, 1.0, 4010.0, False),
        (3, -2.0, 4030.0, False),
        (4, 2.0, 4020.0, False),
        (5, -1.0, 4040.0, True),
    ]
    costs = 3e-4 * 1_000 * (4010 + 2 * 4030 + 2 * 4020 + 4040)
    (result,) = done.results
    assert result.pnl == pytest.approx(50_000 - costs)
    assert done.session_gains[0] == pytest.approx((50_000 - costs) / 4e6)
    assert [trade.direction for trade in done.trades] == [1, -1, 1]


def test_fills_are_dated_at_the_close_of_their_bar() -> None:
    done = run_targets(by_hand(), targets(1, 1, 0, 1, 0, 0), COSTS, STAKES)
    assert [one.at for one in done.fills] == [
        datetime(2024, 3, 5, 13, 10, tzinfo=UTC),
        datetime(2024, 3, 5, 13, 30, tzinfo=UTC),
    ]


def test_at_a_doubtful_quote_no_risk_is_added_and_flat_is_allowed() -> None:
    doubtful = replace(by_hand(), doubtful=np.array([[True, False, False, True, False, False]]))
    refused = run_targets(doubtful, targets(1, 1, 0, -1, 0, 0), COSTS, STAKES)
    assert refused.positions.tolist() == [[0, 1, 1, 1, 1, 1]]
    allowed = run_targets(doubtful, targets(0, 1, 0, 0, 0, 0), COSTS, STAKES)
    assert allowed.positions.tolist() == [[0, 1, 1, 0, 0, 0]]


def test_a_fraction_is_taken_as_it_is_when_nothing_is_refused() -> None:
    done = run_targets(by_hand(), np.full((1, 6), 0.25), COSTS, STAKES, refuse_doubtful=False)
    whole = run_targets(by_hand(), np.ones((1, 6)), COSTS, STAKES)
    assert done.rewards.sum() == pytest.approx(0.25 * whole.rewards.sum())


@dataclass(frozen=True)
class Diary:
    """Long at once, and keeps what it saw."""

    seen: list[Observation]
    name: str = "diary"

    def targets(self, seen: Observation) -> Floats:
        self.seen.append(seen)
        return np.ones(len(seen.sessions))


def test_a_policy_sees_its_position_and_open_profit_before_deciding() -> None:
    diary = Diary([])
    run(by_hand(), diary, COSTS, STAKES)
    assert [seen.slot for seen in diary.seen] == [0, 1, 3]
    assert [seen.position.tolist() for seen in diary.seen] == [[0.0], [1.0], [1.0]]
    assert [float(seen.unrealised_bps[0]) for seen in diary.seen] == pytest.approx([0.0, 0.0, 50.0])
    assert diary.seen[2].time_to_close == pytest.approx(2 / 6)


def test_only_sessions_that_decide_are_asked() -> None:
    episodes = make_episodes(20, seed=1)
    diary = Diary([])
    run(episodes, diary, COSTS, STAKES)
    asked = {seen.slot: len(seen.sessions) for seen in diary.seen}
    assert asked == {slot: count for slot, count in enumerate(episodes.decides.sum(axis=0).tolist()) if count}


def test_expected_sessions_without_bars_count_as_zero() -> None:
    done = run(by_hand(), Always("long", 1.0), COSTS, STAKES)
    returns = done.returns((date(2024, 3, 4), date(2024, 3, 5)))
    assert returns[0] == 0.0
    assert returns[1] == done.session_gains[0] != 0.0


def test_other_costs_change_rewards_and_fills_but_no_decision() -> None:
    episodes = make_episodes(10, seed=2)
    plain = run(episodes, Restless(), COSTS, STAKES)
    dear = plain.at_costs(COSTS.times(2.0))
    assert dear.rewards.sum() < plain.rewards.sum()
    assert dear.decision_hash == plain.decision_hash
    assert sum(one.cost for one in dear.fills) == pytest.approx(2 * sum(one.cost for one in plain.fills))
    assert dear.rewards.tolist() == run(episodes, Restless(), COSTS.times(2.0), STAKES).rewards.tolist()


def test_the_same_run_has_the_same_hash_and_another_does_not() -> None:
    episodes = make_episodes(10, seed=2)
    hashes = {run(episodes, policy, COSTS, STAKES).decision_hash for policy in (Restless(), Restless())}
    assert len(hashes) == 1
    assert run(episodes, Always("long", 1.0), COSTS, STAKES).decision_hash not in hashes


def test_no_episodes_are_no_error() -> None:
    nothing = make_episodes(4, seed=1).take(np.zeros(4, dtype=np.bool_))
    done = run(nothing, Restless(), COSTS, STAKES)
    assert (done.fills, done.trades, done.session_gains.tolist()) == ([], [], [])


@dataclass(frozen=True)
class Wrong:
    answer: Floats
    name: str = "wrong"

    def targets(self, seen: Observation) -> Floats:
        assert seen.slot == 0
        return self.answer


@pytest.mark.parametrize(
    "answer", [np.array([0.5]), np.array([np.nan]), np.array([1.0, 1.0]), np.array([2.0])]
)
def test_an_answer_that_is_no_target_is_refused(answer: Floats) -> None:
    with pytest.raises(ContractError, match="wrong"):
        run(by_hand(), Wrong(answer), COSTS, STAKES)


def test_given_targets_must_fit_and_be_permitted() -> None:
    with pytest.raises(ContractError, match="do not fit"):
        run_targets(by_hand(), np.zeros((2, 6)), COSTS, STAKES)
    with pytest.raises(ContractError, match="not -1, 0 or 1"):
        run_targets(by_hand(), np.full((1, 6), 0.3), COSTS, STAKES)
