import polars as pl
import pytest

from usdcop.core.errors import TimeFormatError
from usdcop.pipeline.importing import refusals
from usdcop.pipeline.importing.refusals import SCHEMA, Refusals


def lines(first: int, *stamps: str | None, priced: bool = False) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": range(first, first + len(stamps)),
            "raw": [f"{stamp},1" for stamp in stamps],
            "stamp": pl.Series(stamps, dtype=pl.String),
            "priced": [priced] * len(stamps),
        }
    )


def test_lines_are_counted_and_the_first_are_shown() -> None:
    found = Refusals()
    assert found.lines() == []
    found.add(lines(3, "time"))
    found.add(lines(9, "x", "y", "z"))
    assert found.lines() == ["lines that are no rows: 4 (3: 'time,1', 9: 'x,1', 10: 'y,1', …)"]
    assert dict(found.kept.schema) == SCHEMA
    assert found.kept["why"].to_list() == ["the line is no row"] * 4


def test_only_the_first_are_kept_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST_KEPT", 3)
    found = Refusals()
    for start in (1, 3, 5):
        found.add(lines(start, "x" * 3000, "y"))
    assert (found.count, found.kept["row"].to_list()) == (6, [1, 2, 3])
    assert found.kept["raw"].str.len_chars().max() == 1000


def test_ten_thousand_are_kept_and_the_first_of_them_is_named() -> None:
    found = Refusals()
    found.add(lines(7, "x", *["y"] * 10_000))
    assert (found.count, found.kept.height) == (10_001, 10_000)
    with pytest.raises(TimeFormatError, match="Line 7: the time 'x'"):
        found.must_be_few(0)


@pytest.mark.parametrize(
    ("count", "priced", "rows", "fine"),
    [
        (1, True, 99, True),
        (1, True, 98, False),
        (10, False, 1, True),
        (11, False, 1, False),
        (11, False, 1089, True),
        (12, True, 1188, True),
        (12, True, 1187, False),
        (1, False, 0, False),
    ],
)
def test_too_many_are_another_kind_of_file(count: int, priced: bool, rows: int, fine: bool) -> None:
    found = Refusals()
    found.add(lines(5, *["soon"] * count, priced=priced))
    if fine:
        found.must_be_few(rows)
        return
    with pytest.raises(TimeFormatError, match="Line 5: the time 'soon' cannot be read") as error:
        found.must_be_few(rows)
    assert (f"{count} of {rows + count:,} lines are no rows" in error.value.sentence) == (count > 1)


def test_a_file_without_hope_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "HOPELESS", 20)
    found = Refusals()
    found.add(lines(5, *["soon"] * 19))
    found.must_leave_hope(0)
    found.add(lines(24, "soon"))
    found.must_leave_hope(21)
    with pytest.raises(TimeFormatError, match="20 of 40 lines are no rows"):
        found.must_leave_hope(20)


def test_nothing_refused_is_nothing_wrong() -> None:
    found = Refusals()
    found.add(lines(1))
    found.must_be_few(0)
    assert found.kept.is_empty()
