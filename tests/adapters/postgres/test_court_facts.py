"""The court's record read both ways; what differs is found in tests/main/jobs/test_examination.py."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from support.court_rows import LOOK, fill_court
from support.tables import OPEN
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.court_facts import court_rows
from usdcop.adapters.postgres.court_record import PostgresCourtRecord
from usdcop.adapters.postgres.database import transaction
from usdcop.core.trials import Deed, Kept

ACTIONS = ["bundle.trained", "court.looked", "forward.entered", "title.won", "title.lost"]


def kept_in(engine: Engine) -> Kept:
    with transaction(engine) as connection:
        return court_rows(connection)


def in_order(deeds: tuple[Deed, ...]) -> list[Deed]:
    return sorted(deeds, key=lambda deed: ACTIONS.index(deed.action))


def test_tables_and_trail_tell_the_same_of_every_row(postgres: Engine) -> None:
    fill_court(postgres)
    kept = kept_in(postgres)
    assert [deed.action for deed in kept.deeds] == ACTIONS
    assert in_order(kept.told) == list(kept.deeds)
    assert [look.trials for look in kept.looks] == [LOOK.trials]
    assert {deed.at for deed in kept.deeds} == {OPEN}
    assert {deed.facts["symbol"] for deed in kept.deeds} == {"USDCOP"}


def test_rows_of_other_symbols_are_read_as_well(postgres: Engine) -> None:
    record = PostgresCourtRecord(postgres)
    record.take_look(replace(LOOK, symbol="USDMXN"), lambda _looks: 1, OPEN)
    assert [deed.facts["symbol"] for deed in kept_in(postgres).deeds] == ["USDMXN"]


@pytest.mark.parametrize("garbled", ["no JSON", "[]", '{"detail": 3}'])
def test_a_row_of_the_trail_that_was_made_unreadable_tells_nothing(postgres: Engine, garbled: str) -> None:
    fill_court(postgres)
    PostgresAudit(postgres).append(OPEN, "ana", "user.signed_in", "user:ana", {})
    with transaction(postgres) as connection:
        connection.execute(
            text("UPDATE audit_log SET record = :record WHERE action = 'title.lost'"), {"record": garbled}
        )
    told = in_order(kept_in(postgres).told)
    assert [deed.action for deed in told] == ACTIONS
    assert told[-1].facts == {}


def test_the_role_of_the_services_may_read_all_of_it(postgres: Engine) -> None:
    for table in (
        "trained_bundles",
        "looks",
        "look_trials",
        "forward_entries",
        "titles",
        "trials",
        "audit_log",
    ):
        with postgres.connect() as connection:
            connection.execute(text("SET ROLE usdcop_service"))
            connection.execute(text(f"SELECT count(*) FROM {table}"))
