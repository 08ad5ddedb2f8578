from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.adapters.tokens import Tokens
from usdcop.core.access import Role, SignIn
from usdcop.core.errors import UnauthenticatedError

NOW = datetime(2025, 3, 14, 13, 0, 0, 500_000, tzinfo=UTC)
SECRET = "a key of thirty-two bytes or more, for tests"
TOKENS = Tokens(SECRET, "usdcop-real", timedelta(minutes=15))
SIGN_IN = SignIn(uuid4(), "maria", frozenset({Role.TRADER, Role.VIEWER}), NOW + timedelta(days=14))


def claims(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - claims are anything
    made, _ = TOKENS.access(SIGN_IN, NOW)
    found: dict[str, Any] = jwt.decode(made, options={"verify_signature": False})
    return {name: value for name, value in {**found, **changes}.items() if value is not None}


def signed(**changes: Any) -> str:  # noqa: ANN401 - claims are anything
    return jwt.encode(claims(**changes), SECRET, algorithm="HS256")


def test_a_token_proves_who_it_was_made_for() -> None:
    token, principal = TOKENS.access(SIGN_IN, NOW)
    assert TOKENS.read(token, NOW) == principal
    assert (principal.name, principal.roles, principal.sign_in) == ("maria", SIGN_IN.roles, SIGN_IN.id)
    assert principal.expires_at == datetime(2025, 3, 14, 13, 15, tzinfo=UTC)


def test_a_token_holds_for_its_lifetime_and_never_longer_than_its_sign_in() -> None:
    token, principal = TOKENS.access(SIGN_IN, NOW)
    TOKENS.read(token, principal.expires_at - timedelta(microseconds=1))
    with pytest.raises(UnauthenticatedError) as refused:
        TOKENS.read(token, principal.expires_at)
    assert refused.value.code == "TOKEN_EXPIRED"
    ending = replace(SIGN_IN, expires_at=NOW + timedelta(minutes=1))
    assert TOKENS.access(ending, NOW)[1].expires_at <= ending.expires_at


def test_two_tokens_are_never_the_same() -> None:
    assert TOKENS.access(SIGN_IN, NOW)[0] != TOKENS.access(SIGN_IN, NOW)[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "others"},
        {"aud": "usdcop-replay"},
        {"aud": ["usdcop-replay"]},
        {"sub": "Maria"},
        {"sub": 5},
        {"sub": None},
        {"roles": ["root"]},
        {"roles": "trader"},
        {"roles": 5},
        {"roles": None},
        {"sid": "not a number"},
        {"sid": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 1e300},
        {"iat": None},
        {"iat": int(NOW.timestamp()) + 3_600},
        {"jti": None},
    ],
)
def test_a_token_with_a_wrong_claim_is_refused_though_the_key_fits(changes: dict[str, Any]) -> None:
    with pytest.raises(UnauthenticatedError) as refused:
        TOKENS.read(signed(**changes), NOW)
    assert refused.value.code == "TOKEN_INVALID"


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused_even_with_our_key(algorithm: str) -> None:
    key = SECRET * 2
    tokens = replace(TOKENS, secret=key)
    with pytest.raises(UnauthenticatedError):
        tokens.read(jwt.encode(claims(), key, algorithm=algorithm), NOW)


def test_no_algorithm_is_refused() -> None:
    with pytest.raises(UnauthenticatedError):
        TOKENS.read(jwt.encode(claims(), "", algorithm="none"), NOW)


def accepted(token: str) -> bool:
    try:
        TOKENS.read(token, NOW)
    except UnauthenticatedError:
        return False
    return True


@given(st.integers(0, 400), st.characters(codec="ascii"))
def test_a_token_changed_in_any_character_is_refused(at: int, character: str) -> None:
    token = signed()
    at %= len(token) - 1  # the last character holds two bits that mean nothing
    changed = token[:at] + character + token[at + 1 :]
    assert accepted(changed) is (changed == token)


@given(st.text(max_size=5_000))
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(UnauthenticatedError):
        TOKENS.read(text, NOW)


def test_a_refresh_token_has_one_successor_that_only_the_key_can_tell() -> None:
    first = TOKENS.refresh()
    assert TOKENS.successor(first) == TOKENS.successor(first)
    assert TOKENS.successor(first) != replace(TOKENS, secret="b" + SECRET).successor(first)
    chain = {first}
    for _ in range(50):
        first = TOKENS.successor(first)
        chain.add(first)
    assert len(chain) == 51


def test_what_is_kept_of_a_refresh_token_does_not_hold_it() -> None:
    token = TOKENS.refresh()
    assert token not in TOKENS.digest(token)
    assert len(TOKENS.digest(token)) == 64
