"""Small pictures that stand in a line of text: an interval beside its mark. SVG, same bytes for the same numbers."""

from typing import Final

from usdcop.report.pictures import BLUE, INK, ORANGE, PALE, RULE

WIDTH: Final = 120.0
HEIGHT: Final = 12.0
ROOM: Final = 6.0
"""Free at both ends, so that the mark never lies on the edge."""
NARROWEST: Final = 1.5


def interval_mark(low: float, high: float, mark: float) -> str:
    """The interval from ``low`` to ``high`` on a line beside ``mark``: blue above it, orange below, grey across."""
    first, last = min(low, mark), max(high, mark)
    span = last - first or 1.0

    def at(value: float) -> float:
        return ROOM + (WIDTH - 2 * ROOM) * (value - first) / span

    colour = BLUE if low > mark else ORANGE if high < mark else PALE
    width = max(NARROWEST, at(high) - at(low))
    middle = HEIGHT / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f'<line x1="0" x2="{WIDTH:g}" y1="{middle:g}" y2="{middle:g}" stroke="{RULE}" stroke-width="1"/>'
        f'<rect x="{at(low):.2f}" y="{middle - 2.5:g}" width="{width:.2f}" height="5" rx="2.5" fill="{colour}"/>'
        f'<line x1="{at(mark):.2f}" x2="{at(mark):.2f}" y1="0.5" y2="{HEIGHT - 0.5:g}" stroke="{INK}" '
        'stroke-width="1.2"/></svg>'
    )
