import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlalchemy import text

from support.pipeline_desk import Desk
from support.small_lakes import LOST, TODAY
from usdcop.core.access import Role

SPAN = {"first": "2024-06-24", "last": "2024-06-28"}


def post(desk: Desk, body: object, *roles: Role) -> httpx.Response:
    headers = desk.service.headers(*roles) if roles else {}
    return desk.service.client.post("/api/pipeline/backfill", json=body, headers=headers)


def rows(desk: Desk, table: str) -> int:
    with desk.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_a_dry_run_tells_the_price_and_starts_nothing(desk: Desk) -> None:
    answer = post(desk, {**SPAN, "dry_run": True}, Role.OPERATOR)
    assert answer.status_code == 200
    body = answer.json()
    lost = {"2024-06-24": 0, LOST.isoformat(): 60}
    assert body["bars_missing"] >= lost[LOST.isoformat()]
    assert (body["requests"], body["credits"], body["bars_given_up"], body["expected_bars"]) == (1, 1, 0, 300)
    assert body["spans"][0]["bars"] == body["bars_missing"]
    assert rows(desk, "backfills") == 0
    assert rows(desk, "audit_log WHERE action LIKE 'backfill%'") == 0


def test_a_backfill_is_queued_audited_and_told_of(desk: Desk) -> None:
    answer = post(desk, SPAN, Role.OPERATOR)
    assert answer.status_code == 202
    body = answer.json()
    assert (body["status"], body["requests"], body["requests_done"], body["bars_found"]) == (
        "queued",
        1,
        0,
        None,
    )
    assert body["requested_by"] == "operator"
    assert body["requested_at"] == "2024-07-10T15:02:30Z"
    assert desk.get(f"backfill/{body['id']}") == body
    assert desk.get("backfills")["data"] == [body]
    assert desk.get("backfills", status="completed")["data"] == []
    with desk.engine.connect() as connection:
        found = connection.execute(
            text("SELECT actor, subject FROM audit_log WHERE action = 'backfill.requested'")
        ).all()
    assert [tuple(row) for row in found] == [("operator", f"backfill:{body['id']}")]


def test_a_span_without_a_hole_is_completed_at_once(desk: Desk) -> None:
    answer = post(desk, {"first": TODAY.isoformat(), "last": TODAY.isoformat()}, Role.OPERATOR)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["requests"], body["credits"], body["bars_found"]) == ("completed", 0, 0, 0)
    assert body["ended_at"] == "2024-07-10T15:02:30Z"


def test_the_same_sessions_are_not_fetched_twice_even_if_asked_for_at_once(desk: Desk) -> None:
    headers = desk.service.headers(Role.OPERATOR)
    send = lambda _: desk.service.client.post("/api/pipeline/backfill", json=SPAN, headers=headers)  # noqa: E731
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["code"] == "BACKFILL_UNDER_WAY"
    assert rows(desk, "backfills") == 1


def test_backfills_are_paged(desk: Desk) -> None:
    day = {"first": TODAY.isoformat(), "last": TODAY.isoformat()}
    made = [post(desk, day, Role.OPERATOR).json()["id"] for _ in range(5)]
    first = desk.get("backfills", limit=2)
    rest = desk.get("backfills", limit=100, cursor=first["next_cursor"])
    assert [row["id"] for row in first["data"] + rest["data"]] == made[::-1]


REFUSED: list[tuple[bytes, str]] = [
    (b'{"first": "2024-06-28", "last": "2024-06-24"}', "reversed"),
    (b'{"first": "2024-07-10", "last": "2024-07-11"}', "not come yet"),
    (b'{"first": "1999-12-31", "last": "2000-01-01"}', "is before"),
    (b'{"first": "2019-01-01", "last": "2024-07-10"}', "2017 days"),
    (b'{"first": "2024-06-24"}', "body.last"),
    (b'{"first": "0000-00-00", "last": "2024-06-24"}', "body.first"),
    (b'{"first": 1e400, "last": "2024-06-24"}', "body"),
    (b'{"first": NaN, "last": "2024-06-24"}', "body"),
    (b'{"first": "2024-06-24", "last": "2024-06-24", "dry_run": "perhaps"}', "body.dry_run"),
    (b'{"first": "2024-06-24", "last": "2024-06-24", "force": true}', "body.force"),
    (b"[]", "body"),
    (b"null", "body"),
]


def test_spans_that_cannot_be_are_refused_and_change_nothing(desk: Desk) -> None:
    headers = {**desk.service.headers(Role.OPERATOR), "Content-Type": "application/json"}
    for content, word in REFUSED:
        answer = desk.service.client.post("/api/pipeline/backfill", content=content, headers=headers)
        assert answer.status_code in {400, 422}, (content, answer.text)
        assert word in answer.text, (content, answer.text)
    assert rows(desk, "backfills") == 0


def test_who_may_ask(desk: Desk) -> None:
    assert post(desk, SPAN).status_code == 401
    for role in (Role.VIEWER, Role.TRADER, Role.COMPLIANCE):
        assert post(desk, SPAN, role).status_code == 403
    assert post(desk, SPAN, Role.ADMIN).status_code == 202
    assert post(desk, {**SPAN, "symbol": "EURUSD"}, Role.OPERATOR).status_code == 404


def test_a_backfill_nobody_asked_for_is_unknown(desk: Desk) -> None:
    assert desk.get(f"backfill/{uuid.uuid4()}", 404)["code"] == "UNKNOWN"
