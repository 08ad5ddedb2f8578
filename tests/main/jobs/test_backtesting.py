from pathlib import Path

import pytest

from support.homes import usdcop


@pytest.mark.parametrize("baseline", ["flat", "long", "short", "fade", "trend"])
def test_baselines_run_over_a_span(shared_home: Path, baseline: str) -> None:
    span = ("--from", "2024-02-01", "--to", "2024-02-29")
    told = usdcop(shared_home, "backtest", baseline, *span, "--json").json
    assert told["name"].startswith(baseline)
    assert len(told["sessions"]) == 21
    assert told["metrics"]["trades"] == len(told["trades"])
    assert (told["metrics"]["trades"] == 0) == (baseline == "flat")


def test_costs_are_what_is_lost_between_two_multiples(shared_home: Path) -> None:
    def mean(multiple: str) -> float:
        told = usdcop(shared_home, "backtest", "long", "--costs", multiple, "--json").json
        return float(told["metrics"]["mean_session_bps"]["value"])

    free, once, twice = mean("0"), mean("1"), mean("2")
    assert free - once == pytest.approx(once - twice)
    assert free - once == pytest.approx(6.0, abs=0.2), "in and out at 3 bps in nearly every session"


def test_a_bundle_runs_by_version_and_by_role(shared_home: Path) -> None:
    by_role = usdcop(shared_home, "backtest", "challenger", "--json").json
    assert usdcop(shared_home, "backtest", "1", "--json").json == by_role
    assert usdcop(shared_home, "backtest").out.count(by_role["name"]) >= 1


def test_a_span_without_sessions_names_the_history(shared_home: Path) -> None:
    told = usdcop(shared_home, "backtest", "long", "--from", "2030-01-01", "--to", "2030-02-01", code=2)
    assert "2024-05-03" in told.err
    told = usdcop(shared_home, "backtest", "magic", code=2)
    assert "names no bundle" in told.err
    usdcop(shared_home, "backtest", "long", "--costs", "-1", code=2)


def test_without_history_the_cure_is_named(empty_home: Path) -> None:
    assert "usdcop import FILE" in usdcop(empty_home, "backtest", "long", code=1).err
