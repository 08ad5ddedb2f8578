"""Intervals in a line of text."""

from xml.etree import ElementTree as ET

import pytest

from usdcop.report.marks import WIDTH, interval_mark
from usdcop.report.pictures import BLUE, ORANGE, PALE


def drawn(low: float, high: float, mark: float) -> tuple[float, float, float, str]:
    """Left and right end of the bar, place of the mark, colour of the bar."""
    _, bar, line = list(ET.fromstring(interval_mark(low, high, mark)))
    left, width = float(bar.attrib["x"]), float(bar.attrib["width"])
    return left, left + width, float(line.attrib["x1"]), bar.attrib["fill"]


@pytest.mark.parametrize(
    ("low", "high", "mark", "colour"),
    [(0.5, 2.0, 0.0, BLUE), (-2.0, -0.5, 0.0, ORANGE), (-1.0, 1.0, 0.0, PALE), (0.8, 0.9, 1.0, ORANGE)],
)
def test_the_colour_says_on_which_side_of_the_mark_it_lies(
    low: float, high: float, mark: float, colour: str
) -> None:
    assert drawn(low, high, mark)[3] == colour


def test_bar_and_mark_stand_in_their_order_inside_the_picture() -> None:
    left, right, mark, _ = drawn(1.0, 3.0, 0.0)
    assert 0 < mark < left < right < WIDTH
    left, right, mark, _ = drawn(-1.0, 3.0, 0.0)
    assert 0 < left < mark < right < WIDTH


def test_an_interval_without_width_is_seen_and_the_same_numbers_give_the_same_bytes() -> None:
    left, right, _, _ = drawn(0.0, 0.0, 0.0)
    assert right > left
    assert interval_mark(-0.1, 1 / 3, 0.0) == interval_mark(-0.1, 1 / 3, 0.0)
