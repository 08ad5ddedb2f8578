from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from usdcop.core.sessions import BAR
from usdcop.simulator.faults import ANSWER_FAULTS, Fault, FaultKind, Faults
from usdcop.simulator.synthetic import SyntheticMarket

OPENED = datetime(2024, 7, 9, 13, tzinfo=UTC)
BARS = SyntheticMarket(7).bars(OPENED, OPENED + timedelta(hours=5))
LATER = OPENED + timedelta(days=1)
SERIES = "/time_series"


def test_without_faults_nothing_goes_wrong() -> None:
    faults = Faults()
    assert faults.answer(SERIES) is None
    assert faults.bars(BARS, LATER) == BARS


def test_a_counted_fault_happens_so_often_and_no_more() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.HTML, count=2))
    assert [fault is not None for fault in (faults.answer(SERIES) for _ in range(4))] == [
        True,
        True,
        False,
        False,
    ]
    assert faults.active() == []


def test_faults_happen_one_after_the_other() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.HTML, count=1), Fault(FaultKind.EMPTY, count=1))
    kinds = [fault.kind for fault in (faults.answer(SERIES), faults.answer(SERIES)) if fault]
    assert kinds == [FaultKind.HTML, FaultKind.EMPTY]


def test_a_fault_of_one_endpoint_leaves_the_others_alone() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.HTML, path="/price"))
    assert faults.answer(SERIES) is None
    assert faults.answer("/price") is not None


def test_a_share_of_the_answers_is_the_same_for_the_same_seed() -> None:
    def pattern(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault(FaultKind.EMPTY, probability=0.3))
        return [faults.answer(SERIES) is not None for _ in range(200)]

    assert pattern(1) == pattern(1) != pattern(2)
    assert 40 <= sum(pattern(1)) <= 80


@pytest.mark.parametrize("kind", sorted(set(FaultKind) - ANSWER_FAULTS - {FaultKind.REVISED_BARS}))
def test_faults_with_bars_end_with_their_count(kind: FaultKind) -> None:
    faults = Faults()
    faults.add(Fault(kind, count=1, minutes=10_000))
    assert faults.answer(SERIES) is None
    assert faults.bars(BARS, LATER) != BARS
    assert faults.bars(BARS, LATER) == BARS


def test_which_bars_are_missing_does_not_depend_on_what_is_asked() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.MISSING_BARS, probability=0.5))
    whole = faults.bars(BARS, LATER)
    assert 15 <= len(whole) <= 45
    assert faults.bars(BARS[20:], LATER) == [bar for bar in whole if bar.time >= BARS[20].time]


def test_only_bars_of_the_range_are_touched() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.MISSING_BARS, start=OPENED + BAR, end=OPENED + 3 * BAR))
    gone = {bar.time for bar in BARS} - {bar.time for bar in faults.bars(BARS, LATER)}
    assert gone == {OPENED + BAR, OPENED + 2 * BAR}


def test_late_bars_appear_when_their_delay_is_over() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.LATE_BARS, minutes=7))
    now = OPENED + 3 * BAR + timedelta(minutes=7)
    assert [bar.time for bar in faults.bars(BARS[:6], now)] == [bar.time for bar in BARS[:3]]


def test_a_forming_bar_that_was_seen_is_not_yet_revised() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.REVISED_BARS))
    while_forming = BARS[0].time + timedelta(minutes=1)
    faults.bars(BARS[:1], while_forming)
    assert faults.bars(BARS[:1], LATER) == BARS[:1]
    assert faults.bars(BARS[:1], LATER) != BARS[:1]


def test_clearing_ends_everything_and_forgets_what_was_served() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.REVISED_BARS), Fault(FaultKind.HTML))
    faults.bars(BARS, LATER)
    faults.clear()
    assert faults.active() == []
    faults.add(Fault(FaultKind.REVISED_BARS))
    assert faults.bars(BARS, LATER) == BARS


@pytest.mark.parametrize(
    "wrong", [{"count": 0}, {"probability": 1.5}, {"minutes": -1}, {"start": LATER, "end": OPENED}]
)
def test_a_fault_that_makes_no_sense_cannot_be_built(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"count|probability|minutes"):
        Fault(FaultKind.HTML, **wrong)
