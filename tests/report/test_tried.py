"""What was tried, in words."""

from datetime import UTC, date, datetime

from usdcop.core.trials import Look, LookKind, LookTrial
from usdcop.report.tried import looks_table, spread_of, tried_in

OWN, OTHER, IDLE = "ab" * 32, "cd" * 32, "ef" * 32


def look(number: int, kind: LookKind, *trials: tuple[str, float | None]) -> Look:
    kept = tuple(LookTrial(digest, "0" * 64, ratio) for digest, ratio in trials)
    at = datetime(2026, 1, number, tzinfo=UTC)
    return Look(number, number, kind, date(2025, 1, 2), date(2025, 12, 30), 240, kept, "cli:ana", at)


LOOKS = (
    look(1, LookKind.EARLIER),
    look(2, LookKind.BATCH, (OTHER, -0.1), (OWN, 0.2)),
    look(3, LookKind.TRIAL, (IDLE, None)),
)


def test_a_batch_names_its_look_once_and_this_bundle_is_marked() -> None:
    rows = looks_table(LOOKS, OWN)
    assert [row[0] for row in rows] == ["1", "2", "", "3"]
    assert [row[1] for row in rows] == ["3 %", "1 %", "", "0.33 %"]
    assert [row[2] for row in rows] == ["of an earlier version", "declared together", "", "one bundle"]
    assert [row[7] for row in rows] == [False, False, True, False]
    assert rows[2][3] == OWN[:12]


def test_sharpe_ratios_are_a_year_and_what_was_not_kept_is_a_dash() -> None:
    rows = looks_table(LOOKS, OWN)
    assert [row[4] for row in rows] == ["—", "−1.59", "+3.17", "—"]
    assert rows[0][3] == "—"


def test_the_spread_of_all_that_was_tried_is_told() -> None:
    assert spread_of(tried_in(LOOKS, OWN)) == "4 bundles in 3 looks, with Sharpe ratios from −1.59 to +3.17."
    assert spread_of(tried_in(LOOKS[2:], OWN)) == "1 bundle in 1 look; none has a Sharpe ratio."
