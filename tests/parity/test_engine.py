"""The engine against a slow plain-Python reference that shares no line with it."""

from collections.abc import Callable

import numpy as np
import pytest

from support.episodes import make_episodes
from support.policies import Always, Follow, Restless
from usdcop.backtest.engine import run, run_targets
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes
from usdcop.core.ledger import net_pnl
from usdcop.policy.interface import Observation, Policy

RATE = 0.0003
NOTIONAL = 100_000.0
POLICIES: list[Callable[[], Policy]] = [
    lambda: Always("long", 1.0),
    lambda: Always("short", -1.0),
    lambda: Follow(1e-4),
    Restless,
]


class CashAccount:
    """Dollars and pesos of one session; a trade moves both, and nothing else is ever computed."""

    def __init__(self) -> None:
        self.dollars = 0.0
        self.pesos = 0.0
        self.entry = 0.0

    def take(self, target: int, price: float) -> None:
        bought = target * NOTIONAL - self.dollars
        self.pesos -= bought * price + abs(bought) * RATE * price
        if bought:
            self.entry = price
        self.dollars += bought

    @property
    def position(self) -> int:
        return round(self.dollars / NOTIONAL)


def slow_session(episodes: Episodes, row: int, policy: Policy) -> tuple[float, list[int]]:
    """P&L in pesos of one session, and the position after each slot, one bar and one float at a time."""
    account, positions = CashAccount(), []
    first = float(episodes.first_close[row])
    for slot in range(episodes.slots):
        if episodes.decides[row, slot]:
            held = account.position
            profit = held * (float(episodes.close[row, slot]) - account.entry) / first * 10_000
            seen = Observation(
                sessions=(episodes.sessions[row],),
                slot=slot,
                features=episodes.features[row, slot][None, :],
                position=np.array([float(held)]),
                unrealised_bps=np.array([profit if held else 0.0]),
                time_to_close=(episodes.slots - 1 - slot) / episodes.slots,
            )
            target = int(policy.targets(seen)[0])
            if episodes.doubtful[row, slot] and target != 0:
                target = held
            account.take(target, float(episodes.fill[row, slot]))
        positions.append(account.position)
    account.take(0, float(episodes.exit_price[row]))
    return account.pesos, positions


@pytest.fixture(scope="module")
def episodes() -> Episodes:
    return make_episodes(40, seed=23)


@pytest.mark.parametrize("make", POLICIES)
def test_engine_ledger_and_slow_reference_agree(episodes: Episodes, make: Callable[[], Policy]) -> None:
    done = run(episodes, make(), CostModel(), Stakes())
    for row, result in enumerate(done.results):
        pesos, positions = slow_session(episodes, row, make())
        capital = NOTIONAL * float(episodes.first_close[row])
        assert done.positions[row].tolist() == positions
        assert result.capital == capital
        assert abs(result.pnl - pesos) < 1e-9 * capital
        assert abs(done.rewards[row].sum() * 1e-4 * capital - result.pnl) < 1e-9 * capital


@pytest.mark.parametrize("make", POLICIES)
def test_given_the_same_targets_the_fast_path_does_the_same(
    episodes: Episodes, make: Callable[[], Policy]
) -> None:
    done = run(episodes, make(), CostModel(), Stakes())
    again = run_targets(episodes, done.positions, CostModel(), Stakes())
    np.testing.assert_array_equal(again.positions, done.positions)
    np.testing.assert_array_equal(again.rewards, done.rewards)
    assert again.decision_hash == done.decision_hash


def test_refusals_are_the_same_on_the_fast_path(episodes: Episodes) -> None:
    """Wishes that doubtful quotes refuse in part: each answer depends on the one before."""

    class Wish:
        name = "wish"

        def targets(self, seen: Observation) -> np.ndarray:
            rows = [episodes.sessions.index(day) for day in seen.sessions]
            return wishes[rows, seen.slot]

    wishes = np.random.default_rng(7).integers(-1, 2, episodes.decides.shape).astype(float)
    slow, fast = (
        run(episodes, Wish(), CostModel(), Stakes()),
        run_targets(episodes, wishes, CostModel(), Stakes()),
    )
    assert (slow.positions != np.where(episodes.decides, wishes, slow.positions)).any()
    np.testing.assert_array_equal(fast.positions, slow.positions)


def test_the_sum_of_all_rewards_is_the_ledgers_profit(episodes: Episodes) -> None:
    done = run(episodes, Restless(), CostModel(), Stakes())
    capital = NOTIONAL * episodes.first_close
    from_rewards = (done.rewards.sum(axis=1) * 1e-4 * capital).sum()
    assert abs(from_rewards - net_pnl(done.fills, Stakes().notional)) < 1e-9 * capital.mean()
    assert abs(sum(trade.pnl for trade in done.trades) - from_rewards) < 1e-9 * capital.mean()
