import inspect
import shutil
import subprocess
from pathlib import Path

import pytest

from usdcop.core.errors import UsageError
from usdcop.main.modes import Mode
from usdcop.main.settings import Environment, read_settings, silence_telemetry

PRINTENV = shutil.which("printenv")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Environment.model_fields:
        monkeypatch.delenv(f"USDCOP_{name.upper()}", raising=False)
    monkeypatch.delenv("TWELVEDATA_API_KEYS", raising=False)


def test_without_any_variable_everything_has_a_value(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings()
    assert (settings.mode, settings.home) == (Mode.REAL, tmp_path / ".usdcop" / "real")
    assert (settings.costs.half_spread, settings.costs.slippage) == (2.5, 0.5)
    assert float(settings.stakes.notional) == 100_000
    assert settings.vendor.keys == ()
    assert (settings.gates.min_coverage, settings.gates.max_stale) == (0.95, 0.02)
    assert settings.gates.min_training_episodes == 500
    assert (settings.vendor.credits_per_minute, settings.vendor.credits_per_day) == (8, 800)


def test_variables_are_read_and_the_argument_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "USDCOP_HOME": "/somewhere",
        "USDCOP_MODE": "replay",
        "USDCOP_SLIPPAGE_BPS": "1.5",
        "TWELVEDATA_API_KEYS": " one, two,,",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.home == Path("/somewhere/replay")
    assert settings.costs.slippage == 1.5
    assert settings.vendor.keys == ("one", "two")
    assert read_settings(Mode.SYNTHETIC).home == Path("/somewhere/synthetic")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("USDCOP_MODE", "live"),
        ("USDCOP_POSTGRES_PORT", "70000"),
        ("USDCOP_REDIS_PORT", "six"),
        ("USDCOP_HALF_SPREAD_BPS", "-1"),
        ("USDCOP_NOTIONAL_USD", "0"),
        ("USDCOP_L0_MIN_COVERAGE", "95"),
        ("USDCOP_L4_MIN_EPISODES", "0"),
        ("USDCOP_CREDITS_PER_DAY", "0"),
        ("USDCOP_HALF_SPREAD_BPS", "nan"),
        ("USDCOP_NOTIONAL_USD", "inf"),
    ],
)
def test_a_bad_value_is_an_error_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(UsageError) as caught:
        read_settings()
    assert caught.value.sentence.startswith(f"{variable}: ")
    assert caught.value.cure


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USDCOP_DATABASE_URL", "postgresql://user:geheim@host/db")
    monkeypatch.setenv("TWELVEDATA_API_KEYS", "geheim")
    assert "geheim" not in repr(read_settings().environment)


def test_every_setting_is_documented() -> None:
    source = Path(inspect.getfile(Environment)).read_text()
    body = source.split("class Environment")[1].split("@field_validator")[0]
    lines = body.splitlines()
    fields = [
        index
        for index, line in enumerate(lines)
        if line.strip().partition(":")[0] in Environment.model_fields
    ]
    assert len(fields) == len(Environment.model_fields)
    for index in fields:
        assert lines[index + 1].strip().startswith('"""'), lines[index]


def test_telemetry_is_off_unless_somebody_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_DISABLE_TELEMETRY", raising=False)
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    silence_telemetry()
    script = f"{PRINTENV} MLFLOW_DISABLE_TELEMETRY DO_NOT_TRACK"
    told = subprocess.run(script.split(), check=True, capture_output=True, text=True).stdout
    assert told.split() == ["true", "1"], "children inherit it"


def test_who_may_call_from_a_browser_follows_the_port_of_the_dashboard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_settings().services.origins == ("http://127.0.0.1:5000", "http://localhost:5000")
    monkeypatch.setenv("USDCOP_DASHBOARD_PORT", "5717")
    assert read_settings().services.origins == ("http://127.0.0.1:5717", "http://localhost:5717")
    monkeypatch.setenv("USDCOP_ORIGINS", "https://desk.example")
    assert read_settings().services.origins == ("https://desk.example",)
