"""P1 and P2 for orders: killed without warning while they place and while they match, and nothing is lost or doubled."""

import time
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from support.order_workers import check, kill_group, lines, match, place, settle_all, started
from support.orders import counts, open_book
from usdcop.adapters.postgres.database import open_database
from usdcop.main.embedded.postgres import start_postgres

SEED = 20_250_102
LONGEST = 0.15
"""Seconds that a process lives at most, after all are at work."""


@pytest.fixture
def told(tmp_path: Path) -> tuple[Path, Path]:
    placed, matched = tmp_path / "placed", tmp_path / "matched"
    placed.touch()
    matched.touch()
    return placed, matched


def wait_for_more(file: Path, before: int) -> None:
    """Until a worker has told something new."""
    deadline = time.monotonic() + 30
    while len(lines(file)) <= before:
        assert time.monotonic() < deadline, f"nothing happens in {file.name}"
        time.sleep(0.002)


def test_processes_killed_while_they_place_and_match_lose_and_double_nothing(
    postgres: Engine, postgres_url: str, told: tuple[Path, Path], fault_rounds: int
) -> None:
    chance, base = Random(SEED), time.monotonic()
    placed, matched = told
    open_book(postgres)
    placer, matcher = (
        started(place, postgres_url, base, placed),
        started(match, postgres_url, base, matched),
    )
    for _ in range(fault_rounds):
        wait_for_more(placed, len(lines(placed)))
        wait_for_more(matched, len(lines(matched)))
        time.sleep(chance.random() * LONGEST)
        victims = chance.choice(["placer", "matcher", "both"])
        if victims != "matcher":
            placer.kill()
            placer.join(10)
            placer = started(place, postgres_url, base, placed)
        if victims != "placer":
            matcher.kill()
            matcher.join(10)
            matcher = started(match, postgres_url, base, matched)
    for process in (placer, matcher):
        process.kill()
        process.join(10)
    settle_all(postgres, base)
    assert counts(postgres)["orders"] >= fault_rounds
    check(postgres, lines(placed), sum(map(int, lines(matched))))


def test_postgres_killed_in_mid_commit_keeps_what_was_acknowledged_and_takes_the_rest_again(
    made_home: Path, told: tuple[Path, Path], fault_rounds: int
) -> None:
    chance, base = Random(SEED), time.monotonic()
    placed, matched = told
    server = start_postgres(made_home)
    engine = open_database(server.url("bars"))
    open_book(engine)
    for _ in range(max(2, fault_rounds // 8)):
        placer, matcher = (
            started(place, server.url("bars"), base, placed),
            started(match, server.url("bars"), base, matched),
        )
        wait_for_more(placed, len(lines(placed)) + 3)
        time.sleep(chance.random() * LONGEST)
        kill_group(server.pid)
        for process in (placer, matcher):
            process.kill()
            process.join(10)
        server = start_postgres(made_home)
    settle_all(engine, base)
    check(engine, lines(placed), sum(map(int, lines(matched))))
    engine.dispose()
