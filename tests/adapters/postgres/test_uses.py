from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.uses import PostgresUses

DAY = date(2025, 3, 3)
OPENED = datetime(2025, 3, 3, 13, tzinfo=UTC)


def test_rows_of_the_sessions_are_counted_and_reports_that_hold_one_are_named(postgres: Engine) -> None:
    with transaction(postgres) as connection:
        for number in range(3):
            values = {"day": DAY + timedelta(days=number), "at": OPENED + timedelta(days=number)}
            connection.execute(_PREDICTED, values)
        for first, last in ((date(2025, 1, 1), date(2025, 3, 2)), (date(2025, 3, 1), date(2025, 3, 9))):
            connection.execute(_REPORTED, {"first": first, "last": last, "at": OPENED})
    uses = PostgresUses(postgres)
    assert uses.counts("USDCOP", [DAY, DAY + timedelta(days=2)]) == (0, 0, 2)
    assert uses.counts("EURUSD", [DAY]) == (0, 0, 0)
    assert uses.counts("USDCOP", []) == (0, 0, 0)
    assert uses.compliance_reports([DAY]) == [(date(2025, 3, 1), date(2025, 3, 9))]
    assert uses.compliance_reports([date(2025, 3, 1)]) == [
        (date(2025, 1, 1), date(2025, 3, 2)),
        (date(2025, 3, 1), date(2025, 3, 9)),
    ]
    assert uses.compliance_reports([date(2025, 5, 1)]) == []


_PREDICTED = text(
    "INSERT INTO predictions (symbol, time, session, model_version, bundle_hash, target, data_kind)"
    " VALUES ('USDCOP', :at, :day, '1', 'b', 0, 'replay')"
)
_REPORTED = text(
    "INSERT INTO compliance_reports (first, last, pdf_key, json_key, digest, requested_by, at)"
    " VALUES (:first, :last, 'p', 'j', 'd', 'ana', :at)"
)
