from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from usdcop.adapters.postgres.backfills import MOST_WAITING, PostgresBackfills
from usdcop.core.backfills import BackfillPlan, BackfillStatus
from usdcop.core.errors import ConflictError, ServerError

AT = datetime(2024, 7, 10, 15, tzinfo=UTC)


def a_plan(week: int = 0, requests: int = 1) -> BackfillPlan:
    first = date(2024, 1, 1) + week * timedelta(days=7)
    return BackfillPlan("USDCOP", first, first + timedelta(days=6), 60 * requests, requests, requests)


def test_the_longest_waiting_is_taken_first_and_by_one_worker_only(postgres: Engine) -> None:
    table = PostgresBackfills(postgres)
    asked = [table.request(a_plan(week), "operator", AT) for week in range(3)]
    with ThreadPoolExecutor(4) as pool:
        taken = [one for one in pool.map(lambda _: table.take(), range(4)) if one is not None]
    assert sorted(one.id for one in taken) == sorted(one.id for one in asked)
    assert {one.status for one in taken} == {BackfillStatus.RUNNING}
    assert table.take() is None
    table.progress(asked[0].id, 1)
    table.complete(asked[0].id, AT, 58)
    table.fail(asked[1].id, AT, "the vendor is away")
    table.put_back(asked[2].id)
    found = {row.id: row for row in table.page(None, None, 10)}
    assert (found[asked[0].id].status, found[asked[0].id].bars_found, found[asked[0].id].requests_done) == (
        BackfillStatus.COMPLETED,
        58,
        1,
    )
    assert found[asked[1].id].error == "the vendor is away"
    assert found[asked[2].id].status is BackfillStatus.QUEUED


def test_what_a_dead_worker_left_is_interrupted_and_cannot_be_ended_by_it(postgres: Engine) -> None:
    table = PostgresBackfills(postgres)
    asked = table.request(a_plan(), "operator", AT)
    assert table.any_under_way()
    table.take()
    assert table.interrupt_left(AT) == 1
    assert not table.any_under_way()
    with pytest.raises(ServerError, match="not running any more"):
        table.complete(asked.id, AT, 60)
    again = table.request(a_plan(), "operator", AT)
    assert again.status is BackfillStatus.QUEUED
    assert table.get(uuid4()) is None


def test_overlapping_and_too_many_are_refused(postgres: Engine) -> None:
    table = PostgresBackfills(postgres)
    table.request(a_plan(0), "operator", AT)
    with pytest.raises(ConflictError, match="under way") as caught:
        table.request(a_plan(0), "operator", AT)
    assert caught.value.code == "BACKFILL_UNDER_WAY"
    empty = table.request(a_plan(0, requests=0), "operator", AT)
    assert empty.status is BackfillStatus.COMPLETED
    for week in range(1, MOST_WAITING):
        table.request(a_plan(week), "operator", AT)
    with pytest.raises(ConflictError, match="wait already") as caught:
        table.request(a_plan(MOST_WAITING), "operator", AT)
    assert caught.value.code == "TOO_MANY_BACKFILLS"
