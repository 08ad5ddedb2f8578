"""Writes ``raw.csv`` from the rules of the README; run by hand when the golden day itself is to change."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from usdcop.core.bars import RAW_BAR

HERE = Path(__file__).parent
WEDNESDAY = datetime(2025, 5, 7, 13, 0, tzinfo=UTC)

Row = dict[str, object]


def row(at: datetime, close: float | None, **changes: object) -> Row:
    """A final row whose range reaches half a peso around its close."""
    low = None if close is None else close - 0.5
    high = None if close is None else close + 0.5
    values: Row = {"time": at, "open": close, "high": high, "low": low, "close": close, "state": "final"}
    known = at + timedelta(minutes=5)
    return {**values, "known_at": known, "clock_shift_minutes": 0, **changes}


def plain_days() -> list[Row]:
    """Monday and Tuesday: 60 bars each."""
    rows: list[Row] = []
    before = 4000.0
    for day in (0, 1):
        opened = datetime(2025, 5, 5 + day, 13, 0, tzinfo=UTC)
        for slot in range(60):
            close = float(4000 + 10 * day + (7 * slot) % 11 - (5 * slot) % 7)
            high, low = max(before, close) + 0.5, min(before, close) - 0.5
            rows.append(row(opened + timedelta(minutes=5 * slot), close, open=before, high=high, low=low))
            before = close
    return rows


def eventful_day() -> list[Row]:
    """Wednesday, as the README tells it."""

    def at(minutes: float) -> datetime:
        return WEDNESDAY + timedelta(minutes=minutes)

    early = timedelta(hours=5)
    flat = {"open": 4022.0, "high": 4022.0, "low": 4022.0}
    later = at(55) + timedelta(hours=3)
    return [
        row(at(0), 4020.0), row(at(5), 4021.0), row(at(10), 4019.5), row(at(15), 4021.5), row(at(15), 4021.5),
        row(at(20), 4022.0, **flat), row(at(20) - early, 4022.0, clock_shift_minutes=300, known_at=at(25)),
        row(at(25), 4021.0), row(at(30), 4080.0), row(at(35), 4021.0),
        row(at(40), 4023.0), row(at(45), 4023.0), row(at(50), 4023.0), row(at(55), 4023.0),
        row(at(60), 4024.0), row(at(65), 4026.0), row(at(70), 402.5),
        row(at(75), 4025.0, high=4024.0, low=4026.0), row(at(80), None),
        row(at(85), 4027.0), row(at(90), 4028.0), row(at(95), 4026.5), row(at(100), 4075.0),
        row(at(105), 4075.0), row(at(105), 4076.0),
        row(at(110), 4074.0), row(at(110), 4073.0, state="revised", known_at=later),
        row(at(112), 4073.0), row(at(115), 4072.0, state="forming"), row(at(-5), 4019.0), row(at(300), 4072.0),
    ]  # fmt: skip


def raw() -> pl.DataFrame:
    """All rows, numbered as they stand."""
    rows = [
        {"symbol": "USDCOP", "volume": None, "source": "L0", "open_reconstructed": False, "raw": None, "run_id": "golden"}
        | {"row": number} | values
        for number, values in enumerate(plain_days() + eventful_day())
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict(RAW_BAR))


if __name__ == "__main__":
    raw().write_csv(HERE / "raw.csv")
