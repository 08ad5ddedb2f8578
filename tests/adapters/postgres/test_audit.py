from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from support.orders import AT
from usdcop.adapters.postgres.audit import AuditEntry, PostgresAudit, append, append_all
from usdcop.adapters.postgres.database import transaction
from usdcop.core.audit import GENESIS, AuditFilter, AuditRow, first_break


@pytest.fixture
def trail(postgres: Engine) -> PostgresAudit:
    return PostgresAudit(postgres)


def written(trail: PostgresAudit, count: int = 6) -> None:
    for number in range(count):
        actor = "ana" if number % 2 else "ben"
        trail.append(
            AT + timedelta(minutes=number), actor, f"did.{number % 3}", f"thing:{number}", {"n": number}
        )


def seqs(rows: list[AuditRow]) -> list[int]:
    return [row.seq for row in rows]


def test_rows_are_chained_and_hold_whatever_was_written(trail: PostgresAudit) -> None:
    detail = {
        "text": 'quote " backslash \\ line\n pesos ₡ ñ',
        "number": 0.1,
        "nested": {"none": None, "list": [1]},
    }
    assert trail.append(AT, "ana", "did", "thing:1", detail) == 1
    assert trail.append(AT, "ana", "did", "thing:2", {}) == 2
    rows = list(trail.rows())
    assert rows[0].previous_hash == GENESIS
    assert rows[0].detail == detail
    assert rows[1].previous_hash == rows[0].hash
    assert first_break(rows) is None


def test_a_page_is_newest_first_and_the_next_begins_where_it_ended(trail: PostgresAudit) -> None:
    written(trail)
    first = trail.page(AuditFilter(), None, 4)
    assert seqs(first) == [6, 5, 4, 3]
    assert seqs(trail.page(AuditFilter(), first[-1].seq, 4)) == [2, 1]
    assert seqs(trail.page(AuditFilter(), 1, 4)) == []


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (AuditFilter(actor="ana"), [6, 4, 2]),
        (AuditFilter(action="did.0"), [4, 1]),
        (AuditFilter(subject="thing:4"), [5]),
        (AuditFilter(since=AT + timedelta(minutes=2), until=AT + timedelta(minutes=4)), [4, 3]),
        (AuditFilter(actor="ana", action="did.2"), [6]),
        (AuditFilter(actor="'; DROP TABLE audit_log; --"), []),
    ],
)
def test_rows_are_chosen_by_actor_action_subject_and_time(
    trail: PostgresAudit, chosen: AuditFilter, expected: list[int]
) -> None:
    written(trail)
    assert seqs(trail.page(chosen, None, 100)) == expected


def test_the_whole_trail_is_walked_in_batches(trail: PostgresAudit) -> None:
    written(trail, 7)
    assert seqs(list(trail.rows(batch=3))) == [1, 2, 3, 4, 5, 6, 7]
    assert seqs(list(trail.rows(after=5, batch=2))) == [6, 7]
    assert first_break(trail.rows(batch=1)) is None


def test_the_head_and_single_rows(trail: PostgresAudit) -> None:
    assert trail.head() is None
    written(trail, 2)
    head = trail.head()
    assert head is not None
    assert head.seq == 2
    assert trail.row(2) == head
    assert trail.row(3) is None


def test_what_is_rolled_back_leaves_no_row_and_no_gap(trail: PostgresAudit) -> None:
    written(trail, 1)
    with trail.engine.connect() as connection:
        append(connection, AT, "ana", "undone", "thing:0", {})
        connection.rollback()
    with transaction(trail.engine) as connection:
        append_all(connection, _two(AT))
    assert seqs(list(trail.rows())) == [1, 2, 3]
    assert first_break(trail.rows()) is None


def _two(at: object) -> Iterator[AuditEntry]:
    for number in range(2):
        yield AuditEntry(AT, "ana", "did", f"thing:{number}", {"at": str(at)})


def test_no_time_of_market_or_detail_breaks_the_chain(trail: PostgresAudit) -> None:
    for at in (AT.replace(microsecond=1), AT.replace(microsecond=120_000), AT.replace(year=1999)):
        trail.append(at, "ana", "did", "thing", {"a": "\\u0041", "b": "</script>"})
    assert first_break(trail.rows()) is None
    with transaction(trail.engine) as connection:
        connection.execute(text("SET LOCAL timezone = 'America/Bogota'"))
        append(connection, AT, "ana", "did", "elsewhere", {})
    assert first_break(trail.rows()) is None


def test_subjects_are_found_by_their_beginning(trail: PostgresAudit) -> None:
    for subject in (
        "import:I-0007",
        "import:I-0007",
        "import:S-0012",
        "imports",
        "order:import:1",
        "IMPORT:1",
    ):
        trail.append(AT, "ana", "did", subject, {})
    assert trail.subjects("import:") == {"import:I-0007", "import:S-0012"}
    assert trail.subjects("import:%") == set()
