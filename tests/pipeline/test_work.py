"""What makes a block stale, and what it says it was made from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from usdcop.core.imports import Doubt
from usdcop.core.layers import Layer
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.schemas import RawSchema
from usdcop.pipeline.work import Facts, Frames, Held, Made, Stage, Work, first_read, lineage_of, work_of

MARKET = MARKETS["USDCOP"]
START = date(2024, 4, 1)
BEFORE, DAY, LAST = date(2024, 3, 22), date(2024, 4, 2), date(2024, 4, 30)
NOW = datetime(2024, 6, 1, tzinfo=UTC)
INPUTS = {Layer.L0: {BEFORE: "b", DAY: "d", LAST: "l"}}


def _made(frames: Frames, facts: Facts) -> Made:
    raise NotImplementedError


STAGE = Stage(Layer.L1, (Layer.L0,), _made, "1", RawSchema, warms_up=True, follows=True)


def _work(**changes: Any) -> Work:  # noqa: ANN401 - what it is made of, by name
    facts: dict[str, Any] = {
        "stage": STAGE,
        "inputs": INPUTS,
        "made": {BEFORE: "m"},
        "ends": (BEFORE, LAST),
        "now": NOW,
    }
    stage, inputs, made, ends, now = (facts | changes).values()
    return work_of(stage, MARKET, Held(inputs, made, ends), START, now)


def test_a_block_reads_its_quarter_its_warm_up_and_what_it_follows() -> None:
    block = _work()
    assert (block.name, block.days, block.read_days) == ("2024Q2", (DAY, LAST), (BEFORE, DAY, LAST))
    assert (block.span, block.follows) == ((START, LAST), BEFORE)


def test_the_span_ends_with_the_quarter_where_later_sessions_are_stored() -> None:
    assert _work(ends=(BEFORE, date(2024, 7, 2))).span == (START, date(2024, 6, 30))
    assert _work(ends=(DAY, LAST)).span == (DAY, LAST)


def test_what_warms_up_reads_twenty_sessions_before_its_quarter() -> None:
    warm_up = MARKET.calendar.sessions_before(START, 20)
    assert first_read(STAGE, MARKET, START) == warm_up[0]
    assert first_read(replace(STAGE, warms_up=False), MARKET, START) == START


@pytest.mark.parametrize(
    "change",
    [
        {"stage": Stage(Layer.L1, (Layer.L0,), _made, "2", RawSchema, warms_up=True, follows=True)},
        {"inputs": {Layer.L0: {**INPUTS[Layer.L0], DAY: "other"}}},
        {"inputs": {Layer.L0: {**INPUTS[Layer.L0], BEFORE: "other"}}},
        {"inputs": {Layer.L0: {BEFORE: "b", LAST: "l"}}},
        {"made": {BEFORE: "other"}},
        {"ends": (BEFORE, date(2024, 7, 2))},
        {"now": MARKET.calendar.opens_at(LAST) + timedelta(minutes=7)},
    ],
)
def test_the_fingerprint_changes_with_whatever_is_read(change: dict[str, Any]) -> None:
    assert _work(**change).fingerprint != _work().fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"now": NOW + timedelta(days=9)},
        {"inputs": {Layer.L0: {date(2024, 1, 3): "older than the warm-up", **INPUTS[Layer.L0]}}},
        {"made": {BEFORE: "m", DAY: "its own result"}},
        {"ends": (date(2024, 1, 3), LAST)},
    ],
)
def test_the_fingerprint_does_not_change_with_anything_else(change: dict[str, Any]) -> None:
    assert _work(**change).fingerprint == _work().fingerprint


def test_a_running_session_makes_the_block_stale_bar_by_bar() -> None:
    opened = MARKET.calendar.opens_at(LAST)
    marks = [_work(now=opened + timedelta(minutes=minutes)).fingerprint for minutes in (6, 9, 11)]
    assert marks[0] == marks[1] != marks[2]


def test_lineage_tells_own_inputs_and_the_past() -> None:
    lineage = lineage_of(STAGE, INPUTS, _work())
    other = lineage_of(STAGE, {Layer.L0: {**INPUTS[Layer.L0], BEFORE: "other"}}, _work())
    assert lineage[DAY][f"L0/{DAY}"] == "d"
    assert lineage[DAY]["before"] != other[DAY]["before"]
    assert list(lineage) == [DAY, LAST]


def test_a_doubt_makes_the_blocks_stale_that_its_import_reaches_into() -> None:
    def with_doubt(first: date, last: date, why: str = "weak") -> str:
        return _work(stage=replace(STAGE, doubts=(Doubt("I-0001", first, last, why),))).fingerprint

    without = _work().fingerprint
    assert with_doubt(DAY, DAY) != without
    assert with_doubt(date(2024, 4, 3), date(2024, 4, 4)) != without
    assert with_doubt(DAY, DAY) != with_doubt(DAY, DAY, "contradicts itself")
    assert with_doubt(date(2024, 1, 2), date(2024, 4, 1)) == without
    assert with_doubt(date(2024, 5, 1), date(2024, 5, 2)) == without
