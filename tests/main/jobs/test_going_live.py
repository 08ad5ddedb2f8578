"""What is decided before anything is started; tests/e2e/test_up.py starts it."""

import socket
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from support.homes import ANY_PORT, market_file, settings_of, usdcop
from usdcop.core.errors import UsageError
from usdcop.core.sessions import MARKETS
from usdcop.main.embedded.ports import HOST
from usdcop.main.jobs.bringing_up import UpJob
from usdcop.main.jobs.going_live import chosen_ports, prepare_time, tasks_of, where_to_look
from usdcop.main.market_time import read_kept
from usdcop.main.modes import Mode
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.programs import PROGRAMS
from usdcop.main.supervision.record import Row

MARKET = MARKETS["USDCOP"]


def job(data: Path | None = None, mode: Mode | None = None, speed: int = 30) -> UpJob:
    return UpJob(False, data, 1, 1, False, mode, Fraction(speed))


def test_a_taken_port_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = usdcop(
            tmp_path, "up", code=2, mode="synthetic", variables={**ANY_PORT, "USDCOP_STREAM_PORT": port}
        )
    assert port in told.err
    assert "USDCOP_STREAM_PORT" in told.err
    assert not (tmp_path / "synthetic").exists()


@pytest.mark.parametrize("speed", ["0", "-3", "fast", "1/0"])
def test_a_speed_that_is_none_is_refused(tmp_path: Path, speed: str) -> None:
    assert "is no speed" in usdcop(tmp_path, "up", "--speed", speed, code=2).err


def test_a_replay_begins_before_its_first_session_and_keeps_its_place(tmp_path: Path) -> None:
    span = (datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))
    file, settings = market_file(tmp_path / "bars.csv", *span), settings_of(tmp_path)
    settings.home.mkdir()
    prepare_time(settings, job(file), MARKET)
    kept = read_kept(settings.home)
    assert kept is not None
    assert kept.market.isoformat() == "2024-02-26T12:00:00+00:00"
    assert str(kept.spec).endswith(",x30,closed=x3600,end=2024-03-08T19:00:00Z")
    assert not kept.running
    prepare_time(settings, job(speed=60), MARKET)
    again = read_kept(settings.home)
    assert again is not None
    assert (again.market, again.spec.speed) == (kept.market, Fraction(60))


def test_a_home_that_knows_the_file_already_has_nothing_left_to_replay(shared_home: Path) -> None:
    settings = settings_of(shared_home)
    with pytest.raises(UsageError, match="knows the bars until 2024-05-03"):
        prepare_time(settings, job(shared_home / "bars.csv"), MARKET)
    assert read_kept(settings.home) is None


def test_a_made_up_market_begins_before_an_opening_and_never_ends(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, Mode.SYNTHETIC)
    settings.home.mkdir(parents=True)
    prepare_time(settings, job(), MARKET)
    kept = read_kept(settings.home)
    assert kept is not None
    assert kept.spec.end is None
    assert (kept.market.hour, kept.market.minute) == (12, 0)
    assert MARKET.calendar.is_session(MARKET.calendar.local_date(kept.market))


def test_processes_are_told_clock_mode_home_and_where_the_simulator_is(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, Mode.SYNTHETIC)
    settings.home.mkdir(parents=True)
    ports = {program: 5000 + k for k, program in enumerate(PROGRAMS)}
    tasks = {task.name: task for task in tasks_of(settings, ports, "sim:x")}
    told = tasks["scheduler"].environment
    assert told["USDCOP_CLOCK"] == "sim:x"
    assert (told["USDCOP_MODE"], told["USDCOP_HOME"]) == ("synthetic", str(tmp_path))
    assert told["USDCOP_SIMULATOR_URL"] == tasks["simulator"].address


def test_all_are_told_which_port_the_dashboard_has_so_that_it_may_call(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, Mode.SYNTHETIC)
    settings.home.mkdir(parents=True)
    ports = {program: 5000 + k for k, program in enumerate(PROGRAMS)}
    tasks = {task.name: task for task in tasks_of(settings, ports, "sim:x")}
    port = str(tasks["dashboard"].port)
    assert {task.environment["USDCOP_DASHBOARD_PORT"] for task in tasks.values()} == {port}


def test_without_a_dashboard_it_has_no_port_and_the_closing_text_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in PROGRAMS:
        monkeypatch.setenv(program.port_setting, "0")
    monkeypatch.setenv("USDCOP_DASHBOARD_DIR", str(tmp_path))
    settings = settings_of(tmp_path, Mode.SYNTHETIC)
    assert "dashboard" not in {program.name for program in chosen_ports(settings)}
    assert f"No dashboard: there is none in {tmp_path}." in where_to_look(settings, [])


def test_a_newcomer_reads_where_to_look_how_to_sign_in_and_how_to_stop_all_trading(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    rows = [
        Row(name, f"http://127.0.0.1:{port}", State.READY, 1, 1, 0)
        for name, port in (("trading", 8000), ("stream", 8082), ("dashboard", 5000))
    ]
    text = where_to_look(settings, rows)
    assert "Open http://127.0.0.1:5000" in text.splitlines()[0]
    assert "http://127.0.0.1:8000/docs" in text
    assert "ws://127.0.0.1:8082/ws/market-data" in text
    assert "http://127.0.0.1:8000/api/auth/token" in text
    assert '"state": "HALTED"' in text
