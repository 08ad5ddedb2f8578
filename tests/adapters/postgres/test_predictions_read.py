from datetime import UTC, date, datetime, timedelta

import polars as pl
from sqlalchemy import Engine

from usdcop.adapters.postgres.outcomes import PostgresPredictions
from usdcop.adapters.postgres.predictions_read import PostgresPredictionPages
from usdcop.core.predictions import PREDICTION

AT = datetime(2024, 3, 5, 13, tzinfo=UTC)


def rows(bars: int) -> pl.DataFrame:
    """Two bundles' opinions at each of ``bars`` bars."""
    found = [
        {
            "symbol": "USDCOP",
            "time": AT + number * timedelta(minutes=5),
            "session": date(2024, 3, 5),
            "model_version": "1",
            "alias": alias,
            "bundle_hash": digest,
            "target": 1,
            "p_short": 0.1,
            "p_flat": 0.2,
            "p_long": 0.7,
            "value": None,
            "data_kind": "synthetic",
        }
        for number in range(bars)
        for alias, digest in (("champion", "aa"), (None, "bb"))
    ]
    return pl.DataFrame(found, schema=dict(PREDICTION))


def test_pages_go_from_the_newest_back_and_meet_without_a_seam(postgres: Engine) -> None:
    stored = rows(5)
    PostgresPredictions(postgres).upsert(stored)
    pages, after, found = PostgresPredictionPages(postgres), None, []
    while True:
        page = pages.page("USDCOP", None, after, 3)
        if page.is_empty():
            break
        found.append(page)
        after = (page["time"][-1], page["bundle_hash"][-1])
    expected = stored.sort("time", "bundle_hash", descending=True)
    assert pl.concat(found).drop("recorded_at").equals(expected)


def test_a_role_is_picked_and_another_symbol_has_none(postgres: Engine) -> None:
    PostgresPredictions(postgres).upsert(rows(4))
    pages = PostgresPredictionPages(postgres)
    assert pages.page("USDCOP", "champion", None, 100)["bundle_hash"].to_list() == ["aa"] * 4
    assert pages.page("EURUSD", None, None, 100).is_empty()


def test_a_session_is_picked(postgres: Engine) -> None:
    first = rows(2)
    later = first.with_columns(pl.col("time") + timedelta(days=1), session=pl.lit(date(2024, 3, 6)))
    PostgresPredictions(postgres).upsert(pl.concat([first, later]))
    pages = PostgresPredictionPages(postgres)
    found = pages.page("USDCOP", None, None, 100, date(2024, 3, 5))
    assert found.drop("recorded_at").equals(first.sort("time", "bundle_hash", descending=True))
    assert pages.page("USDCOP", None, None, 100, date(2024, 3, 7)).is_empty()


def test_a_prediction_tells_when_it_was_written_and_when_it_was_changed(postgres: Engine) -> None:
    table, pages = PostgresPredictions(postgres), PostgresPredictionPages(postgres)

    def written() -> list[datetime]:
        return list(pages.page("USDCOP", None, None, 2)["recorded_at"])

    table.upsert(rows(1))
    first = written()
    assert first[0] is not None
    table.upsert(rows(1))
    assert written() == first, "the same again is no change"
    other = pl.col("bundle_hash") == "aa"
    table.upsert(
        rows(1).with_columns(target=pl.when(other).then(pl.lit(-1)).otherwise("target").cast(pl.Int16))
    )
    changed, kept = written()[1], written()[0]
    assert (changed > first[1], kept == first[0]) == (True, True)


def test_what_is_sent_is_a_value_and_never_sql(postgres: Engine) -> None:
    PostgresPredictions(postgres).upsert(rows(1))
    pages = PostgresPredictionPages(postgres)
    hostile = "x' OR '1'='1'; DROP TABLE predictions; --"
    assert pages.page("USDCOP", hostile, None, 10).is_empty()
    assert pages.page("USDCOP", None, (AT, hostile), 10).is_empty() is False
    assert pages.page("USDCOP", None, None, 10).height == 2
