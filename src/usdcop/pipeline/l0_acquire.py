"""L0, acquire: find every hole in what is stored, fetch it in the fewest requests, keep it as received."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from usdcop.core.bars import RAW_BAR, BarState, VendorBar
from usdcop.core.errors import SourceError
from usdcop.core.gaps import MAX_BARS, Request, expected, missing, requests
from usdcop.core.imports import import_of
from usdcop.core.ports import Clock, MarketFeed
from usdcop.core.sessions import BAR, Market

_IDENTITY = (
    "time",
    "open",
    "high",
    "low",
    "close",
    "volume",
    "source",
    "state",
    "clock_shift_minutes",
    "raw",
)
"""Columns that make a raw row what it is; the same row received twice is stored once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be fetched, and what that costs."""

    expected: int
    """Bars that must exist by now."""
    missing: int
    requests: tuple[Request, ...]

    @property
    def credits(self) -> int:
        """Vendor credits the requests cost: one each."""
        return len(self.requests)


@dataclass(frozen=True, slots=True)
class AcquireSettings:
    """How L0 fetches."""

    max_bars: int = MAX_BARS
    """Most bars for one request; the vendor's limit."""
    parallel: int = 4
    """Requests under way at once."""
    ask_again_for: timedelta = timedelta(days=7)
    """Bars the vendor did not have are asked for again while their session is younger than this."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a fetch is made with: market time, the run it belongs to, and its limits."""

    clock: Clock
    run_id: str
    source: str
    """What the rows are called."""
    settings: AcquireSettings


@dataclass(frozen=True, slots=True, eq=False)
class Fetched:
    """The outcome of one request: raw rows, and the expected bars the vendor did not have."""

    request: Request
    rows: pl.DataFrame
    absent: tuple[datetime, ...]


def plan(
    market: Market,
    span: tuple[date, date],
    have: AbstractSet[datetime],
    known_absent: AbstractSet[datetime],
    now: datetime,
    settings: AcquireSettings,
) -> Plan:
    """What to fetch so that every bar of the sessions in ``span`` (both ends included) is stored.

    Args:
        market: whose calendar says which bars are expected.
        span: first and last session.
        have: opening instants already stored.
        known_absent: bars the vendor was asked for and did not have; old ones are not asked for again.
        now: market time; bars not yet closed are not expected.
        settings: limits.
    """
    grid = expected(market.calendar, *span, now)
    given_up = {at for at in known_absent if now - at > settings.ask_again_for}
    holes = [at for at in missing(grid, have) if at not in given_up]
    return Plan(len(grid), len(holes), tuple(requests(holes, market.calendar, settings.max_bars)))


async def fetch(
    feed: MarketFeed,
    market: Market,
    wanted: Sequence[Request],
    run: Run,
    on_fetched: Callable[[Fetched], None],
) -> None:
    """Carry out the requests in parallel, handing each result to ``on_fetched`` as it arrives.

    Raises:
        VendorError, CreditsError: the first failure; what had arrived has been handed over.
    """
    slots = asyncio.Semaphore(run.settings.parallel)

    async def one(request: Request) -> None:
        async with slots:
            bars = await feed.bars(market.symbol, request.start, request.end)
        rows = raw_rows(bars, market.symbol, run.source, run.clock.now(), run.run_id)
        on_fetched(Fetched(request, rows, _absent(market, request, rows.filter(readable())["time"])))

    try:
        async with asyncio.TaskGroup() as group:
            for request in wanted:
                group.create_task(one(request))
    except* SourceError as failures:
        raise _first(failures) from None


def raw_rows(
    bars: Iterable[VendorBar], symbol: str, source: str, known_at: datetime, run_id: str
) -> pl.DataFrame:
    """Vendor bars as raw rows; a bar that had not closed by ``known_at`` is ``forming``."""
    rows = [
        {
            "time": bar.time,
            "symbol": symbol,
            "open": float(bar.open),
            "high": float(bar.high),
            "low": float(bar.low),
            "close": float(bar.close),
            "volume": None if bar.volume is None else float(bar.volume),
            "source": source,
            "state": BarState.FINAL if bar.time + BAR <= known_at else BarState.FORMING,
            "open_reconstructed": False,
            "known_at": known_at,
            "clock_shift_minutes": 0,
            "row": index,
            "raw": bar.raw,
            "run_id": run_id,
        }
        for index, bar in enumerate(bars)
    ]
    return pl.DataFrame(rows, schema=dict(RAW_BAR))


def readable() -> pl.Expr:
    """Whether every price of a raw row is a number; a bar that has none is as good as missing."""
    return pl.all_horizontal(pl.col("open", "high", "low", "close").is_finite().fill_null(value=False))


def merged(stored: pl.DataFrame | None, new: pl.DataFrame) -> pl.DataFrame:
    """``stored`` rows with those of ``new`` that are not among them, in order of time, then of arrival.

    Nothing stored is ever changed or dropped. A bar that comes again with other prices is one more row:
    L1 decides which version counts.
    """
    if stored is not None and stored.height:
        known = stored.select(*_IDENTITY, *_imported())
        new = (
            new.with_columns(_imported())
            .join(known, on=known.columns, how="anti", nulls_equal=True, maintain_order="left")
            .select(stored.columns)
        )
        new = pl.concat([stored, new])
    return new.sort("time", "known_at", maintain_order=True)


def _imported() -> tuple[pl.Expr, pl.Expr]:
    """The import of a row, and its line there: of an import no row is left out because another brought the same."""
    owner = import_of()
    return owner.alias("import"), pl.when(owner.is_not_null()).then("row").alias("line")


def session_date(market: Market) -> pl.Expr:
    """Market-local date of a raw row, by its corrected clock: the partition it belongs to."""
    corrected = pl.col("time") + pl.duration(minutes=pl.col("clock_shift_minutes"))
    return corrected.dt.convert_time_zone(market.calendar.hours.timezone).dt.date()


def _first(failures: BaseExceptionGroup[SourceError]) -> SourceError:
    found = failures.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found


def _absent(market: Market, request: Request, times: pl.Series) -> tuple[datetime, ...]:
    first, last = (market.calendar.local_date(at) for at in (request.start, request.end - BAR))
    grid = (at for day in market.calendar.sessions(first, last) for at in market.calendar.grid(day))
    have = set(times.to_list())
    return tuple(at for at in grid if request.start <= at < request.end and at not in have)
