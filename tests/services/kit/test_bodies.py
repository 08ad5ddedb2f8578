import asyncio

import pytest
from starlette.types import Message, Receive

from support.services import Service
from usdcop.services.kit import bodies
from usdcop.services.kit.bodies import GONE, LATE, NUL, body_of, has_body, holds_nul, replayed, unusable
from usdcop.services.kit.errors import Refusal


def pieces(*messages: Message) -> Receive:
    left = list(messages)

    async def receive() -> Message:
        if not left:
            await asyncio.sleep(60)
        return left.pop(0)

    return receive


def piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


@pytest.mark.parametrize(
    ("headers", "brings"),
    [
        ([], False),
        ([(b"content-length", b"0")], False),
        ([(b"content-length", b"7")], True),
        ([(b"transfer-encoding", b"chunked")], True),
    ],
)
def test_which_requests_bring_a_body(headers: list[tuple[bytes, bytes]], brings: bool) -> None:
    assert has_body({"headers": headers}) is brings


def read(receive: Receive, most: int = 100) -> bytes | Refusal:
    return asyncio.run(body_of(receive, most))


def test_a_body_is_put_together_of_its_pieces() -> None:
    assert read(pieces(piece(b"a" * 60, more=True), piece(b"b" * 40, more=False))) == b"a" * 60 + b"b" * 40


def test_a_body_that_grows_too_large_is_refused_before_it_has_come() -> None:
    found = read(pieces(piece(b"a" * 60, more=True), piece(b"b" * 41, more=True)))
    assert isinstance(found, Refusal)
    assert (found.status, found.code) == (413, "BODY_TOO_LARGE")


@pytest.mark.parametrize("limit", ["PIECE_SECONDS", "BODY_SECONDS"])
def test_a_body_that_does_not_come_is_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, limit, 0.05)
    assert read(pieces(piece(b"a", more=True))) is LATE


def test_a_client_that_went_away_has_no_body() -> None:
    assert read(pieces(piece(b"a", more=True), {"type": "http.disconnect"})) is GONE


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e400}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\udc00\\ud800"}',
        b'{"a": "\xff"}',
        b'{"a": 1',
        b"[" * 5_000 + b"]" * 5_000,
        b"{'a': 1}",
    ],
)
@pytest.mark.parametrize(
    "media", ["application/json", "application/json; charset=utf-8", "application/x+json"]
)
def test_what_is_not_json_is_refused(body: bytes, media: str) -> None:
    refusal = unusable(body, media)
    assert refusal is not None
    assert (refusal.status, refusal.faults[0].field) == (422, "body")


@pytest.mark.parametrize("body", [b"", b"{}", '{"a": "é"}'.encode(), b'{"a": "\\ud83d\\ude00"}'])
def test_json_is_taken(body: bytes) -> None:
    assert unusable(body, "application/json") is None


def test_other_types_are_left_to_the_routes() -> None:
    assert unusable(b"{", "text/plain") is None
    assert unusable(b"a=%41", "application/x-www-form-urlencoded") is None
    assert unusable(b"a=%00", "application/x-www-form-urlencoded") is NUL


def test_nul_is_found_in_every_disguise() -> None:
    assert holds_nul(b"a\x00", percent=False)
    assert holds_nul(b'"\\u0000"', percent=False)
    assert holds_nul(b"a%00", percent=True)
    assert not holds_nul(b"100%00", percent=False)


def test_a_route_gets_the_body_and_then_what_comes_after_it() -> None:
    async def both() -> list[Message]:
        receive = replayed(b"{}", pieces({"type": "http.disconnect"}))
        return [await receive(), await receive()]

    assert [message["type"] for message in asyncio.run(both())] == ["http.request", "http.disconnect"]


def test_large_bodies_are_refused_whether_their_length_is_told_or_not(service: Service) -> None:
    body = b'{"quantity": 1, "note": "' + b"a" * 10_000_000 + b'"}'
    told = service.client.post("/api/echo", content=body, headers={"Content-Type": "application/json"})
    assert (told.status_code, told.json()["code"]) == (413, "BODY_TOO_LARGE")
    pieces = (body[at : at + 10_000] for at in range(0, 200_000, 10_000))
    untold = service.client.post("/api/echo", content=pieces, headers={"Content-Type": "application/json"})
    assert untold.status_code == 413
    assert untold.headers["content-type"] == "application/problem+json"


def test_a_nul_in_a_body_is_refused_also_across_pieces(service: Service) -> None:
    json_type = {"Content-Type": "application/json"}
    whole = service.client.post("/api/echo", content=b'{"quantity":1,"note":"\\u0000"}', headers=json_type)
    pieces = iter([b'{"quantity":1,"note":"\\u0', b'000"}'])
    parted = service.client.post("/api/echo", content=pieces, headers=json_type)
    assert [whole.status_code, parted.status_code] == [400, 400]
    percent = service.client.post("/api/echo", json={"quantity": 1, "note": "100%00"})
    assert percent.status_code == 200
