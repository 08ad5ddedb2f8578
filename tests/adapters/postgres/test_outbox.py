from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from support.outbox_rows import put_rows
from support.streams import OPEN_MARKET as AT
from usdcop.adapters.postgres.outbox import PostgresOutbox
from usdcop.core.events import EventType


def test_rows_wait_in_order_until_they_are_marked(postgres: Engine) -> None:
    outbox = PostgresOutbox(postgres)
    put_rows(postgres, "main", "of", AT)
    put_rows(postgres, "manual", "o", AT)
    waiting = outbox.waiting(10)
    assert [(row.account, row.type, row.body["place"], row.at) for row in waiting] == [
        ("main", EventType.ORDER, 0, AT),
        ("main", EventType.FILL, 1, AT),
        ("manual", EventType.ORDER, 0, AT),
    ]
    outbox.mark([waiting[0].id, waiting[2].id])
    assert outbox.waiting(10) == [waiting[1]]


def test_no_more_rows_than_asked_for(postgres: Engine) -> None:
    put_rows(postgres, "main", "ooo", AT)
    assert [row.body["place"] for row in PostgresOutbox(postgres).waiting(2)] == [0, 1]


def test_accounts_are_those_there_are(postgres: Engine) -> None:
    assert PostgresOutbox(postgres).accounts() == frozenset()
    put_rows(postgres, "main", "", AT)
    assert PostgresOutbox(postgres).accounts() == {"main"}


def test_what_was_relayed_long_ago_is_forgotten_and_what_waits_never(postgres: Engine) -> None:
    outbox, later = PostgresOutbox(postgres), datetime.now(UTC) + timedelta(days=1)  # noqa: TID251 - the column is real time
    put_rows(postgres, "main", "oo", AT)
    first, second = outbox.waiting(10)
    outbox.mark([first.id])
    assert outbox.forget(later - timedelta(days=2)) == 0
    assert outbox.forget(later) == 1
    assert outbox.waiting(10) == [second]
