from datetime import UTC, date, datetime, timedelta

import polars as pl

from support.raw_rows import raw_of
from usdcop.core.bars import Reason
from usdcop.core.sessions import Calendar
from usdcop.core.units import Bps
from usdcop.pipeline.placement import placed
from usdcop.pipeline.versions import resolve

NOW = datetime(2025, 6, 1, tzinfo=UTC)
Value = float | str | datetime | None
ROW = raw_of(date(2025, 5, 5), {7: 4000.0})
KNOWN: datetime = ROW["known_at"][0]


def version(close: float = 4000.0, **changes: Value) -> pl.DataFrame:
    values = {"open": close, "high": close + 1.0, "low": close - 1.0, "close": close, **changes}
    return ROW.with_columns(
        pl.lit(value).cast(ROW.schema[name]).alias(name) for name, value in values.items()
    )


def judged(*versions: pl.DataFrame) -> list[str | None]:
    """Reasons in the order given; None for the row that is the bar."""
    rows = pl.concat(
        [frame.with_columns(row=pl.lit(number, pl.Int64)) for number, frame in enumerate(versions)]
    )
    placed_rows = placed(rows, Calendar(), NOW).with_columns(detail=pl.lit(None, pl.String))
    return resolve(placed_rows, Bps(0.01)).sort("row")["reason"].to_list()


def flat(close: float, **changes: Value) -> pl.DataFrame:
    return version(close, high=close, low=close, **changes)


def shifted(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        time=pl.col("time") - pl.duration(hours=5), clock_shift_minutes=pl.lit(300, pl.Int16)
    )


def test_a_single_row_is_its_bar() -> None:
    assert judged(version()) == [None]


def test_the_same_row_twice_is_kept_once() -> None:
    assert judged(version(), version(), version()) == [None, Reason.DUPLICATE, Reason.DUPLICATE]


def test_a_later_version_supersedes_whatever_stands_first() -> None:
    later = KNOWN + timedelta(hours=1)
    assert judged(version(4000.0), version(4010.0, known_at=later)) == [Reason.SUPERSEDED, None]
    assert judged(version(4010.0, known_at=later), version(4000.0)) == [None, Reason.SUPERSEDED]


def test_a_higher_state_beats_a_later_time() -> None:
    revised = version(4010.0, state="revised")
    assert judged(revised, version(4000.0, known_at=KNOWN + timedelta(hours=1))) == [None, Reason.SUPERSEDED]


def test_an_older_version_that_says_the_same_is_a_duplicate() -> None:
    assert judged(version(), version(known_at=KNOWN + timedelta(hours=1))) == [Reason.DUPLICATE, None]


def test_different_closes_of_one_rank_refuse_them_all() -> None:
    assert judged(version(4000.0), version(4001.0)) == [Reason.CONFLICT, Reason.CONFLICT]
    older = version(3999.0, known_at=KNOWN - timedelta(minutes=1))
    assert judged(version(4000.0), version(4001.0), older) == [Reason.CONFLICT, Reason.CONFLICT, None]


def test_versions_in_conflict_supersede_nothing_so_the_next_in_rank_is_the_bar() -> None:
    odd = [file_of("I-0003", close) for close in (4030.0, 4031.0)]
    assert judged(file_of("I-0001", 4000.0), file_of("I-0002", 4010.0), *odd) == [
        Reason.SUPERSEDED, None, Reason.CONFLICT, Reason.CONFLICT,
    ]  # fmt: skip
    assert judged(file_of("I-0001", 4000.0), file_of("I-0001", 4000.0), *odd) == [
        None, Reason.DUPLICATE, Reason.CONFLICT, Reason.CONFLICT,
    ]  # fmt: skip
    revised = [version(4010.0, state="revised"), version(4011.0, state="revised")]
    assert judged(*revised, version(4000.0)) == [Reason.CONFLICT, Reason.CONFLICT, None]
    over = [file_of("S-0002", 4020.0), file_of("S-0002", 4021.0)]
    assert judged(*over, *revised, file_of("I-0001", 4000.0)) == [Reason.CONFLICT] * 4 + [None]


def test_each_conflict_says_how_far_its_own_rows_are_apart() -> None:
    rows = pl.concat([
        file_of(run, close) for run, close in (("I-0001", 4000.0), ("I-0001", 4004.0), ("I-0002", 5000.0), ("I-0002", 5010.0))
    ])  # fmt: skip
    found = resolve(placed(rows, Calendar(), NOW).with_columns(detail=pl.lit(None, pl.String)), Bps(0.01))
    told = {
        run: f"closes of one bar differ by {off} bps" for run, off in (("I-0001", "10.0"), ("I-0002", "20.0"))
    }
    assert dict(found.select("run_id", "detail").iter_rows()) == told
    assert found["reason"].to_list() == [Reason.CONFLICT] * 4


def test_closes_that_differ_by_rounding_are_no_conflict_and_the_true_range_wins() -> None:
    assert judged(flat(4000.0), version(4000.003)) == [Reason.DUPLICATE, None]
    assert judged(flat(4000.0), version(4000.005)) == [Reason.CONFLICT, Reason.CONFLICT]


def test_the_shifted_twin_with_a_true_range_wins_over_the_flat_row_with_the_right_clock() -> None:
    assert judged(flat(4000.0), shifted(version(4000.0))) == [Reason.SHIFTED_TWIN, None]


def test_of_two_flat_twins_the_right_clock_wins() -> None:
    assert judged(shifted(flat(4000.001)), flat(4000.0)) == [Reason.SHIFTED_TWIN, None]


def test_twins_that_disagree_are_a_conflict() -> None:
    assert judged(shifted(version(4000.0)), flat(4010.0)) == [Reason.CONFLICT, Reason.CONFLICT]


def test_captures_by_two_clocks_may_differ_by_ten_points_and_no_more() -> None:
    assert judged(flat(4003.99), shifted(version(4000.0))) == [Reason.SHIFTED_TWIN, None]
    assert judged(flat(4004.01), shifted(version(4000.0))) == [Reason.CONFLICT, Reason.CONFLICT]
    # Two of one clock may not, though a third of another clock stands beside them.
    assert judged(flat(4001.0), flat(4002.0), shifted(version(4000.0))) == [Reason.CONFLICT] * 3


def test_a_shifted_twin_says_how_far_it_is_off() -> None:
    rows = pl.concat([flat(4002.0), shifted(version(4000.0))])
    found = resolve(placed(rows, Calendar(), NOW).with_columns(detail=pl.lit(None, pl.String)), Bps(0.01))
    assert found["detail"].drop_nulls().to_list() == [
        "same bar by another clock, 5.0 bps away; kept the row with close 4000.0"
    ]


def file_of(run_id: str, close: float, **changes: Value) -> pl.DataFrame:
    return version(close, source="import:bars.csv", run_id=run_id, **changes)


def test_of_imports_the_newest_wins_and_those_before_the_ledger_are_the_oldest() -> None:
    assert judged(file_of("I-0010", 4010.0), file_of("I-0009", 4000.0), file_of("9f3a", 4020.0)) == [
        None,
        Reason.SUPERSEDED,
        Reason.SUPERSEDED,
    ]
    assert judged(file_of("I-0001", 4000.0), file_of("I-0002", 4000.0)) == [Reason.DUPLICATE, None]


def test_within_one_import_two_closes_are_a_conflict_and_so_are_files_from_before_the_ledger() -> None:
    assert judged(file_of("I-0001", 4000.0), file_of("I-0001", 4010.0)) == [Reason.CONFLICT] * 2
    assert judged(file_of("1b", 4000.0), file_of("2a", 4010.0)) == [Reason.CONFLICT] * 2
    assert judged(file_of("I-0001", 4000.0), file_of("I-0002", 4010.0), file_of("I-0002", 4020.0)) == [
        None,
        Reason.CONFLICT,
        Reason.CONFLICT,
    ]


def test_the_vendor_wins_over_a_file_even_where_both_were_known_at_once() -> None:
    assert judged(version(4000.0), file_of("I-0009", 4010.0)) == [None, Reason.SUPERSEDED]


def test_an_import_that_supersedes_wins_over_the_vendor_and_its_revisions_while_it_is_the_newest() -> None:
    later = KNOWN + timedelta(days=1)
    vendor = [version(4000.0, known_at=later), version(4005.0, known_at=later, state="revised")]
    assert judged(*vendor, file_of("S-0002", 4010.0)) == [Reason.SUPERSEDED, Reason.SUPERSEDED, None]
    newer = [file_of("S-0002", 4010.0), file_of("I-0003", 4020.0)]
    assert judged(*newer) == [Reason.SUPERSEDED, None]
    assert judged(*vendor, *newer) == [Reason.SUPERSEDED, None, Reason.SUPERSEDED, Reason.SUPERSEDED]


def test_a_newer_import_may_stand_under_another_clock() -> None:
    older = shifted(file_of("I-0001", 4000.0))
    assert judged(older, file_of("I-0002", 4010.0)) == [Reason.SUPERSEDED, None]


def test_the_outcome_does_not_depend_on_the_order_of_rows() -> None:
    versions = [version(4000.0), version(4000.0), flat(4000.0), version(4020.0, state="revised")]
    assert judged(*versions) == judged(*versions[::-1])[::-1]
    files = [file_of("I-0001", 4000.0), file_of("S-0002", 4010.0), file_of("I-0003", 4020.0)]
    assert judged(*versions, *files) == judged(*files[::-1], *versions[::-1])[::-1]


def test_every_refused_row_says_why_in_words() -> None:
    rows = pl.concat([version(4000.0), version(4001.0), version(4002.0, state="revised")])
    found = resolve(placed(rows, Calendar(), NOW).with_columns(detail=pl.lit(None, pl.String)), Bps(0.01))
    assert (
        found.filter(pl.col("reason").is_not_null())["detail"].to_list()
        == ["a newer version has close 4002.0"] * 2
    )
