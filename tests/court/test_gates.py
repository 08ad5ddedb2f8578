"""The gates on sessions whose truth is known."""

from dataclasses import replace

import numpy as np
import pytest

from usdcop.core.episodes import Floats
from usdcop.core.metrics import known, unknown
from usdcop.court.attribution import attribution
from usdcop.court.forward_proof import forward_proof
from usdcop.court.gate import GateSettings
from usdcop.court.gates import (
    JudgedSessions,
    Operations,
    activity_gate,
    baseline_gate,
    break_even,
    concentration_gate,
    drawdown_gates,
    edge_gate,
    exposure_gate,
    forward_gate,
    operational_gates,
    stressed_costs_gate,
)
from usdcop.court.mean_test import mean_above_zero

RULES = GateSettings()
COUNT = 260


def noise(seed: int, scale: float = 0.002) -> Floats:
    values = np.random.default_rng(seed).standard_normal(COUNT)
    found: Floats = scale * (values - values.mean()) / values.std(ddof=1)
    return found


def sharpe(yearly: float, seed: int = 1) -> Floats:
    """Returns whose sample has this yearly Sharpe ratio."""
    found: Floats = noise(seed) + 0.002 * yearly / np.sqrt(252)
    return found


def sessions(returns: Floats) -> JudgedSessions:
    return JudgedSessions(
        returns=returns,
        costs=np.full(len(returns), 1e-4),
        matched=np.zeros(len(returns)),
        baselines={"flat": np.zeros(len(returns)), "long": noise(7, 0.006), "fade": noise(8, 0.003)},
        traded=np.ones(len(returns), dtype=np.bool_),
        daily_loss=0.02,
    )


def test_an_edge_says_what_would_have_been_needed() -> None:
    weak = sharpe(1.0)
    gate = edge_gate(weak, mean_above_zero(weak, 0.03), 0.03)
    assert not gate.passed
    assert "Sharpe ratio 1.9" in gate.needed
    assert gate.interval.low.value is not None
    assert gate.interval.low.value < 0
    strong = sharpe(4.0)
    assert edge_gate(strong, mean_above_zero(strong, 0.03), 0.03).passed


def test_more_than_exposure_is_asked_pair_by_pair() -> None:
    judged = sessions(sharpe(3.0))
    assert exposure_gate(judged, RULES).passed
    assert not exposure_gate(replace(judged, matched=judged.returns), RULES).passed
    almost = replace(judged, matched=judged.returns - noise(9, 1e-5) - 1e-5)
    assert exposure_gate(almost, RULES).passed  # a sure small advantage is one


def test_noisy_baselines_refuse_no_sound_edge() -> None:
    assert baseline_gate(sessions(sharpe(3.0)), RULES).passed


def test_a_rule_that_is_clearly_better_refuses() -> None:
    judged = sessions(sharpe(2.0))
    better = {**judged.baselines, "fade": 3.0 * judged.returns + 0.003 + noise(12, 1e-4)}
    gate = baseline_gate(replace(judged, baselines=better), RULES)
    assert not gate.passed
    assert "fade" in gate.measured


def test_without_anything_that_varies_nothing_is_compared() -> None:
    still = sessions(np.zeros(COUNT))
    assert not baseline_gate(still, RULES).passed
    assert not exposure_gate(still, RULES).passed


def test_costs_refuse_only_where_they_surely_lose() -> None:
    judged = replace(sessions(sharpe(4.0)), costs=np.full(COUNT, 18e-4))
    assert judged.at_costs(1.25).mean() == pytest.approx(judged.returns.mean() - 4.5e-4)
    assert stressed_costs_gate(judged, RULES).passed  # not above zero any more, and not surely below it
    dear = replace(judged, costs=np.full(COUNT, 60e-4))
    assert not stressed_costs_gate(dear, RULES).passed


def test_the_break_even_multiple_of_the_costs() -> None:
    judged = sessions(sharpe(4.0))
    low, even, high = break_even(judged)
    assert even.value == pytest.approx(1.0 + judged.returns.mean() / 1e-4)
    assert low.value is not None
    assert high.value is not None
    assert low.value < even.value < high.value  # type: ignore[operator] # it is known
    assert break_even(replace(judged, costs=np.zeros(COUNT)))[1].reason == "it pays no costs"


def test_one_lucky_session_is_no_profit_to_rely_on() -> None:
    lucky = np.zeros(COUNT)
    lucky[10], lucky[20] = 0.05, 0.049
    assert not concentration_gate(lucky, RULES).passed
    lucky[30] = 0.02
    assert concentration_gate(lucky, RULES).passed
    assert concentration_gate(-lucky, RULES).value.reason == "there is no profit to carry"


def test_sixty_sessions_with_a_trade_are_asked_for() -> None:
    judged = sessions(sharpe(3.0))
    for count, passes in ((59, False), (60, True)):
        assert activity_gate(replace(judged, traded=np.arange(COUNT) < count), RULES).passed is passes


def test_falls_are_counted_in_daily_loss_limits() -> None:
    falling = np.zeros(COUNT)
    falling[5:8] = -0.0199999
    seen, drawn = drawdown_gates(falling, 0.02, RULES)
    assert seen.value.value == pytest.approx(3.0, rel=1e-4)
    assert seen.passed
    assert drawn.value.value is not None
    assert drawn.value.value > 3.0
    assert not drawdown_gates(falling * 1.01, 0.02, RULES)[0].passed
    assert drawdown_gates(falling, 0.0, RULES)[0].value.value is None
    assert drawdown_gates(np.array([]), 0.02, RULES)[1].value.value is None


def test_the_forward_gate_counts_what_was_seen_at_a_look() -> None:
    won = np.full(80, 0.01)
    gate = forward_gate(won, forward_proof(won, 0.01, 1))
    assert gate.passed
    early = forward_gate(won[:20], forward_proof(won[:20], 0.01, 1))
    assert not early.passed
    assert "session 60" in early.value.reason


@pytest.mark.parametrize(
    ("found", "failed"),
    [
        (Operations(known(20.0), known(100.0), known(1.0), known(1.0)), set()),
        (Operations(known(20.1), known(100.0), known(1.0), known(1.0)), {"inference_p99_ms"}),
        (
            Operations(known(1.0), unknown("not measured"), known(0.99), known(0.0)),
            {"end_to_end_p99_ms", "parity", "feature_hash"},
        ),
    ],
)
def test_a_bundle_must_run_as_it_was_judged(found: Operations, failed: set[str]) -> None:
    assert {gate.name for gate in operational_gates(found, RULES) if not gate.passed} == failed


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("traded", range(1, 8))
def test_a_policy_that_hardly_trades_has_gates_whose_interval_may_be_open(traded: int, sign: float) -> None:
    """With a trade or two, histories drawn without them have no deviation: "-inf bps" ended the run of a home."""
    returns = np.zeros(COUNT)
    returns[np.arange(traded) * 30 + 5] = sign * 1e-4 * np.arange(1, traded + 1)
    gate = edge_gate(returns, mean_above_zero(returns, 0.03), 0.03)
    for side in (gate.interval.low, gate.interval.high):
        assert side.value is None or np.isfinite(side.value)
        assert side.value is not None or "too few sessions with a trade" in side.reason
    judged = replace(sessions(returns), traded=returns != 0.0)
    for other in (
        exposure_gate(judged, RULES),
        baseline_gate(judged, RULES),
        stressed_costs_gate(judged, RULES),
        concentration_gate(returns, RULES),
        activity_gate(judged, RULES),
        *drawdown_gates(returns, judged.daily_loss, RULES),
    ):
        assert other.value.value is None or np.isfinite(other.value.value)
    attribution(returns, judged.baselines)
