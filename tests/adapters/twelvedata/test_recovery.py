from datetime import UTC, datetime, timedelta

import pytest

from usdcop.adapters.twelvedata.answers import Setback, Trouble
from usdcop.adapters.twelvedata.recovery import Bench, GiveUp, Rules, Wait, decide, vendor_error
from usdcop.core.retry import RetryRule

NOW = datetime(2024, 7, 10, 15, 2, 30, 17, tzinfo=UTC)
RULES = Rules(RetryRule(attempts=3, base=timedelta(seconds=1)), refused_key_rest=timedelta(hours=3))


@pytest.mark.parametrize(
    ("trouble", "until", "why"),
    [
        (
            Trouble.MINUTE_SPENT,
            datetime(2024, 7, 10, 15, 3, tzinfo=UTC),
            "its credits of the minute are spent",
        ),
        (Trouble.DAY_SPENT, datetime(2024, 7, 11, tzinfo=UTC), "its credits of the day are spent"),
        (Trouble.KEY_REFUSED, NOW + timedelta(hours=3), "the vendor refused it: no"),
    ],
)
def test_how_long_a_key_rests_and_why(trouble: Trouble, until: datetime, why: str) -> None:
    assert decide(Setback(trouble, "no."), 0, NOW, 0.5, RULES) == Bench(until, why)


def test_a_failure_waits_longer_each_time_and_then_gives_up() -> None:
    setback = Setback(Trouble.FAILED, "an empty answer")
    assert decide(setback, 1, NOW, 0.5, RULES) == Wait(timedelta(seconds=0.5))
    assert decide(setback, 2, NOW, 0.5, RULES) == Wait(timedelta(seconds=1))
    last = decide(setback, 3, NOW, 0.5, RULES)
    assert isinstance(last, GiveUp)
    assert "in 3 calls, the last time: an empty answer." in str(last.error)


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.NO_DATA, Trouble.PLAN, Trouble.OTHER])
def test_a_wrong_question_is_not_asked_twice(trouble: Trouble) -> None:
    assert isinstance(decide(Setback(trouble, "no"), 0, NOW, 0.5, RULES), GiveUp)


@pytest.mark.parametrize(
    ("setback", "text"),
    [
        (
            Setback(Trouble.KEY_REFUSED, "apikey is incorrect.", 401),
            "The vendor refused: apikey is incorrect (code 401). Check TWELVEDATA_API_KEYS and the plan of the keys.",
        ),
        (
            Setback(Trouble.REFUSED, "symbol not found", 404),
            "The vendor refused: symbol not found (code 404). Check the symbol and the dates.",
        ),
        (
            Setback(Trouble.FAILED, "a web page (HTTP 200)"),
            "The vendor did not answer properly: a web page (HTTP 200). Try again later; what had arrived is kept.",
        ),
        (
            Setback(Trouble.PLAN, "USD/COP is available starting with the Grow plan", 404),
            (
                "The vendor refused: USD/COP is available starting with the Grow plan (code 404). Use a key of the Grow "
                "plan or a higher one (TWELVEDATA_API_KEYS)."
            ),
        ),
        (
            Setback(Trouble.OTHER, "interval 1min instead of 5min"),
            (
                "The vendor answered with other data than were asked for: interval 1min instead of 5min. Nothing of it was "
                "taken. Check USDCOP_VENDOR_URL and the plan of the keys."
            ),
        ),
    ],
)
def test_an_error_is_one_sentence_and_its_cure(setback: Setback, text: str) -> None:
    assert str(vendor_error(setback)) == text
