"""Gates of the layers: what passes, what is refused, and how it is said."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from support.raw_rows import raw_of
from usdcop.core.errors import GateRefusedError
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.gates import LayerGateSettings, acquire_gates, enforce, rlready_gate

MARKET = MARKETS["USDCOP"]
FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)
LATER = datetime(2024, 3, 5, tzinfo=UTC)
SETTINGS = LayerGateSettings()


def _moving(slots: int) -> dict[int, float]:
    return {slot: 4000.0 + slot for slot in range(slots)}


def test_full_sessions_pass() -> None:
    coverage, stale = acquire_gates(raw_of(FRIDAY, _moving(60)), MARKET, LATER, SETTINGS)
    assert (coverage.value, stale.value) == (1.0, 0.0)
    enforce([coverage, stale])


def test_a_missing_session_between_two_lowers_coverage() -> None:
    raw = pl.concat([raw_of(date(2024, 2, 29), _moving(60)), raw_of(MONDAY, _moving(60))])
    coverage, _ = acquire_gates(raw, MARKET, LATER, SETTINGS)
    assert coverage.value == pytest.approx(120 / 180)


def test_versions_of_a_bar_count_once_and_holidays_not_at_all() -> None:
    holiday = date(2024, 5, 1)
    raw = pl.concat([raw_of(FRIDAY, _moving(30)), raw_of(FRIDAY, _moving(30)), raw_of(holiday, _moving(60))])
    coverage, _ = acquire_gates(raw, MARKET, datetime(2024, 5, 2, tzinfo=UTC), SETTINGS)
    sessions = MARKET.calendar.sessions(FRIDAY, holiday)
    assert coverage.value == pytest.approx(30 / (60 * len(sessions)))


def test_rows_of_the_future_ask_for_no_coverage() -> None:
    raw = pl.concat([raw_of(FRIDAY, _moving(60)), raw_of(date(2042, 3, 4), _moving(1))])
    coverage, _ = acquire_gates(raw, MARKET, LATER, SETTINGS)
    assert coverage.value == 1.0


def test_bars_not_yet_closed_are_not_expected() -> None:
    midday = MARKET.calendar.grid(FRIDAY)[30]
    coverage, _ = acquire_gates(raw_of(FRIDAY, _moving(30)), MARKET, midday, SETTINGS)
    assert coverage.value == 1.0


def test_a_frozen_session_is_refused_with_a_cure() -> None:
    raw = pl.concat([raw_of(FRIDAY, dict.fromkeys(range(60), 4000.0)), raw_of(MONDAY, _moving(60))])
    gates = acquire_gates(raw, MARKET, LATER, SETTINGS)
    assert gates[1].value == pytest.approx(0.5)
    with pytest.raises(GateRefusedError, match=r"rows in stale sessions 0\.5 ≤ 0\.02: refused") as refused:
        enforce(gates)
    assert refused.value.failed == ("rows in stale sessions",)
    assert refused.value.exit_code == 3


def test_nothing_stored_covers_nothing() -> None:
    coverage, stale = acquire_gates(raw_of(FRIDAY, {}), MARKET, LATER, SETTINGS)
    assert not coverage.passed
    assert stale.passed


@pytest.mark.parametrize(("episodes", "passed"), [(499, False), (500, True)])
def test_l4_asks_for_enough_episodes(episodes: int, passed: bool) -> None:
    assert rlready_gate(episodes, SETTINGS).passed is passed
