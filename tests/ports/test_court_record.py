"""What every ``CourtRecord`` must do."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from support.tables import OPEN
from usdcop.adapters.postgres.court_record import PostgresCourtRecord
from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.migrate import migrate
from usdcop.adapters.postgres.upgrade import upgrade
from usdcop.core.episodes import Split
from usdcop.core.errors import ConflictError
from usdcop.core.trials import (
    CourtRecord,
    Look,
    LookKind,
    LookTrial,
    NewEntry,
    NewLook,
    Title,
    TitleEvent,
    TrainedBundle,
)

A, B, SERIES = "a" * 64, "b" * 64, "f" * 64
SPLIT = Split(
    "chrono",
    (date(2020, 1, 2), date(2023, 1, 2)),
    (date(2023, 1, 3), date(2023, 6, 1)),
    (date(2023, 6, 12), date(2024, 6, 28)),
    5,
)
MADE = TrainedBundle(A, "USDCOP", SPLIT, "d" * 64, "c" * 64, '{"seeds": [0, 1]}', "usdcop-0.1.0")
LOOK = NewLook("USDCOP", *SPLIT.test, 260, (LookTrial(A, SERIES, 0.1),), "cli:me")
ENTRY = NewEntry("USDCOP", B, 0.012, trained_here=False, entered_at=OPEN, vendor_at=OPEN, actor="cli:me")


@pytest.fixture
def record(postgres: Engine) -> CourtRecord:
    return PostgresCourtRecord(postgres)


def told(postgres: Engine, action: str) -> list[dict[str, object]]:
    with transaction(postgres) as connection:
        rows = connection.execute(
            text("SELECT record FROM audit_log WHERE action = :action ORDER BY seq"), {"action": action}
        )
        return [json.loads(row.record)["detail"] for row in rows]


def after_all(looks: list[Look]) -> int:
    return 1 + len(looks)


def test_a_training_is_recorded_once_and_told(record: CourtRecord, postgres: Engine) -> None:
    record.record_trained(MADE, OPEN)
    record.record_trained(replace(MADE, data_hash="e" * 64), OPEN)
    assert record.trained() == {A: MADE}
    (row,) = told(postgres, "bundle.trained")
    assert row["bundle_hash"] == A
    assert row["validation_last"] == "2023-06-01"


def test_looks_are_numbered_from_those_there_are_and_kept_with_what_they_showed(
    record: CourtRecord, postgres: Engine
) -> None:
    one = record.take_look(LOOK, lambda looks: after_all(list(looks)), OPEN)
    batch = replace(LOOK, trials=(LookTrial(A, SERIES, 0.1), LookTrial(B, SERIES, None)))
    two = record.take_look(batch, lambda looks: after_all(list(looks)), OPEN)
    assert (one.number, one.kind, two.number, two.kind) == (1, LookKind.TRIAL, 2, LookKind.BATCH)
    assert record.looks("USDCOP") == [one, two]
    assert record.looks("USDMXN") == []
    assert two.trials == batch.trials
    assert [row["trials"] for row in told(postgres, "court.looked")] == [{A: SERIES}, {A: SERIES, B: SERIES}]


def test_a_look_that_is_refused_leaves_nothing(record: CourtRecord, postgres: Engine) -> None:
    def refuse(_looks: object) -> int:
        raise ConflictError("used up", "", "USED_UP")

    with pytest.raises(ConflictError):
        record.take_look(LOOK, refuse, OPEN)
    assert record.looks("USDCOP") == []
    assert told(postgres, "court.looked") == []


def test_entries_are_numbered_and_never_given_back(record: CourtRecord, postgres: Engine) -> None:
    first = record.enter(ENTRY, OPEN)
    second = record.enter(replace(ENTRY, bundle_hash=A, trained_here=True), OPEN + timedelta(days=1))
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(ConflictError, match="entered already"):
        record.enter(ENTRY, OPEN)
    assert record.entries("USDCOP") == [first, second]
    assert first.stop == 0.012
    assert [row["number"] for row in told(postgres, "forward.entered")] == [1, 2]


def test_titles_are_kept_in_order(record: CourtRecord, postgres: Engine) -> None:
    won = Title("USDCOP", A, TitleEvent.WON, "look 1", 0.02, 0.001, date(2024, 7, 1), "cli:me")
    lost = replace(won, event=TitleEvent.LOST, reason="decay", cap=None, kept_mean=None, actor="home")
    record.add_title(won, OPEN)
    record.add_title(lost, OPEN)
    assert record.titles("USDCOP") == [won, lost]
    assert told(postgres, "title.lost")[0]["reason"] == "decay"


@pytest.mark.parametrize("table", ["trained_bundles", "looks", "look_trials", "forward_entries"])
def test_the_services_role_cannot_write_what_verdicts_rest_on(postgres: Engine, table: str) -> None:
    with postgres.connect() as connection:
        connection.execute(text("SET ROLE usdcop_service"))
        connection.execute(text(f"SELECT count(*) FROM {table}"))
        for statement in (f"INSERT INTO {table} DEFAULT VALUES", f"DELETE FROM {table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
                connection.execute(text(statement))


def test_evaluations_of_an_earlier_version_became_looks(blank_postgres_url: str) -> None:
    engine = open_database(blank_postgres_url)
    with transaction(engine) as connection:
        upgrade(connection, "0002")
    rows = [("c1", 0, "d", OPEN), ("c1", 0, "d fold 1", OPEN), ("c1", 1, "d fold 1", OPEN)]
    rows += [("c2", 0, "d", OPEN + timedelta(days=1))]
    with transaction(engine) as connection:
        for config, seed, data, at in rows:
            connection.execute(
                text(
                    "INSERT INTO trials (config_hash, seed, data_hash, test_first, test_last, sessions, looked_at)"
                    " VALUES (:config, :seed, :data, '2024-01-02', '2024-06-28', 120, :at)"
                ),
                {"config": config, "seed": seed, "data": data, "at": at},
            )
    migrate(blank_postgres_url)
    looks = PostgresCourtRecord(engine).looks("USDCOP")
    engine.dispose()
    assert [(look.number, look.kind, look.sessions, look.trials) for look in looks] == [
        (1, LookKind.EARLIER, 120, ()),
        (2, LookKind.EARLIER, 120, ()),
    ]
    assert isinstance(looks[0].at, datetime)
