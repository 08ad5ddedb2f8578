import io
import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from usdcop.core.errors import UsageError
from usdcop.core.layers import Layer
from usdcop.main import console

NOON = datetime(2024, 3, 5, 12, tzinfo=timezone(timedelta(hours=-5)))


def test_json_has_instants_in_utc_and_names_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_json(
        {"at": NOON, "day": date(2024, 3, 5), "layer": Layer.L1, "path": Path("a"), "none": None}
    )
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "at": "2024-03-05T17:00:00Z",
        "day": "2024-03-05",
        "layer": "L1",
        "path": "a",
        "none": None,
    }


def test_a_number_that_is_none_is_never_printed_as_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        console.print_json({"sharpe": float("nan")})


def test_long_json_is_not_broken_over_lines(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_json({"text": "word " * 100})
    assert json.loads(capsys.readouterr().out)["text"] == "word " * 100


def test_an_error_is_a_sentence_and_a_cure_and_brackets_are_no_markup(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sentence = "The file [red]x[/red] " + "is very long " * 20 + "indeed."
    console.report(UsageError(sentence, "Give another."))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"error {sentence}\ncure  Give another.\n"
    console.report(UsageError("Only this."))
    assert capsys.readouterr().err == "error Only this.\n"


def test_tables_show_none_as_a_dash_and_group_thousands(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_table("Title", ("name", "count", "ratio"), [("a[b]", 12345, 0.123456), ("c", None, 4321.5)])
    out = capsys.readouterr().out
    assert all(words in out for words in ("Title", "a[b]", "12,345", "0.1235", "–", "4,321.50"))
    console.print_facts("Facts", {"yes": True, "count": 1000})
    out = capsys.readouterr().out
    assert "True" in out
    assert "1,000" in out
    console.print_table("Empty", ("name",), [])
    assert "Empty" in capsys.readouterr().out


def test_a_progress_bar_is_complete_in_the_end_and_not_after_a_failure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with console.progress("Work") as advance:
        advance(1, 4, "note")
    told = capsys.readouterr().err
    assert "100%" in told
    with pytest.raises(io.UnsupportedOperation):
        fail_at_a_quarter()
    assert "25%" in capsys.readouterr().err


def fail_at_a_quarter() -> None:
    with console.progress("Work") as advance:
        advance(1, 4)
        raise io.UnsupportedOperation


def test_notes_go_to_the_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("A note.")
    assert capsys.readouterr() == ("", "A note.\n")
