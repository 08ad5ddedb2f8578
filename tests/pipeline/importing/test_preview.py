from datetime import UTC, datetime
from pathlib import Path

from usdcop.core.sessions import MARKETS
from usdcop.pipeline.importing.preview import first_bars
from usdcop.pipeline.importing.read import read_file

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def shown(folder: Path, *rows: str, clock: str = "utc") -> list[str]:
    path = folder / "a.csv"
    path.write_text("time,open,high,low,close\n" + "\n".join(rows))
    return first_bars(read_file(path, "USDCOP", NOW, clock), MARKETS["USDCOP"])


def test_three_bars_are_shown_in_both_clocks(tmp_path: Path) -> None:
    found = shown(tmp_path, *(f"2024-02-26 03:{n:02},3910.3055,3911.9617,3905,{n}" for n in (0, 5, 10, 15)))
    assert found == [
        "first bars as understood:",
        "  2024-02-26 03:00 UTC = 2024-02-25 22:00 Bogota   open 3910.3055  high 3911.9617  low 3905  close 0",
        "  2024-02-26 03:05 UTC = 2024-02-25 22:05 Bogota   open 3910.3055  high 3911.9617  low 3905  close 5",
        "  2024-02-26 03:10 UTC = 2024-02-25 22:10 Bogota   open 3910.3055  high 3911.9617  low 3905  close 10",
    ]


def test_the_time_is_that_of_the_corrected_clock(tmp_path: Path) -> None:
    found = shown(tmp_path, "2024-02-26 08:00,1,2,1,2", clock="bogota")
    assert found[1].startswith("  2024-02-26 13:00 UTC = 2024-02-26 08:00 Bogota")


def test_a_price_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    found = shown(tmp_path, "2024-02-26 08:00,1,2,1,2", "2024-02-26 08:05,x,2,1,2")
    assert "open unreadable  high 2" in found[2]
