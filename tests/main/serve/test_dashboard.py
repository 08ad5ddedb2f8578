"""What the dashboard's server is told; tests/e2e/test_dashboard_process.py starts it."""

from pathlib import Path

import pytest

from support.homes import settings_of, usdcop
from usdcop.main.modes import Mode
from usdcop.main.serve.dashboard import BACKENDS, surroundings


def told(monkeypatch: pytest.MonkeyPatch, root: Path, **settings: str) -> dict[str, str]:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return surroundings(settings_of(root, Mode.SYNTHETIC), {"PATH": "/bin", **settings})


def test_it_is_told_where_it_listens_and_where_each_service_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = told(monkeypatch, tmp_path, USDCOP_DASHBOARD_PORT="5717", USDCOP_STREAM_PORT="9182")
    assert (given["HOSTNAME"], given["PORT"]) == ("127.0.0.1", "5717")
    assert given["USDCOP_TRADING_URL"] == "http://127.0.0.1:8000"
    assert given["USDCOP_STREAM_URL"] == "http://127.0.0.1:9182"
    assert {name for name in given if name.startswith("USDCOP_")} == {
        f"USDCOP_{name.upper()}_URL" for name in BACKENDS
    }


def test_it_is_told_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secrets = {
        "USDCOP_JWT_SECRET": "x" * 40,
        "TWELVEDATA_API_KEYS": "key",
        "USDCOP_DATABASE_URL": "postgres://",
    }
    given = told(monkeypatch, tmp_path, **secrets)
    assert not secrets.keys() & given.keys()
    assert given["PATH"] == "/bin"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://127.0.0.1:8000"),
        ("10.0.0.7", "http://10.0.0.7:8000"),
        ("fd00::7", "http://[fd00::7]:8000"),
    ],
)
def test_services_on_other_addresses_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str, url: str
) -> None:
    given = told(monkeypatch, tmp_path, USDCOP_HOST=host)
    assert (given["HOSTNAME"], given["USDCOP_TRADING_URL"]) == (host, url)


def test_a_dashboard_that_is_not_there_cannot_be_served(tmp_path: Path) -> None:
    error = usdcop(tmp_path, "serve", "dashboard", code=2, USDCOP_DASHBOARD_DIR=str(tmp_path)).err
    assert "cannot be served" in error
    assert "USDCOP_DASHBOARD_DIR" in error
