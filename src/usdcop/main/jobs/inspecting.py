"""Inspect: the quality of the data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import polars as pl

from usdcop.core.errors import MissingInputError
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake
from usdcop.core.sessions import market_of
from usdcop.main.console import print_facts, print_json, print_table
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.import_ledger import refused_rows
from usdcop.pipeline.l0_acquire import session_date
from usdcop.pipeline.quality import QualityReport, quality_report
from usdcop.pipeline.session_clock import stored_that_look_shifted
from usdcop.pipeline.stages import QUARANTINE, SESSIONS

SHORT = ("session", "grade", "bars", "of", "holes", "longest", "closes", "doubt", "susp", "quar")
"""Headings of the sessions' table."""

MOST_SESSIONS = 40
"""Conspicuous sessions printed; ``--all`` prints every session, ``--json`` always all."""


@dataclass(frozen=True, slots=True)
class QualityQuery:
    """Which sessions; ``every`` session or only the conspicuous ones."""

    symbol: str = "USDCOP"
    first: date | None = None
    last: date | None = None
    every: bool = False


def show_quality(lake: Lake, query: QualityQuery, *, as_json: bool) -> None:
    """Print the report over the span, and its sessions.

    Raises:
        MissingInputError: L1 has not been made.
    """
    sessions, quarantine = _tables(lake, query)
    report = quality_report(sessions, quarantine)
    counted = sessions.join(_refused(quarantine), on="session", how="left").with_columns(
        pl.col("quarantined").fill_null(0)
    )
    shifted = [
        one
        for one in stored_that_look_shifted(lake, market_of(query.symbol))
        if one.last >= (query.first or date.min) and one.first <= (query.last or date.max)
    ]
    refused = dict(sorted(refused_rows(lake)["reason"].value_counts().iter_rows()))
    if as_json:
        rows = counted.rows(named=True)
        print_json(
            {
                **asdict(report),
                "coverage": report.coverage,
                "stale_share": report.stale_share,
                "refused_at_import": refused,
                "look_shifted": [asdict(one) for one in shifted],
                "sessions_list": rows,
            }
        )
        return
    looks = "; ".join(f"{one.first} to {one.last}: {one.why}" for one in shifted) or "none"
    told = {**_facts(report), "refused at import": _counts(refused), "sessions that look shifted": looks}
    print_facts("Quality", told)
    _print_sessions(counted, every=query.every)


def _tables(lake: Lake, query: QualityQuery) -> tuple[pl.DataFrame, pl.DataFrame]:
    sessions = read_tables(lake, Layer.L1, SESSIONS)
    quarantine = read_tables(lake, Layer.L1, QUARANTINE)
    if sessions is None or quarantine is None or sessions.is_empty():
        raise MissingInputError("There is no layer L1 yet.", "Bring bars in, then 'usdcop run l1'.")
    if "uncertain" not in sessions.columns:  # of an earlier version
        sessions = sessions.with_columns(uncertain=pl.lit(None, pl.String))
    first = query.first or sessions["session"].min()
    last = query.last or date.max
    dated = quarantine.with_columns(session=session_date(market_of(query.symbol)))
    inside = pl.col("session").is_between(first, last)
    return sessions.filter(inside), dated.filter(inside if query.first or query.last else pl.lit(value=True))


def _refused(quarantine: pl.DataFrame) -> pl.DataFrame:
    return quarantine.group_by("session").agg(quarantined=pl.len())


def _facts(report: QualityReport) -> dict[str, object]:
    missing = ", ".join(map(str, report.missing_sessions[:8]))
    return {
        "sessions": f"{report.sessions:,} of {report.expected_sessions:,} expected",
        "without any bar": missing or "none",
        "bars": f"{report.bars:,} of {report.expected_bars:,} expected ({(report.coverage or 0):.1%})",
        "grades": ", ".join(f"{grade} {count:,}" for grade, count in report.grades.items()),
        "stale sessions": f"{len(report.stale_sessions)} with {report.stale_bars:,} bars",
        "without the first bar": report.without_first,
        "without the last bar": report.without_last,
        "suspect bars": report.suspect_bars,
        "doubtful bars": report.doubtful_bars,
        "quarantine": _counts(report.quarantine),
        "provisional": report.provisional,
    }


def _counts(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count:,}" for reason, count in reasons.items()) or "empty"


def _print_sessions(sessions: pl.DataFrame, *, every: bool) -> None:
    odd = (pl.col("grade") != "A") | pl.col("stale") | pl.col("provisional") | (pl.col("quarantined") > 0)
    chosen = sessions if every else sessions.filter(odd)
    shown = chosen if every else chosen.tail(MOST_SESSIONS)
    columns = (
        "session",
        "grade",
        "bars",
        "expected",
        "holes",
        "largest_hole",
        "distinct_closes",
        "doubtful",
        "suspect",
        "quarantined",
    )
    rows = [
        (*row[: len(columns)], _marks(row[len(columns) :]))
        for row in shown.select(*columns, "stale", "provisional", "thin_because", "uncertain").iter_rows()
    ]
    title = (
        "Sessions"
        if every
        else f"Conspicuous sessions: the newest {shown.height} of {chosen.height} (all with --all)"
    )
    print_table(title, (*SHORT, ""), rows)


def _marks(row: Sequence[object]) -> str:
    stale, provisional, thin, doubt = row
    marks = (
        "stale" if stale else "",
        "provisional" if provisional else "",
        f"thin: {thin}" if thin else "",
        f"uncertain: {doubt}" if doubt else "",
    )
    return ", ".join(mark for mark in marks if mark)
