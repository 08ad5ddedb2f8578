from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from support.promises import keeps_its_promises
from support.services import shared_for
from support.signing_in import GIVEN, SignInDesk, bearer, sign_in_desk
from usdcop.services.kit.settings import ServiceSettings

BROKEN = frozenset({"/api/broken/{how}"})
"""Fails on purpose."""
NEW = "a new and better one"


@pytest.fixture
def desk(postgres: Engine, redis_url: str) -> Iterator[SignInDesk]:
    with sign_in_desk(postgres, redis_url) as made:
        yield made


def test_signing_in_gives_tokens_that_say_who_one_is(desk: SignInDesk) -> None:
    answer = desk.sign_in()
    found = answer.json()
    assert (found["token_type"], found["user"], found["roles"]) == ("bearer", "maria", ["trader"])
    assert 890 < found["expires_in"] <= 900
    assert answer.headers["cache-control"] == "no-store"
    me = desk.me(found["access_token"]).json()
    assert (me["name"], me["roles"]) == ("maria", ["trader"])
    assert me["expires_at"].endswith("Z")


def test_a_wrong_name_and_a_wrong_password_look_alike(desk: SignInDesk) -> None:
    answers = [desk.sign_in("maria", "wrong"), desk.sign_in("nobody"), desk.sign_in("x' OR '1'='1")]
    assert {answer.status_code for answer in answers} == {401}
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"username": "maria"},
        {"username": "maria", "password": ""},
        {"username": "maria", "password": "x" * 300},
        {"username": "m" * 100, "password": "x"},
        {"username": "maria", "password": GIVEN, "grant_type": "client_credentials"},
        {"username": "maria", "password": GIVEN, "admin": "true"},
    ],
)
def test_a_form_that_is_not_the_password_flow_is_refused(desk: SignInDesk, form: dict[str, str]) -> None:
    answer = desk.client.post("/api/auth/token", data=form)
    assert answer.status_code == 422
    assert GIVEN not in answer.text


def test_signing_out_ends_both_tokens(desk: SignInDesk) -> None:
    found = desk.tokens()
    out = desk.client.post("/api/auth/logout", headers=bearer(found["access_token"]))
    assert (out.status_code, out.content) == (204, b"")
    assert desk.renew(found["refresh_token"]).status_code == 401


def test_one_changes_ones_own_password(desk: SignInDesk) -> None:
    token = bearer(desk.tokens()["access_token"])
    change = {"old": "wrong", "new": NEW}
    assert desk.client.put("/api/auth/password", json=change, headers=token).status_code == 401
    change = {"old": GIVEN, "new": "short"}
    assert desk.client.put("/api/auth/password", json=change, headers=token).status_code == 422
    change = {"old": GIVEN, "new": NEW}
    assert desk.client.put("/api/auth/password", json=change, headers=token).status_code == 204
    assert desk.sign_in("maria", GIVEN).status_code == 401
    assert desk.sign_in("maria", NEW).status_code == 200


def test_an_administrator_manages_users(desk: SignInDesk) -> None:
    ana = bearer(desk.tokens("ana")["access_token"])
    added = desk.client.post(
        "/api/auth/users", json={"name": "omar", "password": NEW, "roles": ["viewer"]}, headers=ana
    )
    assert added.status_code == 201
    assert (added.json()["roles"], added.json()["created_by"]) == (["viewer"], "ana")
    again = desk.client.post(
        "/api/auth/users", json={"name": "omar", "password": NEW, "roles": ["viewer"]}, headers=ana
    )
    assert (again.status_code, again.json()["code"]) == (409, "USER_EXISTS")
    changed = desk.client.patch("/api/auth/users/omar", json={"roles": ["operator"]}, headers=ana)
    assert changed.json()["roles"] == ["operator"]
    off = desk.client.patch("/api/auth/users/omar", json={"active": False}, headers=ana)
    assert off.json()["active"] is False
    assert desk.sign_in("omar", NEW).status_code == 401
    listed = desk.client.get("/api/auth/users", headers=ana).json()["data"]
    assert [(user["name"], user["active"]) for user in listed] == [
        ("ana", True),
        ("maria", True),
        ("omar", False),
    ]
    assert "password" not in str(listed)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/auth/users/nobody", {"active": False}, 404),
        ("/api/auth/users/x' OR '1'='1", {"active": False}, 404),
        ("/api/auth/users/ana", {"active": False}, 409),
        ("/api/auth/users/maria", {"roles": []}, 422),
        ("/api/auth/users/maria", {"roles": ["root"]}, 422),
        ("/api/auth/users/maria", {"password": "short"}, 422),
        ("/api/auth/users/maria", {"name": "other"}, 422),
    ],
)
def test_changes_that_cannot_be_made(
    desk: SignInDesk, path: str, body: dict[str, object], status: int
) -> None:
    ana = bearer(desk.tokens("ana")["access_token"])
    assert desk.client.patch(path, json=body, headers=ana).status_code == status


def test_nobody_else_manages_users(desk: SignInDesk) -> None:
    maria = bearer(desk.tokens("maria")["access_token"])
    assert desk.client.get("/api/auth/users", headers=maria).status_code == 403
    assert desk.client.get("/api/auth/users").status_code == 401
    made_admin = desk.client.patch("/api/auth/users/maria", json={"roles": ["admin"]}, headers=maria)
    assert (made_admin.status_code, made_admin.json()["code"]) == (403, "ROLE")


def test_attempts_are_limited_by_name_and_by_address(postgres: Engine, redis_url: str) -> None:
    settings = ServiceSettings(sign_ins_per_minute=3, proxies=("127.0.0.1",))
    shared = shared_for(postgres, redis_url, settings=settings)
    with sign_in_desk(postgres, redis_url, shared) as desk:

        def attempt(name: str, address: str) -> int:
            form = {"username": name, "password": "wrong"}
            return desk.client.post(
                "/api/auth/token", data=form, headers={"X-Forwarded-For": address}
            ).status_code

        by_name = [attempt("maria", f"203.0.113.{n}") for n in range(4)]
        assert by_name == [401, 401, 401, 429]
        by_address = [attempt(f"user{n}", "198.51.100.1") for n in range(4)]
        assert by_address == [401, 401, 401, 429]
    with postgres.begin() as connection:
        refused = connection.execute(
            text("SELECT count(*) FROM audit_log WHERE action = 'user.sign_in_refused'")
        )
        assert refused.scalar_one() == 6  # a flood does not fill the trail


def test_whatever_is_sent_the_answer_is_as_documented(desk: SignInDesk) -> None:
    ana = bearer(desk.tokens("ana")["access_token"])
    ends_it = frozenset({"/api/auth/logout", "/api/auth/password", "/api/latest/{symbol}", "/api/slow"})
    assert keeps_its_promises(desk.service.url, ana, examples=6, skip=ends_it | BROKEN) >= 8
    assert desk.me(ana["Authorization"].split()[1]).status_code == 200
