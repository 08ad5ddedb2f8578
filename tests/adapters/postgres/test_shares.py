"""Who may take which connection, and for how long one waits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from sqlalchemy import text

from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.shares import PoolRule, Shares
from usdcop.core.errors import OverloadedError
from usdcop.core.urgency import urgent


def test_work_that_is_not_urgent_never_takes_the_reserved_ones() -> None:
    shares = Shares(PoolRule(size=3, reserved=2, patience=0.01))
    with shares.one():
        with pytest.raises(OverloadedError, match="All connections"), shares.one():
            pass
        with urgent(), shares.one(), shares.one(), shares.one():
            pass
    with shares.one():  # it was given back, by the one that waited in vain too
        pass


def test_who_waits_gets_the_next_one() -> None:
    shares = Shares(PoolRule(size=1, patience=10))
    held, done = threading.Event(), threading.Event()

    def wait() -> bool:
        held.set()
        with shares.one():
            return done.is_set()

    with ThreadPoolExecutor(1) as pool:
        with shares.one():
            waiting = pool.submit(wait)
            assert held.wait(10)
            done.set()
        assert waiting.result(10)


def test_a_crowd_of_reads_leaves_a_connection_for_what_is_urgent(postgres_url: str) -> None:
    engine = open_database(postgres_url, PoolRule(size=3, reserved=1, patience=0.05, urgent_patience=5))
    hold, full = threading.Event(), threading.Barrier(3)

    def read() -> None:
        with transaction(engine):
            full.wait(10)
            hold.wait(10)

    def crowded() -> str:
        try:
            with transaction(engine):
                return "served"
        except OverloadedError:
            return "turned away"

    with ThreadPoolExecutor(10) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        full.wait(10)
        assert {pool.submit(crowded).result(10) for _ in range(8)} == {"turned away"}
        with urgent(), transaction(engine) as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
            inherited = copy_context()  # as a server hands work to its threads
        hold.set()
        for reader in readers:
            reader.result(10)
        assert pool.submit(inherited.run, crowded).result(10) == "served"
    engine.dispose()
