import shutil
import socket
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from support.homes import settings_of, usdcop
from usdcop.adapters.clock import SimulatedClock
from usdcop.core.bars import Source
from usdcop.core.errors import UsageError
from usdcop.core.sessions import MARKETS
from usdcop.main.embedded.cluster import Place
from usdcop.main.embedded.ports import HOST
from usdcop.main.modes import Mode
from usdcop.main.wiring import clock_of, forget, open_system, stop_servers, store_url

REPLAY = "sim:2024-03-04T13:00:00Z,x30"


def test_homes_of_different_modes_share_nothing(tmp_path: Path) -> None:
    homes = {settings_of(tmp_path, mode).home for mode in Mode}
    stores = {store_url(settings_of(tmp_path, mode)) for mode in Mode}
    assert len(homes) == len(stores) == 3


def test_two_at_once_share_the_servers_and_the_last_stops_them(empty_home: Path) -> None:
    settings = settings_of(empty_home, Mode.SYNTHETIC)
    place = Place(settings.home.resolve())
    with open_system(settings) as first:
        assert first.source is Source.SYNTHETIC
        assert first.addresses.fresh
        with open_system(settings) as second:
            assert not second.addresses.fresh
            assert second.addresses.database == first.addresses.database
            assert second.run_id != first.run_id
        assert place.alive() is not None
        with pytest.raises(UsageError, match="Another command is using"):
            forget(settings)
        assert settings.home.exists()
    assert place.alive() is None
    forget(settings)
    assert not settings.home.exists()
    forget(settings)
    stop_servers(settings)


def test_a_second_writer_waits_for_the_first(empty_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings_of(empty_home)
    entered, leave = Event(), Event()

    def write() -> None:
        with open_system(settings, writes=True):
            entered.set()
            leave.wait(60)

    def write_too() -> None:
        with open_system(settings, writes=True):
            second.set()

    second = Event()
    threads = [Thread(target=write), Thread(target=write_too)]
    threads[0].start()
    assert entered.wait(60)
    threads[1].start()
    with open_system(settings):
        pass  # who only reads need not wait
    assert not second.is_set()
    leave.set()
    for thread in threads:
        thread.join(60)
    assert second.is_set()
    assert "Another command is writing" in capsys.readouterr().err


def test_a_taken_port_is_an_error_that_names_port_and_setting(empty_home: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = usdcop(empty_home, "status", code=2, USDCOP_POSTGRES_PORT=port)
        assert port in told.err
        assert "USDCOP_POSTGRES_PORT" in told.err
        told = usdcop(empty_home, "status", code=2, USDCOP_REDIS_PORT=port)
        assert "USDCOP_REDIS_PORT" in told.err
    assert Place((empty_home / "replay").resolve()).alive() is None


def test_a_replay_keeps_its_anchor_in_the_home(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    settings.home.mkdir()
    market = MARKETS["USDCOP"]
    clocks = []
    for text in (REPLAY, REPLAY, REPLAY.replace("x30", "x60")):
        told = replace(settings, environment=settings.environment.model_copy(update={"clock": text}))
        clocks.append(clock_of(told, market))
        kept = (settings.home / "clock").read_text()
        assert kept.startswith(text)
    assert all(isinstance(clock, SimulatedClock) for clock in clocks)
    shutil.rmtree(settings.home)


def test_servers_of_ones_own_need_a_registry_of_ones_own(empty_home: Path) -> None:
    own = {"USDCOP_DATABASE_URL": "postgresql://a@127.0.0.1:1/b", "USDCOP_REDIS_URL": "redis://127.0.0.1:1/0"}
    assert "USDCOP_MLFLOW_URL" in usdcop(empty_home, "status", code=2, variables=own).err
    told = usdcop(empty_home, "status", code=2, USDCOP_MLFLOW_URL="no address", variables=own)
    assert "USDCOP_MLFLOW_URL cannot be read" in told.err
    registry = {"USDCOP_MLFLOW_URL": "postgresql://a@127.0.0.1:1/c"}
    assert "does not answer" in usdcop(empty_home, "status", code=1, variables={**own, **registry}).err
    assert not (empty_home / "replay" / "postgres").exists()


@pytest.mark.parametrize("clock", ["sim:", "tomorrow", "sim:2024-13-01,x30"])
def test_a_clock_that_cannot_be_read_is_refused(empty_home: Path, clock: str) -> None:
    usdcop(empty_home, "status", code=2, USDCOP_CLOCK=clock)


def test_a_real_home_has_no_clock_of_its_own(empty_home: Path) -> None:
    """Promoted at market times of one's choice, a bundle was judged on as much of the test set as suited it."""
    told = usdcop(empty_home, "status", mode="real", code=2, USDCOP_CLOCK="sim:2024-05-01T20:00:00Z")
    assert "A real home goes by real time" in told.err


def test_an_unknown_symbol_is_refused_before_any_server_starts(empty_home: Path) -> None:
    told = usdcop(empty_home, "verify", "--symbol", "EURUSD", code=2)
    assert "EURUSD" in told.err
    assert not (empty_home / "replay").exists()
