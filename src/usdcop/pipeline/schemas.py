"""The frame of every layer as a schema that is checked before a partition is written.

Columns with a rule carry it here; ``checked`` names the broken rules and how many rows break each.
"""

from collections.abc import Mapping
from typing import Final

import dataframely as dy
import polars as pl

from usdcop.core.bars import STATES, BarState, Reason
from usdcop.core.errors import ContractError
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.core.layers import Layer
from usdcop.features.spec import FEATURE_NAMES

SLOTS: Final = 288
"""Five-minute bars of a day: no session has more."""


def _columns(columns: Mapping[str, dy.Column]) -> type[dy.Schema]:
    """A schema of ``columns``, for names that are data."""
    return type("Columns", (dy.Schema,), dict(columns))


class RawSchema(dy.Schema):
    """L0: rows as received. Prices may be anything; ``raw`` holds the text of those that are no numbers."""

    time = dy.Datetime(time_zone="UTC")
    symbol = dy.String(min_length=1)
    open = dy.Float64(nullable=True, allow_inf=True, allow_nan=True)
    high = dy.Float64(nullable=True, allow_inf=True, allow_nan=True)
    low = dy.Float64(nullable=True, allow_inf=True, allow_nan=True)
    close = dy.Float64(nullable=True, allow_inf=True, allow_nan=True)
    volume = dy.Float64(nullable=True, allow_inf=True, allow_nan=True)
    source = dy.String(min_length=1)
    state = dy.Enum(STATES.categories)
    open_reconstructed = dy.Bool()
    known_at = dy.Datetime(time_zone="UTC")
    clock_shift_minutes = dy.Int16()
    row = dy.Int64(nullable=True)
    raw = dy.String(nullable=True)
    run_id = dy.String()


class QuarantineSchema(RawSchema):
    """L1: refused rows with the reason."""

    reason = dy.Enum([reason.value for reason in Reason])
    detail = dy.String(nullable=True)


class BarSchema(dy.Schema):
    """L1: accepted bars, one an instant, with true ranges."""

    time = dy.Datetime(time_zone="UTC", primary_key=True, resolution="5m")
    session = dy.Date()
    slot = dy.Int16(min=0, max_exclusive=SLOTS)
    open = dy.Float64(min_exclusive=0.0)
    high = dy.Float64(min_exclusive=0.0)
    low = dy.Float64(min_exclusive=0.0)
    close = dy.Float64(min_exclusive=0.0)
    volume = dy.Float64(nullable=True)
    source = dy.String(min_length=1)
    state = dy.Enum(STATES.categories)
    open_reconstructed = dy.Bool()
    known_at = dy.Datetime(time_zone="UTC")
    doubtful = dy.Bool()
    suspect = dy.Bool()

    @dy.rule()
    def is_closed(cls) -> pl.Expr:  # noqa: N805 - dataframely hands over the class
        """No bar is still forming."""
        return pl.col("state") != BarState.FORMING.value

    @dy.rule()
    def range_holds_open_and_close(cls) -> pl.Expr:  # noqa: N805 - dataframely hands over the class
        """Open and close lie between low and high."""
        return (pl.col("low") <= pl.min_horizontal("open", "close")) & (
            pl.max_horizontal("open", "close") <= pl.col("high")
        )


_Indicators = _columns({name: dy.Float64(nullable=True) for name in PRICE_INDICATORS})


class PreparedSchema(BarSchema, _Indicators):  # type: ignore[misc, valid-type] # made from a list of names
    """L2: accepted bars with their indicators; null only while an indicator warms up."""


_Features = _columns({name: dy.Float64() for name in FEATURE_NAMES})


class FeatureSchema(_Features):  # type: ignore[misc, valid-type] # made from a list of names
    """L3: features of every bar that is warm and not suspect; nothing is null, NaN or infinite."""

    time = dy.Datetime(time_zone="UTC", primary_key=True, resolution="5m")
    session = dy.Date()
    slot = dy.Int16(min=0, max_exclusive=SLOTS)
    close = dy.Float64(min_exclusive=0.0)


class EpisodeSchema(dy.Schema):
    """L4: tradable bars with what a decision there is filled at, earns and costs. Features stand beside."""

    time = dy.Datetime(time_zone="UTC", primary_key=True, resolution="5m")
    session = dy.Date()
    slot = dy.Int16(min=0, max_exclusive=SLOTS)
    close = dy.Float64(min_exclusive=0.0)
    decides = dy.Bool()
    doubtful = dy.Bool()
    fill = dy.Float64(nullable=True, min_exclusive=0.0)
    fill_slot = dy.Int16(nullable=True, min=0, max_exclusive=SLOTS)
    exit_price = dy.Float64(min_exclusive=0.0)
    exit_slot = dy.Int16(min=0, max_exclusive=SLOTS)
    first_close = dy.Float64(min_exclusive=0.0)
    gain_bps = dy.Float64(nullable=True)
    cost_bps = dy.Float64(nullable=True)
    exit_cost_bps = dy.Float64(nullable=True)

    @dy.rule()
    def decisions_are_filled_later(cls) -> pl.Expr:  # noqa: N805 - dataframely hands over the class
        """A decision has a later bar that fills it."""
        return ~pl.col("decides") | (pl.col("fill_slot") > pl.col("slot"))


class SessionSchema(dy.Schema):
    """L1: verdicts on sessions (``quality.SESSION``)."""

    session = dy.Date(primary_key=True)
    bars = dy.Int32(min=0)
    expected = dy.Int32(min=0)
    grade = dy.Enum("ABCD")
    stale = dy.Bool()
    provisional = dy.Bool()
    holes = dy.Int32(min=0)
    largest_hole = dy.Int32(min=0)
    has_first = dy.Bool()
    has_last = dy.Bool()
    distinct_closes = dy.Int32(min=0)
    suspect = dy.Int32(min=0)
    doubtful = dy.Int32(min=0)
    thin_because = dy.String(nullable=True)
    uncertain = dy.String(nullable=True)


SCHEMAS: Final[Mapping[Layer, type[dy.Schema]]] = {
    Layer.L0: RawSchema,
    Layer.L1: BarSchema,
    Layer.L2: PreparedSchema,
    Layer.L3: FeatureSchema,
    Layer.L4: EpisodeSchema,
}
"""Schema of each layer's frame. A frame may have columns besides."""


def checked(frame: pl.DataFrame, schema: type[dy.Schema], name: str) -> pl.DataFrame:
    """``frame`` itself, if it fits ``schema``.

    Raises:
        ContractError: a column is missing or of another type, or rows break a rule; says which and how many.
    """
    cure = "This is a fault of the layer's code, not of the data: report it with the log."
    try:
        failures = schema.filter(_as_declared(frame, schema)).failure.counts()
    except dy.exc.SchemaError as error:
        what = " ".join(str(error).split("\n\n", 1)[0].split())
        raise ContractError(f"{name} does not have its columns: {what}.", cure) from error
    if failures:
        broken = ", ".join(f"{rule} ({count} rows)" for rule, count in sorted(failures.items()))
        raise ContractError(f"{name} breaks its schema: {broken}.", cure)
    return frame


def _as_declared(frame: pl.DataFrame, schema: type[dy.Schema]) -> pl.DataFrame:
    """Reasons and grades are kept as text; the schema names their values."""
    enums = {
        column: kind.dtype
        for column, kind in schema.columns().items()
        if isinstance(kind, dy.Enum) and frame.schema.get(column) == pl.String
    }
    return frame.cast(enums, strict=False) if enums else frame  # type: ignore[arg-type] # names of columns
