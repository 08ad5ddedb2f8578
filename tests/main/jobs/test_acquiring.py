from pathlib import Path

from support.homes import usdcop

MARCH = ("--from", "2024-03-04", "--to", "2024-03-15")


def test_a_synthetic_home_fills_its_holes_from_the_simulator_once(empty_home: Path) -> None:
    told = usdcop(empty_home, "acquire", *MARCH, "--dry-run", "--json", mode="synthetic").json
    assert (told["expected_bars"], told["missing_before"], told["rows_received"]) == (600, 600, 0)
    assert told["credits"] == told["requests"] == 1
    done = usdcop(empty_home, "acquire", *MARCH, "--json", mode="synthetic").json
    assert done["rows_received"] + done["missing_after"] == 600
    assert done["sessions_changed"] == 10
    again = usdcop(empty_home, "acquire", *MARCH, "--json", mode="synthetic").json
    assert again["sessions_changed"] == again["rows_received"] == 0
    assert "missing before" in usdcop(empty_home, "acquire", *MARCH, mode="synthetic").out


def test_an_empty_span_and_a_date_that_is_none_are_refused(empty_home: Path) -> None:
    told = usdcop(empty_home, "acquire", "--from", "15/03/2024", mode="synthetic", code=2)
    assert "YYYY-MM-DD" in told.err
    assert not (empty_home / "synthetic").exists()
    reversed_span = ("--from", "2024-03-15", "--to", "2024-03-04")
    told = usdcop(empty_home, "acquire", *reversed_span, mode="synthetic", code=2)
    assert "is empty" in told.err


def test_a_home_without_a_vendor_says_how_to_go_on(empty_home: Path) -> None:
    told = usdcop(empty_home, "acquire", *MARCH, mode="real", code=2)
    assert "TWELVEDATA_API_KEYS" in told.err
    told = usdcop(empty_home, "acquire", *MARCH, mode="replay", code=2)
    assert "usdcop import FILE --mode replay" in told.err


def test_an_empty_home_is_filled_with_five_years_for_few_credits(empty_home: Path) -> None:
    """A fifth of them is the test set, of which a verdict asks for 120 sessions; two years have 97."""
    told = usdcop(empty_home, "acquire", "--dry-run", "--json", mode="synthetic").json
    assert 1_180 * 60 < told["expected_bars"] == told["missing_before"] < 1_260 * 60
    assert told["credits"] <= 16  # two minutes of one key
