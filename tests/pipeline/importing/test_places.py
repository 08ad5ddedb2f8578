from datetime import UTC, date, datetime, timedelta

import polars as pl

from support.raw_rows import raw_of
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.places import places
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise

CALENDAR = Calendar()
NOW = datetime(2025, 6, 1, tzinfo=UTC)
MONDAY, HOLIDAY = date(2025, 5, 5), date(2025, 5, 1)


def test_every_rule_of_places_and_versions_counts_as_l1_does() -> None:
    good = raw_of(MONDAY, {slot: 4000.0 + slot for slot in range(40)})
    twin = good[:5].with_columns(
        time=pl.col("time") - pl.duration(hours=5), clock_shift_minutes=pl.lit(300, pl.Int16)
    )
    rows = pl.concat([
        good, good[10:12],
        good[20:21].with_columns(close=pl.lit(4021.0), high=pl.lit(4022.0)),
        good[30:31].with_columns(time=pl.col("time") + pl.duration(minutes=2)),
        good[:3].with_columns(time=pl.col("time") - pl.duration(hours=2)),
        good[:1].with_columns(high=pl.lit(1.0)), good[:1].with_columns(close=pl.lit(float("nan"))),
        good[:4].with_columns(pl.col("time") + timedelta(days=300)), twin,
        raw_of(HOLIDAY, dict.fromkeys(range(7), 4000.0)),
    ])  # fmt: skip
    chunks = [rows[start : start + 6] for start in range(0, rows.height, 6)]
    found = places(chunks, CALENDAR, NOW, StandardiseSettings())
    done = standardise(rows, CALENDAR, NOW, StandardiseSettings())
    assert dict(found.refused) == dict(done.quarantine["reason"].value_counts().sort("reason").iter_rows())
    assert len(found.refused) >= 8
    assert found.holidays.rows() == [(HOLIDAY, 7, 1)]
    assert found.sessions["bars"].to_list() == [done.bars.height]
    assert found.sessions["closes"].to_list() == [done.bars["close"].n_unique()]
