import statistics
import threading
import time

import pytest
from argon2 import PasswordHasher

from usdcop.adapters.passwords import Passwords

GIVEN = "correct horse battery"


def test_a_password_fits_its_own_hash_only() -> None:
    passwords = Passwords()
    kept, again = passwords.hash(GIVEN), passwords.hash(GIVEN)
    assert kept.startswith("$argon2id$")
    assert kept != again  # each has a salt of its own
    assert passwords.fits(GIVEN, kept)
    assert not passwords.fits(GIVEN + " ", kept)
    assert not passwords.fits("", kept)


def test_nothing_fits_where_there_is_no_hash_or_none_that_is_one() -> None:
    passwords = Passwords()
    assert not passwords.fits("the password of nobody", None)
    assert not passwords.fits(GIVEN, "not a hash")


@pytest.mark.alone
def test_a_missing_user_takes_as_long_as_a_wrong_password() -> None:
    passwords = Passwords()
    kept = passwords.hash(GIVEN)
    passwords.fits("x", None)  # the hash of nobody is made once

    def seconds(kept: str | None) -> float:
        started = time.perf_counter()
        passwords.fits("wrong", kept)
        return time.perf_counter() - started

    ratios = [seconds(None) / seconds(kept) for _ in range(5)]
    assert 0.4 < statistics.median(ratios) < 2.5, ratios


def test_threads_wait_for_their_turn_and_all_get_their_answer() -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=256))
    kept = passwords.hash(GIVEN)
    found: list[bool] = []
    callers = [
        threading.Thread(target=lambda text=text: found.append(passwords.fits(text, kept)))
        for text in (GIVEN, "wrong") * 3
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert sorted(found) == [False] * 3 + [True] * 3
