from pathlib import Path

import pytest

from usdcop.pipeline.importing import lines
from usdcop.pipeline.importing.containers import container_of
from usdcop.pipeline.importing.headers import Layout
from usdcop.pipeline.importing.lines import Batch, batch_of, first_lines, line_batches

LAYOUT = Layout(("time", "open", "high", "low", "close"))


def batch(*text: str, first: int = 1, layout: Layout = LAYOUT) -> Batch:
    made = batch_of(list(text), first, layout)
    assert made is not None
    return made


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_fields_stand_between_separators(separator: str) -> None:
    cut = [line.replace(",", separator) for line in ("t1,1,2,3,4", "t2,5,6,7,8")]
    found = batch(*cut, layout=Layout(LAYOUT.names, separator))
    assert found.columns.rows() == [("t1", "1", "2", "3", "4"), ("t2", "5", "6", "7", "8")]


def test_lines_above_the_rows_and_blank_ones_are_left_out_and_counted() -> None:
    found = batch("banner", "time,open", "", "t1,1,2,3,4", "  ", first=1, layout=Layout(LAYOUT.names, skip=2))
    assert found.row.to_list() == [4]
    assert batch_of(["", " "], 1, LAYOUT) is None


def test_quoted_fields_may_hold_the_separator() -> None:
    assert batch('"t1","4,123.5",1,1,1').columns.row(0) == ("t1", "4,123.5", "1", "1", "1")


def test_a_line_with_too_many_fields_keeps_what_stands_before_its_prices() -> None:
    found = batch("t1,4,123.5,5,6,7", "t2,2,3,4,5")
    assert found.columns.rows() == [("t1", None, None, None, None), ("t2", "2", "3", "4", "5")]
    assert found.lines is not None
    assert found.lines.to_list() == ["t1,4,123.5,5,6,7", "t2,2,3,4,5"]


def test_empty_fields_behind_the_last_column_are_nothing() -> None:
    assert batch("t1,1,2,3,4,,").columns.row(0) == ("t1", "1", "2", "3", "4")


def test_a_line_with_an_open_quote_spoils_only_itself() -> None:
    found = batch('t1,"1,2,3,4', "t2,2,2,2,2", "t3,3,3,3,3")
    assert found.columns["time"].to_list() == ["t1", "t2", "t3"]
    assert found.columns["close"].to_list() == [None, "2", "3"]


def test_a_quote_over_two_lines_spoils_only_those() -> None:
    found = batch('t1,"1,2,3,4', 't2,2",2,2,2', "t3,3,3,3,3")
    assert found.columns["time"].to_list() == ["t1", "t2", "t3"]
    assert found.columns.row(2) == ("t3", "3", "3", "3", "3")


def test_a_field_longer_than_any_spoils_only_its_line() -> None:
    found = batch("t1,1,2,3,4,5," + "x" * 200_000, "t2,2,2,2,2")
    assert found.columns["time"].to_list() == [None, "t2"]


def test_doubled_names_keep_their_own_fields() -> None:
    found = batch("t1,1,2,3,4,5,6", layout=Layout((*LAYOUT.names, "Plot", "Plot")))
    assert found.columns.columns[-2:] == ["Plot", "Plot (2)"]
    assert found.columns.row(0)[-2:] == ("5", "6")


def test_a_block_of_short_lines_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_LINES", 4)
    path = tmp_path / "a.csv"
    path.write_text("t\n" * 10)
    found = [batch for batch, _ in line_batches(container_of(path), "utf-8", LAYOUT, 1 << 20) if batch]
    assert [batch.row.to_list() for batch in found] == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]


def test_batches_tell_how_far_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("".join(f"t{n},1,2,3,4\n" for n in range(9)))
    found = list(line_batches(container_of(path), "utf-8", LAYOUT, 30))
    assert [n for batch, _ in found if batch is not None for n in batch.row] == list(range(1, 10))
    assert [done for _, done in found] == sorted(done for _, done in found)
    assert found[-1][1] == path.stat().st_size
    assert first_lines(container_of(path), "utf-8")[:2] == ["t0,1,2,3,4", "t1,1,2,3,4"]
