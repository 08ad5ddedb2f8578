"""Serving: what finished layers bring into PostgreSQL."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import polars as pl

from usdcop.adapters.postgres.hot_store import PostgresHotStore
from usdcop.core.bars import UTC_TIME
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR, Calendar
from usdcop.main.wiring import System
from usdcop.pipeline.l0_acquire import session_date
from usdcop.pipeline.run import Serve
from usdcop.pipeline.stages import QUARANTINE, SESSIONS
from usdcop.pipeline.work import Made, Work

_SETTLED = timedelta(minutes=30)
"""After the close, by then L0 has fetched the last bar of the session."""


def server_of(system: System, layer: Layer) -> Serve:
    """What brings a finished block of ``layer`` to where it is served from; nothing, for some layers."""
    match layer:
        case Layer.L1:
            return lambda made, block: _serve_bars(system, made, block)
        case Layer.L2:
            return lambda made, _block: _serve_indicators(system, made)
        case _:
            return lambda _made, _block: None


def _serve_bars(system: System, made: Made, block: Work) -> None:
    symbol, now, calendar = system.market.symbol, system.clock.now(), system.market.calendar
    system.bars.upsert(symbol, _hot(system, made.frame))
    system.bars.prune(symbol, judged_spans(made.frame, block.days, calendar, now), made.frame)
    system.quality.upsert(symbol, _quality_rows(system, made, now))


def judged_spans(
    frame: pl.DataFrame, days: Iterable[date], calendar: Calendar, now: datetime
) -> dict[date, tuple[datetime, datetime]]:
    """Of each of ``days``, the span whose bars L1 has judged by ``now``: what is not in ``frame`` there was refused.

    In a running session it ends with the newest bar of ``frame``: the live path may have brought home a bar that
    L0 has not fetched yet, and the forming one is none of L1's business.
    """
    spans = {}
    for day in days:
        end = calendar.closes_at(day)
        if now < end + _SETTLED:
            newest = frame.filter(pl.col("session") == day)["time"].max()
            end = newest + BAR if isinstance(newest, datetime) else calendar.opens_at(day)
        spans[day] = (calendar.opens_at(day), end)
    return spans


def _serve_indicators(system: System, made: Made) -> None:
    system.bars.upsert(system.market.symbol, _hot(system, made.frame))


def _hot(system: System, frame: pl.DataFrame) -> pl.DataFrame:
    """What of ``frame`` is served from PostgreSQL: not what was taken out of it because it is old."""
    hot_from = PostgresHotStore(system.engine).hot_from(system.market.symbol)
    kept = frame if hot_from is None else frame.filter(pl.col("time") >= hot_from)
    return kept.with_columns(run_id=pl.lit(system.run_id))


def _quality_rows(system: System, made: Made, now: datetime) -> pl.DataFrame:
    """The verdicts as the table ``sessions_quality`` has them."""
    quarantine = made.tables[QUARANTINE].with_columns(session=session_date(system.market))
    refused = quarantine.group_by("session").agg(quarantined=pl.len())
    sources = made.frame.group_by("session").agg(source=pl.col("source").mode().sort().first())
    return (
        made.tables[SESSIONS]
        .join(refused, on="session", how="left")
        .join(sources, on="session", how="left")
        .with_columns(pl.col("quarantined").fill_null(0), verdict_at=pl.lit(now, UTC_TIME))
        .rename({"bars": "rows", "thin_because": "thin_reason"})
    )
