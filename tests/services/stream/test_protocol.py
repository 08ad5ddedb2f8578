import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.events import EventId
from usdcop.services.stream import protocol
from usdcop.services.stream.protocol import (
    Auth,
    Code,
    Pong,
    Problem,
    ResumeFrom,
    Subscribe,
    Target,
    Unsubscribe,
    parse,
)


def test_what_clients_may_say() -> None:
    assert parse('{"action":"subscribe","symbols":["USDCOP"]}') == Subscribe(
        action="subscribe", symbols=("USDCOP",)
    )
    resumed = parse('{"action":"subscribe","symbols":["USDCOP"],"resume_from":{"epoch":3,"seq":17}}')
    assert isinstance(resumed, Subscribe)
    assert resumed.resume_from == ResumeFrom(epoch=3, seq=17)
    assert parse('{"action":"unsubscribe","accounts":["main"]}') == Unsubscribe(
        action="unsubscribe", accounts=("main",)
    )
    assert parse('{"action":"pong"}') == Pong(action="pong")
    assert parse('{"action":"auth","token":"x"}') == Auth(action="auth", token="x")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "7",
        "{",
        "NaN",
        '{"action":"subscribe"}',
        '{"action":"subscribe","symbols":[]}',
        '{"action":"subscribe","symbols":"USDCOP"}',
        '{"action":"subscribe","symbols":[7]}',
        '{"action":"subscribe","symbols":[""]}',
        '{"action":"subscribe","symbols":["USDCOP"],"extra":1}',
        '{"action":"subscribe","symbols":["USDCOP"],"resume_from":{"epoch":1}}',
        '{"action":"subscribe","symbols":["USDCOP"],"resume_from":{"epoch":1,"seq":-1}}',
        '{"action":"subscribe","symbols":["USDCOP"],"resume_from":{"epoch":1,"seq":1e400}}',
        '{"action":"subscribe","symbols":["USDCOP"],"resume_from":{"epoch":"1","seq":1}}',
        '{"action":"subscribe","symbols":["A","B"],"resume_from":{"epoch":1,"seq":1}}',
        '{"action":"subscribe","symbols":["' + "x" * 33 + '"]}',
        '{"action":"destroy"}',
        '{"action":"auth"}',
        '{"action":"auth","token":""}',
        '{"action":"pong","at":1}',
        "[" * 10_000,
    ],
)
def test_what_cannot_be_understood_is_a_problem_in_a_sentence(text: str) -> None:
    found = parse(text)
    assert isinstance(found, Problem)
    assert found.code is Code.INVALID_MESSAGE
    assert 0 < len(found.message) < 300


def test_a_problem_does_not_tell_the_token() -> None:
    found = parse('{"action":"auth","token":["very-secret-token"]}')
    assert isinstance(found, Problem)
    assert "very-secret" not in found.message


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_no_text_makes_it_fail(text: str) -> None:
    assert parse(text) is not None


def test_targets_are_named_once_in_order() -> None:
    message = Subscribe(action="subscribe", symbols=("A", "B", "A"), accounts=("main", "main"))
    assert [target.stream for target in protocol.targets(message)] == ["market:A", "market:B", "account:main"]


def test_skipping_is_told_in_the_event_itself() -> None:
    data = protocol.with_skipped(b'{"type":"market_data","seq":9}', 5)
    assert orjson.loads(data) == {"type": "market_data", "seq": 9, "skipped_from": 5}


def test_the_snapshot_of_an_account_names_the_account() -> None:
    told = orjson.loads(protocol.snapshot(Target("account", "main"), EventId(2, 7), {"order": b'{"seq":7}'}))
    expected = {"type": "snapshot", "account": "main", "epoch": 2, "seq": 7, "data": {"order": {"seq": 7}}}
    assert told == expected


def test_an_error_carries_its_facts() -> None:
    problem = Problem(Code.RATE_LIMIT_EXCEEDED, "Slowly.", {"retry_after": 1.5})
    assert orjson.loads(protocol.error(problem)) == {
        "type": "error",
        "code": "RATE_LIMIT_EXCEEDED",
        "message": "Slowly.",
        "retry_after": 1.5,
    }
