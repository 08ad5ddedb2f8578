"""Production gates: thresholds at their edges, and nothing unknown passes."""

from dataclasses import fields, replace

import pytest

from usdcop.core.gates import GateFigures, GateSettings, judge
from usdcop.core.metrics import known, unknown

PERFECT = GateFigures(
    sharpe=known(1.0),
    sortino=known(1.3),
    calmar=known(0.8),
    max_drawdown=known(0.15),
    profit_factor=known(1.5),
    win_rate=known(0.55),
    deflated_sharpe=known(0.95),
    cagr_fall=known(0.20),
    sortino_gap=known(0.5),
    advantage_bps=known(0.001),
    inference_p99_ms=known(20.0),
    end_to_end_p99_ms=known(100.0),
)
NAMES = [field.name for field in fields(GateFigures)]
TOO_HIGH = {"max_drawdown", "cagr_fall", "sortino_gap", "inference_p99_ms", "end_to_end_p99_ms"}


def test_every_figure_has_its_gate_and_exact_thresholds_pass() -> None:
    verdict = judge(PERFECT, GateSettings())
    assert [gate.name for gate in verdict.gates] == NAMES
    assert verdict.production_ready
    assert (verdict.passing, verdict.failed) == (12, ())


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_figure_fails_its_gate_alone(name: str) -> None:
    verdict = judge(replace(PERFECT, **{name: unknown("not measured")}), GateSettings())
    assert verdict.failed == (name,)
    assert not verdict.production_ready


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_just_beyond_its_threshold_fails(name: str) -> None:
    value = getattr(PERFECT, name).value
    worse = value + 1e-9 if name in TOO_HIGH else min(value - 1e-9, 0.0 if name == "advantage_bps" else value)
    assert judge(replace(PERFECT, **{name: known(worse)}), GateSettings()).failed == (name,)


def test_thresholds_are_settings() -> None:
    assert judge(PERFECT, replace(GateSettings(), sharpe=2.0)).failed == ("sharpe",)


def test_no_advantage_at_all_is_not_an_advantage() -> None:
    assert judge(replace(PERFECT, advantage_bps=known(0.0)), GateSettings()).failed == ("advantage_bps",)
