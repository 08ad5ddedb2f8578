"""Tokens that are forged, stale, stolen or meant for others open nothing, over real HTTP."""

import base64
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import Engine

from support.clocks import HandClock
from support.services import AUDIENCE, SECRET, shared_for
from support.signing_in import GENEROUS, SignInDesk, bearer, sign_in_desk
from usdcop.adapters.clock import SystemWall
from usdcop.main.serve.identity import SIGN_IN_FRESH


@pytest.fixture
def wall() -> HandClock:
    return HandClock(SystemWall().now())


@pytest.fixture
def desk(postgres: Engine, redis_url: str, wall: HandClock) -> Iterator[SignInDesk]:
    shared = shared_for(postgres, redis_url, settings=GENEROUS, wall=wall)
    with sign_in_desk(postgres, redis_url, shared) as made:
        yield made


def order(desk: SignInDesk, token: str) -> int:
    return desk.client.post("/api/orders", json={"quantity": 1}, headers=bearer(token)).status_code


def claims(token: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - claims are anything
    return {**jwt.decode(token, options={"verify_signature": False}), **changes}


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(token: str) -> dict[str, str]:
    """What an attacker makes of a real ``token``."""
    good = claims(token)
    head, body, signature = token.split(".")
    admin = claims(token, roles=["admin"])
    return {
        "no algorithm": f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(admin)}.",
        "no algorithm, oddly spelt": f"{part({'alg': 'nOnE'})}.{part(admin)}.",
        "no algorithm, signature kept": f"{part({'alg': 'none'})}.{body}.{signature}",
        "body changed": f"{head}.{part(admin)}.{signature}",
        "signature cut": f"{head}.{body}.",
        "signature missing": f"{head}.{body}",
        "another key": jwt.encode(admin, "another key of thirty-two bytes or more", algorithm="HS256"),
        "another algorithm": jwt.encode(admin, SECRET * 2, algorithm="HS512"),
        "key named in the head": jwt.encode(
            admin, "k" * 32, algorithm="HS256", headers={"kid": "../../dev/null", "jku": "http://127.0.0.1/k"}
        ),
        "other audience": jwt.encode(claims(token, aud="usdcop-real"), SECRET, algorithm="HS256"),
        "other issuer": jwt.encode(claims(token, iss="others"), SECRET, algorithm="HS256"),
        "no audience": jwt.encode(
            {name: value for name, value in good.items() if name != "aud"}, SECRET, algorithm="HS256"
        ),
        "unknown sign-in": jwt.encode(claims(token, sid=str(uuid.uuid4())), SECRET, algorithm="HS256"),
        "no end": jwt.encode(
            {name: value for name, value in good.items() if name != "exp"}, SECRET, algorithm="HS256"
        ),
        "nonsense": "e30.e30.e30",
        "long": "a" * 9_000,
    }


def test_no_forged_token_opens_anything(desk: SignInDesk) -> None:
    token = desk.tokens()["access_token"]
    assert order(desk, token) == 201
    for name, made in forged(token).items():
        answer = desk.me(made)
        assert answer.status_code == 401, name
        assert answer.headers["content-type"] == "application/problem+json", name
        assert order(desk, made) == 401, name
    assert claims(token)["aud"] == AUDIENCE


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Basic bWFyaWE6eA==", "Token x", "Bearer a b", "bearer\tx", "Bearer \xff\xfe"],
)
def test_a_header_that_is_no_token_is_none(desk: SignInDesk, header: str) -> None:
    answer = desk.client.get("/api/auth/me", headers={b"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401


def test_a_token_in_the_query_or_a_cookie_is_none(desk: SignInDesk) -> None:
    token = desk.tokens()["access_token"]
    assert desk.client.get(f"/api/auth/me?access_token={token}").status_code == 422  # no such parameter
    assert desk.client.get("/api/auth/me", headers={"Cookie": f"access_token={token}"}).status_code == 401


def test_a_token_ends_with_its_time(desk: SignInDesk, wall: HandClock) -> None:
    found = desk.tokens()
    wall.advance(timedelta(seconds=found["expires_in"] - 1))
    assert desk.me(found["access_token"]).status_code == 200
    wall.advance(timedelta(seconds=2))
    answer = desk.me(found["access_token"])
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")


def test_a_refresh_token_replayed_ends_the_family_and_its_access_tokens(
    desk: SignInDesk, wall: HandClock
) -> None:
    first = desk.tokens()
    second = desk.renew(first["refresh_token"]).json()
    assert desk.renew(first["refresh_token"]).json()["refresh_token"] == second["refresh_token"]
    wall.advance(timedelta(seconds=11))
    replayed = desk.renew(first["refresh_token"])
    assert (replayed.status_code, replayed.json()["code"]) == (401, "TOKEN_REUSED")
    assert desk.renew(second["refresh_token"]).status_code == 401
    wall.advance(SIGN_IN_FRESH)
    for token in (first["access_token"], second["access_token"]):
        assert desk.me(token).status_code == 401
    assert desk.me(desk.tokens()["access_token"]).status_code == 200  # another sign-in is another family


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(desk: SignInDesk) -> None:
    found = desk.tokens()
    assert desk.renew(found["access_token"]).status_code == 422  # far too long for one
    assert desk.me(found["refresh_token"]).status_code == 401


@pytest.mark.parametrize("how", ["signed out", "deactivated", "new password", "other roles"])
def test_a_token_dies_with_its_sign_in_within_two_seconds(
    desk: SignInDesk, wall: HandClock, how: str
) -> None:
    token, ana = desk.tokens()["access_token"], bearer(desk.tokens("ana")["access_token"])
    assert order(desk, token) == 201
    changes: dict[str, dict[str, object]] = {
        "deactivated": {"active": False},
        "new password": {"password": "another good password"},
        "other roles": {"roles": ["viewer"]},
    }
    if how == "signed out":
        desk.client.post("/api/auth/logout", headers=bearer(token))
    else:
        assert desk.client.patch("/api/auth/users/maria", json=changes[how], headers=ana).status_code == 200
    wall.advance(SIGN_IN_FRESH)
    assert order(desk, token) == 401
    assert desk.client.get("/api/auth/users", headers=ana).status_code == 200


def test_who_may_look_may_not_write_whatever_the_token_says_next(desk: SignInDesk) -> None:
    token = desk.tokens("ana")["access_token"]
    desk.client.post(
        "/api/auth/users",
        json={"name": "omar", "password": "a password to look with", "roles": ["viewer"]},
        headers=bearer(token),
    )
    form = {"username": "omar", "password": "a password to look with", "scope": "admin trader"}
    looking = desk.client.post("/api/auth/token", data=form).json()
    assert looking["roles"] == ["viewer"]
    assert order(desk, looking["access_token"]) == 403
