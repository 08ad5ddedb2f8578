from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from support.stream_sessions import Table, add, shown, told
from support.streams import MARKET, OPEN_MARKET
from usdcop.core.access import Principal, Role
from usdcop.services.kit.settings import AuthMode, ServiceSettings
from usdcop.services.stream.protocol import Code, Problem
from usdcop.services.stream.session import Send, Session
from usdcop.services.stream.settings import StreamSettings

ANA = Principal("ana", frozenset({Role.VIEWER}), UUID(int=1), OPEN_MARKET + timedelta(minutes=15))
WRONG = Problem(Code.AUTHENTICATION_FAILED, "The token is not valid.")
SYMBOLS: dict[str, Any] = {"action": "subscribe", "symbols": ["USDCOP"]}
ACCOUNT: dict[str, Any] = {"action": "subscribe", "accounts": ["main"]}


def signed_in(table: Table, session: Session, who: Principal = ANA) -> list[str]:
    assert table.says(session, action="auth", token=f"token of {who.name}") == ["verify"]
    return told(session.verified(who, table.now))


def test_subscribing_is_acknowledged_and_starts_with_a_snapshot() -> None:
    table = Table()
    session = table.opened()
    assert table.says(session, **SYMBOLS) == ["ack subscribe"]
    assert shown(session.due()) == ["snapshot@None"]
    add(table.catalog.windows[MARKET], "t")
    assert shown(session.due()) == ["1"]


def test_after_unsubscribing_nothing_is_due() -> None:
    table = Table()
    session = table.opened()
    table.says(session, **SYMBOLS)
    assert table.says(session, action="unsubscribe", symbols=["USDCOP", "NONE"]) == ["ack unsubscribe"]
    assert shown(session.due()) == []


def test_coming_back_goes_on_after_the_last_event() -> None:
    table = Table()
    add(table.catalog.windows[MARKET], "tbt")
    session = table.opened()
    table.says(session, **SYMBOLS, resume_from={"epoch": 1, "seq": 1})
    assert shown(session.due()) == ["2", "3"]


def test_a_closed_market_is_told_and_the_subscription_stands() -> None:
    table = Table(closed={"USDCOP": OPEN_MARKET})
    session = table.opened()
    effects = session.received(orjson.dumps(SYMBOLS).decode(), table.now)
    assert told(effects) == ["ack subscribe", "MARKET_CLOSED"]
    notice = effects[1]
    assert isinstance(notice, Send)
    assert orjson.loads(notice.data)["opens_at"] == "2024-03-05T14:00:20.000Z"
    assert shown(session.due()) == ["snapshot@None"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"action": "subscribe", "symbols": ["USDCOP", "EURUSD"]}, "INVALID_SYMBOL"),
        ({"action": "subscribe", "symbols": ["usdcop"]}, "INVALID_SYMBOL"),
        ({"action": "subscribe", "symbols": ["USDCOP"], "accounts": ["main"]}, "AUTHENTICATION_FAILED"),
        ({"action": "subscribe", "symbols": ["USDCOP"], "unknown": 1}, "INVALID_MESSAGE"),
        ({"action": "dance"}, "INVALID_MESSAGE"),
    ],
)
def test_a_refused_message_does_nothing_at_all(message: dict[str, Any], code: str) -> None:
    table = Table()
    session = table.opened()
    assert table.says(session, **message) == [code]
    assert not session.cursors
    assert table.tally.problems == {code: 1}


def test_too_many_subscriptions_are_refused_as_a_whole() -> None:
    table = Table(limits=ServiceSettings(stream_subscriptions=1))
    session = table.opened()
    signed_in(table, session)
    assert table.says(session, **SYMBOLS) == ["ack subscribe"]
    assert table.says(session, **SYMBOLS) == ["ack subscribe"]
    assert table.says(session, **ACCOUNT) == ["RATE_LIMIT_EXCEEDED"]
    assert list(session.cursors) == [MARKET]


def test_accounts_are_for_those_who_signed_in() -> None:
    table = Table()
    session = table.opened()
    assert table.says(session, **ACCOUNT) == ["AUTHENTICATION_FAILED"]
    assert signed_in(table, session) == ["ack auth"]
    assert table.says(session, **ACCOUNT) == ["ack subscribe"]
    unknown = {"action": "subscribe", "accounts": ["nobody"]}
    assert table.says(session, **unknown) == ["INVALID_ACCOUNT"]


def test_a_token_of_the_handshake_is_proven_before_anything_is_obeyed() -> None:
    table = Table()
    session = Session(table.commons, "10.0.0.1")
    assert told(session.opened("token", table.now)) == ["verify"]
    assert table.says(session, **ACCOUNT) == []
    assert told(session.verified(ANA, table.now)) == ["ack auth", "ack subscribe"]


def test_what_waits_for_a_proof_stops_at_the_next_token() -> None:
    table = Table()
    session = table.opened()
    table.says(session, action="auth", token="one")
    table.says(session, action="auth", token="two")
    table.says(session, **ACCOUNT)
    assert told(session.verified(ANA, table.now)) == ["ack auth", "verify"]
    assert told(session.verified(ANA, table.now)) == ["ack auth", "ack subscribe"]


def test_not_everything_waits_for_a_proof() -> None:
    table = Table()
    session = table.opened()
    table.says(session, action="auth", token="slow")
    said = [table.says(session, action="pong") for _ in range(17)]
    assert said[:16] == [[]] * 16
    assert said[16] == ["RATE_LIMIT_EXCEEDED", "closed 4429"]
    assert told(session.verified(ANA, table.now)) == []


def test_a_refused_token_ends_the_connection() -> None:
    table = Table()
    session = table.opened()
    table.says(session, action="auth", token="wrong")
    assert told(session.verified(WRONG, table.now)) == ["AUTHENTICATION_FAILED", "closed 4401"]
    assert table.says(session, **SYMBOLS) == []


def test_a_token_that_cannot_be_proven_at_the_moment_is_no_refusal() -> None:
    table = Table()
    session = table.opened()
    table.says(session, action="auth", token="t")
    assert told(session.verified(Problem(Code.INTERNAL_ERROR, "Away."), table.now)) == ["INTERNAL_ERROR"]
    assert table.says(session, **ACCOUNT) == ["AUTHENTICATION_FAILED"]
    assert table.says(session, **SYMBOLS) == ["ack subscribe"]


def test_a_newer_token_prolongs_the_connection_a_wrong_one_does_not_end_it() -> None:
    table = Table()
    session = table.opened()
    signed_in(table, session)
    signed_in(table, session, replace(ANA, expires_at=ANA.expires_at + timedelta(minutes=15)))
    table.says(session, action="auth", token="wrong")
    assert told(session.verified(WRONG, table.now)) == ["AUTHENTICATION_FAILED"]
    table.seconds = 16 * 60
    assert told(session.ticked(table.now)) == ["heartbeat"]
    table.seconds = 30 * 60
    assert told(session.ticked(table.now)) == ["AUTHENTICATION_FAILED", "closed 4401"]


def test_nobody_becomes_somebody_else() -> None:
    table = Table()
    session = table.opened()
    signed_in(table, session)
    eve = replace(ANA, name="eve", sign_in=UUID(int=2))
    assert signed_in(table, session, eve) == ["AUTHENTICATION_FAILED", "closed 4401"]


def test_a_revoked_token_ends_the_connection() -> None:
    table = Table()
    session = table.opened()
    signed_in(table, session)
    table.says(session, **ACCOUNT)
    assert told(session.revoked(WRONG)) == ["AUTHENTICATION_FAILED", "closed 4401"]
    assert not session.cursors
    assert told(session.revoked(WRONG)) == []


def test_where_everything_takes_a_token_nothing_is_given_without_one_and_it_must_come_soon() -> None:
    table = Table(mode=AuthMode.ALL)
    session = table.opened()
    assert table.says(session, **SYMBOLS) == ["AUTHENTICATION_FAILED"]
    table.seconds = 9.9
    assert told(session.ticked(table.now)) == []
    table.seconds = 10.0
    assert told(session.ticked(table.now)) == ["AUTHENTICATION_FAILED", "closed 4401"]
    other = table.opened()
    signed_in(table, other)
    assert table.says(other, **SYMBOLS) == ["ack subscribe"]


def test_heartbeats_come_and_three_without_an_answer_end_the_connection() -> None:
    table = Table()
    session, answering = table.opened(), table.opened()
    found: dict[float, list[str]] = {}
    for seconds in range(0, 150, 10):
        table.seconds = float(seconds)
        found[seconds] = told(session.ticked(table.now))
        if told(answering.ticked(table.now)):
            table.says(answering, action="pong")
    beats = {30: ["heartbeat"], 60: ["heartbeat"], 90: ["heartbeat"], 120: ["closed 4410"]}
    assert {seconds: effects for seconds, effects in found.items() if effects} == beats
    assert not answering.closed


def test_messages_above_the_limit_are_refused_and_a_flood_ends_the_connection() -> None:
    table = Table(StreamSettings(refused_messages=3), ServiceSettings(stream_messages_per_minute=2))
    session = table.opened()
    said = [table.says(session, action="pong") for _ in range(6)]
    assert said == [[], [], *[["RATE_LIMIT_EXCEEDED"]] * 3, ["RATE_LIMIT_EXCEEDED", "closed 4429"]]
    other = table.opened()
    assert table.says(other, action="pong") == ["RATE_LIMIT_EXCEEDED"]
    table.seconds = 30.0
    assert table.says(other, action="pong") == []


def test_pings_count_as_messages() -> None:
    table = Table(limits=ServiceSettings(stream_messages_per_minute=1))
    session = table.opened()
    assert [told(session.pinged(table.now)) for _ in range(2)] == [[], ["RATE_LIMIT_EXCEEDED"]]


def test_a_client_has_only_so_many_connections() -> None:
    table = Table(limits=ServiceSettings(stream_connections=1))
    first = table.opened()
    second = Session(table.commons, "10.0.0.1")
    assert told(second.opened(None, table.now)) == ["RATE_LIMIT_EXCEEDED", "closed 4429"]
    assert not table.opened("10.0.0.2").closed
    second.ended(table.now)
    first.ended(table.now)
    assert not table.opened().closed


def test_who_signs_in_counts_for_the_user_not_for_the_address() -> None:
    table = Table(limits=ServiceSettings(stream_connections=1))
    first = table.opened()
    signed_in(table, first)
    second = table.opened()
    assert not second.closed
    assert signed_in(table, second) == ["RATE_LIMIT_EXCEEDED", "closed 4429"]
    second.ended(table.now)
    third = table.opened()
    assert not third.closed


def test_a_client_that_takes_nothing_is_dropped_one_that_drains_is_not() -> None:
    table = Table()
    stuck, slow = table.opened(), table.opened()
    for session in (stuck, slow):
        session.stalled(table.now)
    table.seconds = 14.0
    slow.drained()
    slow.stalled(table.now)
    table.seconds = 15.0
    assert told(stuck.ticked(table.now)) == ["TOO_SLOW", "closed 4408"]
    assert told(slow.ticked(table.now)) == []


def test_a_client_that_falls_too_far_behind_is_dropped() -> None:
    table = Table(StreamSettings(largest_lag=5))
    session = table.opened()
    table.says(session, **SYMBOLS)
    list(session.due())
    add(table.catalog.windows[MARKET], "bbbbb")
    assert told(session.ticked(table.now)) == []
    add(table.catalog.windows[MARKET], "b")
    assert told(session.ticked(table.now)) == ["TOO_SLOW", "closed 4408"]
    assert table.tally.dropped == {"too slow": 1}


def test_a_stalled_client_is_sent_no_heartbeat() -> None:
    table = Table(StreamSettings(stall_patience=timedelta(minutes=5)))
    session = table.opened()
    session.stalled(table.now)
    table.seconds = 30.0
    assert told(session.ticked(table.now)) == []
