from datetime import date

from structlog.testing import capture_logs

from usdcop.core.policy_book import BarOutcome, Holder, Ruling
from usdcop.core.registry import Alias
from usdcop.live.session import BarDone, SessionClosed, SessionOpened, Told
from usdcop.live.telling import log

DAY = date(2025, 4, 1)
HOLDERS = (Holder(Alias.CHAMPION, 2, "ab" * 32), Holder(Alias.CHALLENGER, 3, "cd" * 32))


def told(what: Told) -> list[tuple[str, str]]:
    with capture_logs() as lines:
        log(what)
    return [(line["event"], line["log_level"]) for line in lines]


def test_an_opening_names_roles_and_what_is_wrong_with_them() -> None:
    opened = SessionOpened(DAY, HOLDERS, {Alias.CHAMPION: "It is damaged."}, Alias.CHALLENGER, late=True)
    assert told(opened) == [
        ("trader.session_opened", "info"),
        ("trader.assigned_late", "warning"),
        ("trader.role_silent", "error"),
    ]
    assert told(SessionOpened(DAY, (), {}, None, late=True)) == [("trader.session_opened", "info")]


def test_a_bar_tells_targets_and_refusals() -> None:
    rulings = (
        Ruling("champion", "ab", 1.0, 1.0, 0.0, None, late=False),
        Ruling("main", "ab", 1.0, 0.0, 0.0, "HALTED", late=False),
    )
    with capture_logs() as lines:
        log(
            BarDone(
                DAY,
                7,
                late=False,
                outcome=BarOutcome(rulings=rulings),
                decision_seconds=0.0012345,
                seconds=0.01,
            )
        )
    assert lines[0]["targets"] == {"champion": 1, "main": 0}
    assert lines[0]["refused"] == {"main": "HALTED"}
    assert lines[0]["decision_ms"] == 1.234


def test_a_session_left_open_is_an_error() -> None:
    assert told(SessionClosed(DAY, {"main": "f" * 64})) == [("trader.session_closed", "info")]
    assert told(SessionClosed(DAY, {}, "No bar is known.")) == [("trader.session_left_open", "error")]
