import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from usdcop.main.logs import STRUCK, log_to, strike_out, without_secrets


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root, kept = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**kept)


def lines(home: Path, name: str = "trading") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home / "logs" / f"{name}.jsonl").read_text().splitlines()]


def test_a_line_is_json_with_process_run_and_symbol_on_error_and_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to(tmp_path, "trading", "info", run="r1", symbol="USDCOP")
    structlog.get_logger("usdcop.test").info("order accepted", order="o1")
    (line,) = lines(tmp_path)
    assert line["process"] == "trading"
    assert (line["run"], line["symbol"], line["order"]) == ("r1", "USDCOP", "o1")
    assert (line["event"], line["level"], line["logger"]) == ("order accepted", "info", "usdcop.test")
    assert line["time"].endswith("Z")
    assert json.loads(capsys.readouterr().err) == line


def test_what_libraries_log_is_written_alike(tmp_path: Path) -> None:
    log_to(tmp_path, "trading", "info", run="r1")
    logging.getLogger("uvicorn.error").warning("Invalid %s", "request")
    logging.getLogger("uvicorn.error").info("Started server process")
    logging.getLogger("uvicorn.access").info("GET /?token=abc")
    (line,) = lines(tmp_path)
    assert (line["event"], line["logger"], line["run"]) == ("Invalid request", "uvicorn.error", "r1")


def test_lines_below_the_level_are_not_written(tmp_path: Path) -> None:
    log_to(tmp_path, "trading", "warning")
    structlog.get_logger("usdcop.test").info("not this")
    structlog.get_logger("usdcop.test").warning("this")
    assert [line["event"] for line in lines(tmp_path)] == ["this"]


def test_what_is_bound_goes_into_every_line(tmp_path: Path) -> None:
    log_to(tmp_path, "trading", "info")
    with structlog.contextvars.bound_contextvars(request_id="q1"):
        structlog.get_logger("usdcop.test").info("first")
    structlog.get_logger("usdcop.test").info("second")
    first, second = lines(tmp_path)
    assert first["request_id"] == "q1"
    assert "request_id" not in second


def test_a_failure_is_one_line_with_its_trace_and_without_secrets(tmp_path: Path) -> None:
    log_to(tmp_path, "trading", "info")
    try:
        raise ValueError("postgresql://usdcop:hunter2@127.0.0.1:5432/usdcop")  # noqa: TRY301 - to be logged
    except ValueError as error:
        structlog.get_logger("usdcop.test").error("failed", exc_info=error)
    (line,) = lines(tmp_path)
    assert "ValueError" in line["exception"]
    assert "hunter2" not in line["exception"]
    assert "127.0.0.1:5432" in line["exception"]


@pytest.mark.parametrize(
    "text",
    [
        "redis://:hunter2@127.0.0.1:6379/0",
        "postgresql://usdcop:hunter2@db/usdcop",
        "Authorization: Bearer hunter2",
        "password=hunter2 host=db",
        '{"refresh_token": "hunter2"}',
        "GET /price?apikey=hunter2&symbol=USD/COP",
        "eyJhbGciOiJIUzI1NiJ9.eyJodW50ZXIyIjoxfQ.hunter2",
    ],
)
def test_secrets_are_struck_out_of_texts(text: str) -> None:
    struck = without_secrets(text)
    assert "hunter2" not in struck
    assert STRUCK in struck


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:8000/api", "the token expired", "bearer of news", "12:30"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert without_secrets(text) == text


def test_values_of_telling_names_are_struck_out_wherever_they_are() -> None:
    told = strike_out(
        None,
        "info",
        {
            "password": "x",
            "detail": {"api_key": "y", "n": 1},
            "all": [{"token": "z"}, "plain"],
            "secret": None,
        },
    )
    assert told == {
        "password": STRUCK,
        "detail": {"api_key": STRUCK, "n": 1},
        "all": [{"token": STRUCK}, "plain"],
        "secret": None,
    }


def test_a_line_cannot_be_forged_by_what_is_logged(tmp_path: Path) -> None:
    log_to(tmp_path, "trading", "info")
    structlog.get_logger("usdcop.test").info('x"}\n{"event":"forged"}')
    assert len(lines(tmp_path)) == 1


def test_files_are_set_aside_when_they_have_grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("usdcop.main.logs.LARGEST_FILE", 2_000)
    log_to(tmp_path, "trading", "info")
    for n in range(150):
        structlog.get_logger("usdcop.test").info("line", n=n)
    files = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert files == ["trading.jsonl", *(f"trading.jsonl.{n}" for n in range(1, 5))]
