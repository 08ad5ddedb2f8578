"""Entries of the ledger of imports, made by hand."""

from datetime import UTC, date, datetime

from usdcop.core.imports import ImportEntry


def entry(number: int) -> ImportEntry:
    """The ``number``-th import as it is when it begins: always the same file of March 2024."""
    return ImportEntry(
        number=number,
        supersede=False,
        symbol="USDCOP",
        file="bars.csv",
        size_bytes=1000,
        sha256="a",
        clock_told="auto",
        clock_found="right",
        columns=("time", "close"),
        before=None,
        rows=300,
        refused=0,
        first=date(2024, 3, 4),
        last=date(2024, 3, 8),
        by="home",
        at=datetime(2024, 4, 1, tzinfo=UTC),
        recorded_at=datetime(2026, 4, 1, tzinfo=UTC),
    )
