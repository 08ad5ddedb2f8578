"""What facts mean: each rule at its edges."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from usdcop.core.credits import KeyUse
from usdcop.core.errors import VerificationError
from usdcop.core.layers import Layer
from usdcop.core.ports import RunRow
from usdcop.core.sessions import Calendar
from usdcop.live.skew import Skew
from usdcop.main.jobs import diagnosis
from usdcop.main.jobs.diagnosis import Finding, Level
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Row

NOW = datetime(2024, 3, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (diagnosis.disk(diagnosis.LITTLE_DISK, {}), Level.OK),
        (diagnosis.disk(diagnosis.LITTLE_DISK - 1, {}), Level.WARN),
        (diagnosis.disk(diagnosis.NO_DISK - 1, {}), Level.FAIL),
        (diagnosis.database(0.01, 10**6), Level.OK),
        (diagnosis.database(1.0, 10**6), Level.WARN),
        (diagnosis.migrations("0002", "0002"), Level.OK),
        (diagnosis.migrations("0001", "0002"), Level.FAIL),
        (diagnosis.redis({"used_memory": 5, "maxmemory": 100}, {}), Level.OK),
        (diagnosis.redis({"used_memory": 95, "maxmemory": 100}, {}), Level.WARN),
        (diagnosis.redis({"used_memory": 5}, {"aof_enabled": 1, "aof_last_write_status": "err"}), Level.FAIL),
        (diagnosis.clock(Skew("PostgreSQL", timedelta(seconds=1)), timedelta(seconds=2)), Level.OK),
        (diagnosis.clock(Skew("PostgreSQL", timedelta(seconds=-3)), timedelta(seconds=2)), Level.FAIL),
        (diagnosis.orphans({}), Level.OK),
        (diagnosis.orphans({"trading": 7}), Level.WARN),
    ],
)
def test_each_fact_has_its_level_and_what_is_not_well_a_next_step(found: Finding, level: Level) -> None:
    assert found.level is level
    assert bool(found.next_step) == (level is not Level.OK)


def use(in_day: int, *, known: bool = True) -> KeyUse:
    return KeyUse(NOW, 0, NOW.date(), in_day, day_known=known)


def test_keys_and_credits() -> None:
    assert diagnosis.keys(0, {}, 800).level is Level.FAIL
    assert diagnosis.keys(1, {"a": use(100)}, 800).cause == "1 keys, 700 credits left today"
    assert diagnosis.keys(1, {"a": use(790)}, 800).level is Level.WARN
    assert "1 not observed yet" in diagnosis.keys(2, {"a": use(790), "b": use(0, known=False)}, 800).cause


def test_the_calendar_must_know_this_year_and_the_next() -> None:
    known = {date(2024, 1, day): "a holiday" for day in range(1, 19)}
    today = date(2024, 3, 6)
    assert diagnosis.calendar(today, lambda _year: known).level is Level.OK
    assert diagnosis.calendar(today, lambda year: known if year == 2024 else {}).level is Level.WARN
    assert diagnosis.calendar(today, lambda _year: {}).level is Level.FAIL


def row(name: str, state: State, restarts: int = 0) -> Row:
    return Row(name, "", state, 1, None, restarts)


def test_processes_that_are_sick_or_were_restarted_are_named() -> None:
    assert [one.level for one in diagnosis.processes([row("a", State.READY)])] == [Level.OK]
    sick = list(
        diagnosis.processes([row("a", State.FAILED), row("b", State.STARTING), row("c", State.READY, 2)])
    )
    assert [one.level for one in sick] == [Level.FAIL, Level.WARN, Level.WARN]
    assert "c 2 times" in sick[2].cause


def test_layers_that_failed_or_lag_behind_are_named() -> None:
    done = RunRow("p", Layer.L0, "completed", NOW, NOW, 1, None)
    failed = RunRow("p", Layer.L1, "failed", NOW, NOW, None, "it broke")
    assert [one.level for one in diagnosis.runs([done])] == [Level.OK]
    assert ["it broke" in one.cause for one in diagnosis.runs([done, failed])] == [True]
    day, calendar = date(2024, 3, 6), Calendar()
    level = dict.fromkeys(Layer, day)
    assert diagnosis.reach(level, calendar, NOW).level is Level.OK
    assert "L3" in diagnosis.reach({**level, Layer.L3: date(2024, 3, 5)}, calendar, NOW).cause
    late = diagnosis.reach(dict.fromkeys(Layer, date(2024, 3, 1)), calendar, NOW)
    assert "3 sessions ago" in late.cause
    assert diagnosis.reach(dict.fromkeys(Layer, None), calendar, NOW).level is Level.WARN


def test_secrets_that_others_may_read_are_found(tmp_path: Path) -> None:
    secret = tmp_path / "jwt.secret"
    secret.write_text("x")
    secret.chmod(0o600)
    assert diagnosis.file_modes(tmp_path).level is Level.OK
    secret.chmod(0o644)
    found = diagnosis.file_modes(tmp_path)
    assert (found.level, "chmod 600" in found.next_step) == (Level.FAIL, True)


def test_one_thing_that_is_wrong_refuses_the_whole() -> None:
    fine = Finding("disk", Level.WARN, "little", "Free some.")
    diagnosis.refuse([fine])
    assert diagnosis.summary([fine]) == "1 things examined: 0 wrong, 1 to look at."
    with pytest.raises(VerificationError, match="1 things are wrong; redis: gone"):
        diagnosis.refuse([fine, Finding("redis", Level.FAIL, "gone", "Start it.")])


def test_the_disk_is_told_with_what_takes_it() -> None:
    found = diagnosis.disk(5_000_000_000, {"L4": 20_400_000, "PostgreSQL": 80_000_000, "Redis": 4_096})
    assert found.cause == "5.0 GB free; the home takes 100 MB (L4 20, PostgreSQL 80)"
