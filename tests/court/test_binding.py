"""A verdict holds only while all that it depends on is in force."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.trials import Look, LookKind, LookTrial
from usdcop.core.units import Bps, Cop, Usd
from usdcop.court.binding import (
    Binding,
    data_digest,
    looks_digest,
    told_costs,
    told_loss,
    told_proof,
    told_sessions,
    told_stakes,
    told_thresholds,
)
from usdcop.court.gate import GateSettings
from usdcop.court.proof import ByEntry, ByLook

BINDING = Binding(*(field.name for field in fields(Binding)))
DAYS = (date(2024, 1, 2), date(2024, 1, 3))


@pytest.mark.parametrize("name", [field.name for field in fields(Binding)])
def test_whatever_differs_is_named(name: str) -> None:
    assert BINDING.differences(replace(BINDING, **{name: "other"})) == (name,)


def test_what_holds_differs_in_nothing_and_survives_json() -> None:
    assert BINDING.differences(Binding.from_fields(BINDING.to_fields())) == ()


def test_a_verdict_of_an_earlier_version_is_bound_to_nothing() -> None:
    assert len(Binding.from_fields({}).differences(BINDING)) == len(fields(Binding))


def test_costs_of_nothing_are_other_costs() -> None:
    assert told_costs(CostModel()) != told_costs(CostModel(Bps(0.0), Bps(0.0)))
    assert told_stakes(Stakes()) != told_stakes(Stakes(Usd(1.0)))
    assert told_loss(Cop(1.0)) != told_loss(Cop(2.0))
    assert told_thresholds(GateSettings()) != told_thresholds(GateSettings(sessions_traded=1))


def test_the_proof_and_the_sessions_are_told() -> None:
    assert told_proof(ByLook(3)) == "look 3"
    assert told_proof(ByLook(3, {"b" * 64: {}})) == "look 3, batch of 2"
    assert told_proof(ByEntry(2, 0.012)) == "entry 2, stop 0.012"
    assert told_sessions(DAYS) == "2024-01-02 to 2024-01-03, 2 sessions"
    assert told_sessions(()) == "none"


def test_one_changed_or_missing_session_changes_the_data() -> None:
    sums = {DAYS[0]: "a", DAYS[1]: "b"}
    assert data_digest(sums, DAYS) != data_digest({**sums, DAYS[1]: "c"}, DAYS)
    assert data_digest(sums, DAYS) != data_digest({DAYS[0]: "a"}, DAYS)
    assert data_digest(sums, DAYS) == data_digest({**sums, date(2024, 1, 4): "d"}, DAYS)


def test_looks_are_bound_with_what_they_showed() -> None:
    trial = LookTrial("a" * 64, "f" * 64, 0.1)
    at = datetime(2026, 1, 5, tzinfo=UTC)
    look = Look(1, 1, LookKind.TRIAL, *DAYS, 2, (trial,), "me", at)
    altered = replace(look, trials=(replace(trial, series_hash="e" * 64),))
    assert looks_digest([look]) != looks_digest([altered])
    assert looks_digest([look]) != looks_digest([])
