"""L0: holes are found, asked for once, kept as received."""

import asyncio
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from support.clocks import HandClock
from support.raw_rows import raw_of
from usdcop.core.bars import Quote, VendorBar
from usdcop.core.errors import VendorError
from usdcop.core.sessions import BAR, MARKETS
from usdcop.pipeline.l0_acquire import (
    AcquireSettings,
    Fetched,
    Run,
    fetch,
    merged,
    plan,
    raw_rows,
    session_date,
)
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise

MARKET = MARKETS["USDCOP"]
FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)
EVENING = datetime(2024, 3, 4, 22, tzinfo=UTC)
GRID = [at for day in (FRIDAY, MONDAY) for at in MARKET.calendar.grid(day)]
SETTINGS = AcquireSettings()


NAN = Decimal("NaN")


class Shelf:
    """A feed that has bars on the grid except at ``holes``; it fails where it is told to."""

    def __init__(
        self,
        holes: AbstractSet[datetime] = frozenset(),
        fails_at: datetime | None = None,
        spoilt: AbstractSet[datetime] = frozenset(),
    ) -> None:
        self._holes, self._fails_at, self._spoilt = holes, fails_at, spoilt
        self.asked: list[tuple[datetime, datetime]] = []

    async def bars(self, symbol: str, start: datetime, end: datetime) -> list[VendorBar]:
        assert symbol == "USDCOP"
        self.asked.append((start, end))
        await asyncio.sleep(0)
        if self._fails_at is not None and start <= self._fails_at < end:
            raise VendorError("The vendor failed.", code=500)
        wanted = [at for at in GRID if start <= at < end and at not in self._holes]
        return [_spoilt(at) if at in self._spoilt else _bar(at) for at in wanted]

    async def quote(self, symbol: str) -> Quote:
        raise NotImplementedError


def _bar(at: datetime, close: str = "4000.5") -> VendorBar:
    price = Decimal(close)
    return VendorBar(at, price, price, price, price, None)


def _spoilt(at: datetime) -> VendorBar:
    return VendorBar(at, _bar(at).open, NAN, NAN, NAN, None, raw='{"close": "n/a"}')


def _run(now: datetime = EVENING, settings: AcquireSettings = SETTINGS) -> Run:
    return Run(HandClock(now), "run-1", "L0", settings)


def test_a_fresh_store_is_planned_as_one_request() -> None:
    found = plan(MARKET, (FRIDAY, MONDAY), set(), set(), EVENING, SETTINGS)
    assert (found.expected, found.missing, found.credits) == (120, 120, 1)


def test_bars_that_have_not_closed_are_not_expected() -> None:
    now = GRID[60] + 3 * BAR + timedelta(seconds=1)
    assert plan(MARKET, (MONDAY, MONDAY), set(), set(), now, SETTINGS).missing == 3


def test_interior_holes_are_found() -> None:
    found = plan(MARKET, (FRIDAY, MONDAY), set(GRID) - {GRID[7], GRID[90]}, set(), EVENING, SETTINGS)
    assert [(request.start, request.end) for request in found.requests] == [(GRID[7], GRID[90] + BAR)]


def test_what_the_vendor_never_had_is_not_asked_for_for_ever() -> None:
    have, absent = set(GRID) - {GRID[7]}, {GRID[7]}
    soon, later = EVENING, EVENING + timedelta(days=30)
    assert plan(MARKET, (FRIDAY, MONDAY), have, absent, soon, SETTINGS).missing == 1
    assert plan(MARKET, (FRIDAY, MONDAY), have, absent, later, SETTINGS).missing == 0


def test_fetch_hands_over_rows_and_absences() -> None:
    shelf, fetched = Shelf(holes={GRID[3]}), list[Fetched]()
    wanted = plan(MARKET, (FRIDAY, MONDAY), set(), set(), EVENING, AcquireSettings(max_bars=60)).requests
    asyncio.run(fetch(shelf, MARKET, wanted, _run(), fetched.append))
    assert sum(one.rows.height for one in fetched) == 119
    assert [at for one in fetched for at in one.absent] == [GRID[3]]
    assert len(shelf.asked) == 2


def test_an_unreadable_bar_is_stored_and_counts_as_absent() -> None:
    fetched = list[Fetched]()
    wanted = plan(MARKET, (FRIDAY, FRIDAY), set(), set(), EVENING, SETTINGS).requests
    asyncio.run(fetch(Shelf(spoilt={GRID[5]}), MARKET, wanted, _run(), fetched.append))
    assert fetched[0].rows.height == 60
    assert fetched[0].absent == (GRID[5],)


def test_a_failure_is_told_as_itself_and_what_arrived_is_kept() -> None:
    shelf, fetched = Shelf(fails_at=GRID[100]), list[Fetched]()
    wanted = plan(MARKET, (FRIDAY, MONDAY), set(), set(), EVENING, AcquireSettings(max_bars=60)).requests
    with pytest.raises(VendorError, match="The vendor failed"):
        asyncio.run(fetch(shelf, MARKET, wanted, _run(settings=AcquireSettings(parallel=1)), fetched.append))
    assert [one.rows.height for one in fetched] == [60]


def test_a_bar_that_is_still_open_is_forming() -> None:
    rows = raw_rows([_bar(GRID[0])], "USDCOP", "L0", GRID[0] + timedelta(minutes=4), "r")
    assert rows["state"].to_list() == ["forming"]


def test_an_unreadable_price_keeps_its_text_and_is_stored_once() -> None:
    spoilt = _spoilt(GRID[0])
    rows = raw_rows([spoilt, _bar(GRID[1])], "USDCOP", "L0", EVENING, "r1")
    assert rows["raw"].to_list() == ['{"close": "n/a"}', None]
    assert rows["close"].is_nan().to_list() == [True, False]
    again = raw_rows([spoilt, _bar(GRID[1])], "USDCOP", "L0", EVENING + BAR, "r2")
    assert merged(rows, again).height == 2


def test_an_unreadable_price_reaches_quarantine_with_its_text() -> None:
    rows = raw_rows([_spoilt(GRID[0]), _bar(GRID[1])], "USDCOP", "L0", EVENING, "r1")
    done = standardise(rows, MARKET.calendar, EVENING, StandardiseSettings())
    assert done.quarantine.select("reason", "raw").rows() == [("not_finite", '{"close": "n/a"}')]
    assert done.bars["time"].to_list() == [GRID[1]]


def test_merging_the_same_rows_again_changes_nothing() -> None:
    first = raw_rows([_bar(at) for at in GRID[:5]], "USDCOP", "L0", EVENING, "r1")
    again = raw_rows([_bar(at) for at in GRID[:5]], "USDCOP", "L0", EVENING + BAR, "r2")
    assert merged(first, again).equals(first)


def test_a_revision_is_one_more_row_and_loses_nothing() -> None:
    first = raw_rows([_bar(GRID[0])], "USDCOP", "L0", EVENING, "r1")
    revised = raw_rows([_bar(GRID[0], "4001.0")], "USDCOP", "L0", EVENING + BAR, "r2")
    both = merged(first, revised)
    assert both["close"].to_list() == [4000.5, 4001.0]


def test_the_partition_follows_the_corrected_clock() -> None:
    late = raw_rows([_bar(datetime(2024, 3, 2, 2, tzinfo=UTC))], "USDCOP", "L0", EVENING, "r")
    shifted = late.with_columns(clock_shift_minutes=pl.lit(300, dtype=pl.Int16))
    assert late.select(session_date(MARKET)).item() == FRIDAY
    assert shifted.select(session_date(MARKET)).item() == date(2024, 3, 2)


def test_a_row_of_an_import_is_kept_whoever_brought_the_same_and_once_for_it() -> None:
    brought = raw_of(date(2024, 3, 4), {0: 4000.0, 1: 4001.0}).with_columns(source=pl.lit("import:bars.csv"))
    first, second = (brought.with_columns(run_id=pl.lit(name)) for name in ("I-0001", "I-0002"))
    both = merged(merged(None, first), second)
    assert both["run_id"].to_list() == ["I-0001", "I-0002"] * 2
    assert merged(both, second).equals(both)
    twice = second.with_columns(row=pl.col("row") + 10)  # the file says it twice
    assert merged(both, twice).height == 6
    assert merged(merged(None, brought), brought.with_columns(run_id=pl.lit("2b"))).height == 2
