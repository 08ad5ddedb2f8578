"""What every ``TrialLedger`` must do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from support.tables import OPEN
from usdcop.adapters.postgres.trials import PostgresTrials
from usdcop.core.ports import Trial, TrialLedger

TRIAL = Trial("c1", 7, "d1", date(2024, 1, 2), date(2024, 6, 28), 0.08, 120, OPEN)


@pytest.fixture
def ledger(postgres: Engine) -> TrialLedger:
    return PostgresTrials(postgres)


def test_a_trial_is_kept_as_it_was_recorded(ledger: TrialLedger) -> None:
    odd = replace(TRIAL, seed=2**40, sharpe_per_session=None, looked_at=OPEN + timedelta(microseconds=1))
    assert ledger.record([TRIAL, odd]) == 2
    assert ledger.all() == [TRIAL, odd]


def test_a_look_that_is_repeated_counts_once_and_the_first_stands(ledger: TrialLedger) -> None:
    again = replace(TRIAL, sharpe_per_session=9.0, looked_at=OPEN + timedelta(days=1))
    assert ledger.record([TRIAL, again]) == 1
    assert ledger.record([again]) == 0
    assert ledger.all() == [TRIAL]


@pytest.mark.parametrize(
    "other",
    [
        replace(TRIAL, config_hash="c2"),
        replace(TRIAL, seed=8),
        replace(TRIAL, data_hash="d2"),
        replace(TRIAL, test_first=date(2024, 1, 3)),
        replace(TRIAL, test_last=date(2024, 6, 27)),
    ],
)
def test_a_trial_is_config_seed_data_and_period(ledger: TrialLedger, other: Trial) -> None:
    assert ledger.record([TRIAL, other]) == 2


def test_trials_come_oldest_first(ledger: TrialLedger) -> None:
    older = replace(TRIAL, seed=1, looked_at=OPEN - timedelta(days=1))
    ledger.record([TRIAL])
    ledger.record([older])
    assert [trial.seed for trial in ledger.all()] == [1, 7]


def test_no_trials_change_nothing(ledger: TrialLedger) -> None:
    assert ledger.record([]) == 0
    assert ledger.all() == []
