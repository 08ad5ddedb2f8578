"""The session stop by hand on sessions of a few bars, and against a naive loop over bars and pesos."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.episodes import Plant, make_episodes
from support.policies import Always, Follow, Restless
from usdcop.backtest.activity import activity_of
from usdcop.backtest.engine import Backtest, Market, run
from usdcop.core import accounting
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Floats
from usdcop.core.units import BPS, Bps, Usd
from usdcop.policy.interface import Observation, Policy

FREE, STAKES = CostModel(Bps(0.0), Bps(0.0)), Stakes(Usd(1_000.0))
STOP = 1 / 64
"""From 4096 to 4032, to the last bit."""
NO_BAR = None


def session(
    *closes: float | None, doubtful: Sequence[int] = (), unasked: Sequence[int] = (), decides: bool = True
) -> Episodes:
    """One session with these closes; the policy is not asked in the slots ``unasked``, or at all."""
    slots = len(closes)
    present = [slot for slot, close in enumerate(closes) if close is not None]
    following = dict(pairwise(present))
    price = np.array([[0.0 if close is None else close for close in closes]])
    fill_slot = np.zeros((1, slots), dtype=np.int16)
    asked, doubt = np.zeros((1, slots), dtype=np.bool_), np.zeros((1, slots), dtype=np.bool_)
    for slot, later in following.items():
        fill_slot[0, slot] = later
        asked[0, slot] = decides and slot < slots - 2 and slot not in unasked
    doubt[0, list(doubtful)] = True
    last = present[-1]
    return Episodes(
        sessions=(date(2024, 3, 5),),
        feature_names=("x",),
        features=np.zeros((1, slots, 1)),
        close=price,
        fill=np.where(fill_slot > 0, price[0, fill_slot], 0.0),
        fill_slot=fill_slot,
        decides=asked,
        doubtful=doubt,
        exit_price=price[:, last],
        exit_slot=np.array([last], dtype=np.int16),
        first_close=price[:, present[0]],
        training_grade=np.array([True]),
    )


def long(episodes: Episodes, stop: float | None = STOP, costs: CostModel = FREE) -> Backtest:
    return run(episodes, Always("long", 1.0), costs, STAKES, stop=stop)


def fills(done: Backtest) -> list[tuple[int, float, float, bool]]:
    return [(one.slot, one.units, one.price, one.forced) for one in done.fills]


def test_the_next_present_close_after_the_loss_leaves_the_session_flat() -> None:
    """Lost at slot 3; left at 4040 in slot 4, so less than the stop is lost: it stays stopped all the same."""
    done = long(session(4096, 4096, 4064, 4032, 4040, 4100, 4200, 4300, 4300, 4300))
    assert done.positions.tolist() == [[1, 1, 1, 0, 0, 0, 0, 0, 0, 0]]
    assert fills(done) == [(1, 1.0, 4096.0, False), (4, -1.0, 4040.0, False)]
    assert [one.target for one in done.decisions] == [1, 1, 1, 0, 0, 0, 0, 0]
    assert done.session_gains.tolist() == pytest.approx([-56 / 4096])
    assert done.stop == STOP


def test_a_loss_just_short_of_the_stop_is_none() -> None:
    closes = (4096.0, 4096.0, 4064.0, 4032.0 + 1e-6, 4040.0, 4100.0, 4100.0)
    assert long(session(*closes)).positions.tolist() == [[1] * 7]


def test_a_gap_beyond_the_stop_is_lost_and_so_is_the_move_until_the_fill() -> None:
    done = long(session(4096, 4096, 4090, 3900, 3880, 4000, 4000))
    assert fills(done)[1] == (4, -1.0, 3880.0, False)
    assert done.session_gains.tolist() == pytest.approx([-216 / 4096])


def test_costs_alone_can_reach_it() -> None:
    """Four round trips of 2 units at 1 % each on a still price, the stop at 7 %."""
    dear = CostModel(Bps(100.0), Bps(0.0))
    flips = np.array([[1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, 1.0, 1.0, 1.0]])
    market = Market.priced(session(*[4096.0] * 10), dear, STAKES)
    done = market.take(flips, name="flips", stop=0.07)
    assert done.positions.tolist() == [[1, -1, 1, -1, 0, 0, 0, 0, 0, 0]]  # 1 + 2 + 2 + 2 units
    assert done.session_gains.tolist() == pytest.approx([-0.08])


def test_in_the_last_two_slots_the_forced_exit_is_the_stop() -> None:
    """Lost in slot 6 of 8: the next close is the exit's."""
    episodes = session(4096, 4096, 4096, 4096, 4096, 4096, 4000, 3990)
    assert fills(long(episodes)) == [(1, 1.0, 4096.0, False), (7, -1.0, 3990.0, True)]
    assert long(episodes).decision_hash == long(episodes, None).decision_hash


def test_lost_in_the_last_slot_that_decides_it_is_left_before_the_exit() -> None:
    done = long(session(4096, 4096, 4096, 4096, 4096, 4000, 4010, 4300))
    assert fills(done)[1:] == [(6, -1.0, 4010.0, False)]


def test_at_a_doubtful_quote_the_stop_acts() -> None:
    done = long(session(4096, 4096, 4000, 4010, 4100, 4100, 4100, doubtful=[2, 3]))
    assert fills(done)[1:] == [(3, -1.0, 4010.0, False)]


def test_where_the_next_bar_is_missing_a_later_one_fills() -> None:
    done = long(session(4096, 4096, 4000, NO_BAR, NO_BAR, 4020, 4100, 4100, 4100))
    assert fills(done)[1:] == [(5, -1.0, 4020.0, False)]
    assert [one.slot for one in done.decisions] == [0, 1, 2, 5, 6]


def test_a_missing_bar_hides_a_loss_until_the_next_one() -> None:
    done = long(session(4096, 4096, NO_BAR, 4000, 4020, 4100, 4100, 4100))
    assert fills(done)[1:] == [(4, -1.0, 4020.0, False)]


def test_lost_at_the_last_bar_of_a_session_that_ends_early() -> None:
    done = long(session(4096, 4096, 4090, 3900, NO_BAR, NO_BAR, NO_BAR, NO_BAR))
    assert fills(done)[1:] == [(3, -1.0, 3900.0, True)]
    assert [one.slot for one in done.decisions] == [0, 1, 2]


def test_the_stop_acts_where_the_policy_is_not_asked() -> None:
    """A decision where it leaves a position, none where it has nothing to leave."""
    episodes = session(4096, 4096, 4090, 4000, 4020, 4100, 4200, 4200, 4200, unasked=[3, 4])
    done = long(episodes, costs=CostModel())
    assert fills(done)[1:] == [(4, -1.0, 4020.0, False)]
    assert [(one.slot, one.target) for one in done.decisions] == [
        (0, 1),
        (1, 1),
        (2, 1),
        (3, 0),
        (5, 0),
        (6, 0),
    ]
    (result,) = done.results
    assert done.session_gains.tolist() == pytest.approx([result.gain])
    assert (activity_of(done, episodes.sessions).sells, activity_of(done, episodes.sessions).turnover) == (
        1,
        2,
    )
    assert fills(long(episodes, None))[1:] == [(8, -1.0, 4200.0, True)]


def test_a_session_without_a_decision_slot_has_nothing_to_stop() -> None:
    done = long(session(4096, 4096, 4000, 3900, 3800, 3700, decides=False))
    assert (done.fills, done.decisions) == ([], [])


@dataclass(frozen=True)
class Diary:
    """Long at once, and keeps what it held when it was asked."""

    held: list[float]
    name: str = "diary"

    def targets(self, seen: Observation) -> Floats:
        self.held.extend(seen.position.tolist())
        return np.ones(len(seen.sessions))


def test_a_stopped_policy_is_asked_on_and_sees_that_it_is_flat() -> None:
    diary = Diary([])
    run(session(4096, 4096, 4000, 4010, 4100, 4100, 4100), diary, FREE, STAKES, stop=STOP)
    assert diary.held == [0.0, 1.0, 1.0, 0.0, 0.0]


def test_a_stop_that_is_never_reached_changes_nothing() -> None:
    episodes = make_episodes(20, seed=5)
    plain, stopped = (run(episodes, Restless(), CostModel(), Stakes(), stop=stop) for stop in (None, 0.9))
    assert stopped.decision_hash == plain.decision_hash
    np.testing.assert_array_equal(stopped.rewards, plain.rewards)


def test_higher_costs_reach_the_stop_sooner_and_lower_ones_leave_it_where_it_was() -> None:
    episodes = make_episodes(60, seed=8)
    done = run(episodes, Restless(), CostModel(), Stakes(), stop=0.008)
    for multiple in (1.25, 3.0):
        dear = run(episodes, Restless(), CostModel().times(multiple), Stakes(), stop=0.008)
        again = done.at_costs(CostModel().times(multiple))
        assert again.decision_hash == dear.decision_hash != done.decision_hash
        np.testing.assert_array_equal(again.rewards, dear.rewards)
    assert done.at_costs(FREE).decision_hash == done.decision_hash
    assert done.at_costs(FREE).rewards.sum() > done.rewards.sum()


def some_unasked(episodes: Episodes, seed: int) -> Episodes:
    """``episodes`` whose policy is not asked at some present bars."""
    asked = episodes.decides & (np.random.default_rng(seed).random(episodes.decides.shape) > 0.2)
    return replace(episodes, decides=asked, features=np.where(asked[:, :, None], episodes.features, 0.0))


POLICIES: list[Policy] = [Always("long", 1.0), Always("short", -1.0), Follow(1e-4), Restless()]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    policy=st.sampled_from(POLICIES),
    stop=st.floats(2e-4, 0.03),
    multiple=st.sampled_from([0.0, 1.0, 4.0]),
    asked=st.booleans(),
)
def test_the_engine_does_what_a_naive_loop_does(
    seed: int, policy: Policy, stop: float, multiple: float, asked: bool
) -> None:
    whole = make_episodes(6, seed, slots=30, plant=Plant(noise_bps=25.0))
    episodes = whole if asked else some_unasked(whole, seed)
    costs, present = CostModel().times(multiple), whole.decides
    done = run(episodes, policy, costs, Stakes(), stop=stop)
    for row in range(len(episodes)):
        positions, decided, pesos = naive(episodes, present[row], row, policy, stop, costs)
        assert done.positions[row].tolist() == positions
        assert np.flatnonzero(done.decided[row]).tolist() == decided
        capital = Stakes().notional * episodes.first_close[row]
        assert done.rewards[row].sum() / BPS * capital == pytest.approx(pesos, abs=1e-6 * capital)
        assert done.results[row].pnl == pytest.approx(pesos, abs=1e-6 * capital)
    given_targets = np.where(episodes.decides, run(episodes, policy, costs, Stakes()).positions, 9.0)
    taken = Market.priced(episodes, costs, Stakes()).take(given_targets, name="given", stop=stop)
    if not isinstance(policy, Restless):  # a restless one wants other things once it is flat
        assert taken.positions.tolist() == done.positions.tolist()


def naive(
    episodes: Episodes, present: np.ndarray, row: int, policy: Policy, stop: float, costs: CostModel
) -> tuple[list[float], list[int], float]:
    """Positions, slots of decisions and pesos of one session, one present bar and one float at a time."""
    notional, first = Stakes().notional, float(episodes.first_close[row])
    held = entry = cash = paid = 0.0
    stopped, positions, decided = False, [], []

    def trade(units: float, price: float) -> tuple[float, float]:
        return cash - units * price, paid + accounting.cost_cop(units, price, costs.rate, notional)

    for slot in range(episodes.slots):
        if present[slot]:
            close = float(episodes.close[row, slot])
            pnl = accounting.session_pnl_cop(cash, held, close, paid, notional)
            stopped = stopped or accounting.stop_reached(pnl, stop, notional, first)
            target = held
            if episodes.decides[row, slot]:
                wish = accounting.heeded(asked(policy, episodes, row, slot, held, entry), stopped)
                target = accounting.permitted(wish, held, 1.0, float(episodes.doubtful[row, slot]))
            elif stopped:
                target = 0.0
            if episodes.decides[row, slot] or target != held:
                decided.append(slot)
            price = float(episodes.fill[row, slot])
            entry = accounting.entry_after(entry, price, target, held)
            cash, paid = trade(target - held, price)
            held = target
        positions.append(held)
    cash, paid = trade(-held, float(episodes.exit_price[row]))
    return positions, decided, cash * notional - paid


def asked(policy: Policy, episodes: Episodes, row: int, slot: int, held: float, entry: float) -> float:
    close, first = float(episodes.close[row, slot]), float(episodes.first_close[row])
    profit = accounting.unrealised(held, entry, close, first)
    seen = Observation(
        sessions=(episodes.sessions[row],),
        slot=slot,
        features=episodes.features[row, slot][None, :],
        position=np.array([held]),
        unrealised_bps=np.array([profit]),
        time_to_close=(episodes.slots - 1 - slot) / episodes.slots,
    )
    return float(policy.targets(seen)[0])
