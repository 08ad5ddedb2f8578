import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from support.signing_in import GIVEN, SignInDesk, sign_in_desk
from usdcop.adapters.clock import SystemWall
from usdcop.main.cli import app
from usdcop.main.client import authorised, request, tokens_file
from usdcop.main.settings import Settings, read_settings


@pytest.fixture
def desk(postgres: Engine, redis_url: str) -> Iterator[SignInDesk]:
    with sign_in_desk(postgres, redis_url) as made:
        yield made


@pytest.fixture
def settings(desk: SignInDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("USDCOP_HOME", str(tmp_path))
    monkeypatch.setenv("USDCOP_TRADING_PORT", desk.service.url.rpartition(":")[2])
    found = read_settings()
    found.home.mkdir()
    return found


def command(*arguments: str, given: str = "", code: int = 0) -> str:
    told = CliRunner().invoke(app, list(arguments), input=given)
    assert told.exit_code == code, told.output
    return told.output


def test_signing_in_keeps_tokens_that_later_commands_write_with(settings: Settings) -> None:
    assert "maria (trader)" in command("login", "maria", given=f"{GIVEN}\n")
    kept = tokens_file(settings)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert GIVEN not in kept.read_text()
    with authorised(settings, SystemWall()) as client:
        assert request(client, "POST", "/api/orders", json={"quantity": 1}).status_code == 201
    assert "Signed out" in command("logout")
    assert not kept.exists()
    assert "usdcop login" in command("logout", code=2)


def test_a_wrong_password_keeps_nothing(settings: Settings) -> None:
    assert "wrong" in command("login", "maria", given="wrong\n", code=1)
    assert not tokens_file(settings).exists()


def test_a_sign_in_that_has_ended_is_signed_out_of_nevertheless(settings: Settings, desk: SignInDesk) -> None:
    command("login", "maria", given=f"{GIVEN}\n")
    with desk.service.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sign_ins SET revoked_at = now()")
    assert "had ended already" in command("logout")
    assert not tokens_file(settings).exists()


def test_where_nothing_runs_the_cure_is_to_start_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USDCOP_TRADING_PORT", "9")
    assert "usdcop up" in command("login", "maria", given=f"{GIVEN}\n", code=1)
