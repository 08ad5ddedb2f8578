from datetime import date

from usdcop.core.sessions import Calendar
from usdcop.features.anchor import WARM_UP_SESSIONS, anchor, warm_up_sessions


def test_every_day_of_a_quarter_starts_at_the_same_session() -> None:
    calendar = Calendar()
    assert anchor(date(2025, 4, 1), calendar) == anchor(date(2025, 6, 30), calendar)
    assert anchor(date(2025, 4, 1), calendar) < date(2025, 4, 1)


def test_the_warm_up_is_twenty_expected_sessions_just_before_the_quarter() -> None:
    calendar = Calendar()
    days = warm_up_sessions(date(2025, 5, 15), calendar)
    assert len(days) == WARM_UP_SESSIONS == 20
    assert days == calendar.sessions(days[0], date(2025, 3, 31))
    assert anchor(date(2025, 5, 15), calendar) == days[0] == date(2025, 3, 3)
    assert date(2025, 3, 24) not in days  # a Colombian holiday


def test_the_quarters_first_day_belongs_to_its_own_quarter() -> None:
    calendar = Calendar()
    assert anchor(date(2025, 3, 31), calendar) < anchor(date(2025, 4, 1), calendar)
