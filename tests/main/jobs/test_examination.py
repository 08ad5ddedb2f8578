from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from support.court_rows import DIGEST, FOREIGN, TRAINED, fill_court
from support.homes import ANY_PORT, settings_of, usdcop
from support.tables import OPEN
from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import LocalObjects
from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.migrate import migrate
from usdcop.adapters.postgres.upgrade import upgrade
from usdcop.core.examination import Difference, Kind
from usdcop.core.trials import series_key
from usdcop.court.examination import Flaw
from usdcop.main.jobs.examination import Archive, examine_record
from usdcop.main.wiring import open_system


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path)


def court_of(engine: Engine, objects: LocalObjects) -> list[Difference]:
    """What the examination finds in the court's record; nothing else is wrong."""
    lake = ParquetLake(objects, "USDCOP", Versions("test", "test"), lambda: OPEN)
    found = examine_record(Archive(engine, objects, lake, "USDCOP", dict)).differences
    assert {one.kind for one in found} <= {Kind.COURT}
    return list(found)


@pytest.fixture
def examine(postgres: Engine, objects: LocalObjects) -> Callable[..., list[Difference]]:
    """Does something to a sound record as the owner of the database, then examines it."""
    fill_court(postgres, objects)
    assert court_of(postgres, objects) == []

    def after(*statements: str) -> list[Difference]:
        with transaction(postgres) as connection:
            for statement in statements:
                connection.execute(text(statement))
        return court_of(postgres, objects)

    return after


Examine = Callable[..., list[Difference]]


def test_a_deleted_look_is_found(examine: Examine) -> None:
    (one,) = examine("DELETE FROM look_trials", "DELETE FROM looks")
    assert (one.flaw, one.where) == (Flaw.DELETED, "look:1")
    assert "Look 1 of" in one.what
    assert "was deleted" in one.what


def test_a_deleted_trial_of_a_look_that_stays_is_found(examine: Examine) -> None:
    (one,) = examine("DELETE FROM look_trials")
    assert (one.flaw, one.where) == (Flaw.REWRITTEN, "look:1")
    assert f"series of {TRAINED[:12]}… is none" in one.what


def test_a_rewritten_series_hash_is_found_in_row_and_object(examine: Examine) -> None:
    rewritten, missing = examine(f"UPDATE look_trials SET series_hash = '{'f' * 64}'")
    assert (rewritten.flaw, missing.flaw) == (Flaw.REWRITTEN, Flaw.SERIES_MISSING)
    assert DIGEST[:12] in rewritten.what


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE looks SET symbol = 'USDMXN'", "symbol is USDMXN and was USDCOP"),
        ("UPDATE looks SET number = 7", "number is 7 and was 1"),
        ("UPDATE looks SET test_first = '2020-01-02'", "first is 2020-01-02"),
        ("UPDATE looks SET actor = 'cli:you'", "actor is cli:you"),
        ("UPDATE forward_entries SET stop = 0.001", "stop is 0.001 and was 0.012"),
        ("UPDATE forward_entries SET vendor_at = NULL", "vendor_at is none"),
        ("UPDATE forward_entries SET entered_at = entered_at - interval '90 days'", "entered_at is 2"),
        ("UPDATE trained_bundles SET validation_last = '2023-05-01'", "validation_last is 2023-05-01"),
        ("UPDATE trained_bundles SET recipe = '{}'", "recipe is {}"),
        ("UPDATE titles SET kept_mean = 0 WHERE event = 'won'", "kept_mean is 0.0 and was 0.001"),
        ("UPDATE titles SET event = 'won' WHERE event = 'lost'", "event is won and was lost"),
    ],
)
def test_a_rewritten_column_is_found(examine: Examine, statement: str, said: str) -> None:
    found = examine(statement)
    assert Flaw.REWRITTEN in {one.flaw for one in found}
    assert said in found[0].what


def test_a_rewritten_ratio_does_not_fit_its_series(examine: Examine) -> None:
    (one,) = examine("UPDATE look_trials SET sharpe_per_session = 3")
    assert "Sharpe ratio" in one.what


def test_a_bundle_that_was_made_trained_here_by_hand_is_found(examine: Examine) -> None:
    (one,) = examine(
        "CREATE TEMPORARY TABLE copied AS SELECT * FROM trained_bundles",
        f"UPDATE copied SET bundle_hash = '{FOREIGN}'",
        "INSERT INTO trained_bundles SELECT * FROM copied",
    )
    assert (one.flaw, one.where) == (Flaw.ADDED, f"bundle:{FOREIGN}")
    assert "added by hand" in one.what


def test_a_look_that_calls_itself_an_earlier_one_is_found(examine: Examine) -> None:
    found = examine("UPDATE looks SET kind = 'earlier'")
    assert [(one.flaw, one.where) for one in found] == [
        (Flaw.DELETED, "look:1"),
        (Flaw.ADDED, "evaluation:1"),
    ]


def test_an_altered_object_and_a_missing_one_are_found(examine: Examine, objects: LocalObjects) -> None:
    data = objects.get(series_key(DIGEST))
    objects.put(series_key(DIGEST), data.replace(b"0.01", b"0.09"))
    (one,) = examine()
    assert (one.flaw, one.where) == (Flaw.SERIES_ALTERED, "look:1")
    objects.delete([series_key(DIGEST)])
    (one,) = examine()
    assert (one.flaw, one.where) == (Flaw.SERIES_MISSING, "look:1")


def test_looks_of_an_earlier_version_are_held_against_its_evaluations(
    blank_postgres_url: str, objects: LocalObjects
) -> None:
    engine = open_database(blank_postgres_url)
    with transaction(engine) as connection:
        upgrade(connection, "0002")
        for config in ("c1", "c2"):
            connection.execute(
                text(
                    "INSERT INTO trials (config_hash, seed, data_hash, test_first, test_last, sessions, looked_at)"
                    " VALUES (:config, 0, 'd', '2024-01-02', '2024-06-28', 120, :at)"
                ),
                {"config": config, "at": OPEN},
            )
    migrate(blank_postgres_url)
    assert court_of(engine, objects) == []
    with transaction(engine) as connection:
        connection.execute(text("DELETE FROM looks WHERE number = 2"))
    (one,) = court_of(engine, objects)
    engine.dispose()
    assert (one.flaw, one.where) == (Flaw.DELETED, "evaluation:2")
    assert "earlier version" in one.what


def test_verify_and_doctor_tell_what_was_done_to_a_home(own_home: Path) -> None:
    assert "record" in {one["name"] for one in usdcop(own_home, "doctor", "--json", variables=ANY_PORT).json}
    with open_system(settings_of(own_home)) as system, system.engine.begin() as connection:
        connection.execute(text("UPDATE looks SET number = 2"))
    (series,) = (own_home / "replay" / "objects" / "usdcop-court" / "series").iterdir()
    series.write_bytes(series.read_bytes().replace(b"0.0", b"0.1"))

    told = usdcop(own_home, "verify", "--json", code=1)
    court = [one for one in told.json["findings"] if one["fault"] == "court"]
    assert [one["where"] for one in court] == ["look:1", "look:1"]
    assert "number is 2 and was 1" in court[0]["what"]
    assert "were altered" in court[1]["what"]
    assert "Keep the database" in court[0]["cure"]
    usdcop(own_home, "verify", "--repair", code=1)

    found = usdcop(own_home, "doctor", "--json", code=1, variables=ANY_PORT).json
    (one,) = [one for one in found if one["name"] == "court"]
    assert one["level"] == "fail"
    assert "number is 2 and was 1" in one["cause"]
    assert "1 more" in one["cause"]
