"""What PostgreSQL says that bundles said, against L5 and the bundles there are."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import polars as pl

from usdcop.core.errors import CorruptPartitionError, DataError
from usdcop.core.examination import Difference, Kind
from usdcop.core.layers import Layer, quarter_end
from usdcop.core.ports import Lake

KEY: Final = ["time", "bundle_hash"]
_COMPARED: Final = ("session", "model_version", "target", "p_short", "p_flat", "p_long", "value", "data_kind")


def unlike_bundles(
    served: pl.DataFrame,
    registered: Mapping[str, frozenset[str]],
    load: Callable[[str], bytes | None],
) -> Iterator[Difference]:
    """Bundles that said something and are not those of the registry.

    Args:
        served: rows of ``PREDICTION`` columns.
        registered: versions of each bundle of the registry, by digest.
        load: the bytes of a bundle's file, proven; None: it is not there. Raises ``CorruptPartitionError``.
    """
    said = (
        served.group_by("bundle_hash", "model_version")
        .agg(pl.len().alias("rows"))
        .sort("bundle_hash", "model_version")
    )
    for digest, version, rows in said.iter_rows():
        versions = registered.get(digest)
        counted = f"{rows} predictions are" if rows > 1 else "1 prediction is"
        if versions is None:
            what = f"{counted} of the bundle {digest[:12]}…, which the registry does not have."
        elif version not in versions:
            what = (
                f"{counted} of version {version}, bundle {digest[:12]}…; the registry has it as version"
                f" {', '.join(sorted(versions))}."
            )
        else:
            continue
        yield Difference(Kind.BUNDLE, f"bundle:{digest}", what)
    for (digest,) in said.select("bundle_hash").unique(maintain_order=True).iter_rows():
        try:
            missing = load(digest) is None
        except CorruptPartitionError as error:
            yield Difference(Kind.BUNDLE, f"bundle:{digest}", error.sentence)
        else:
            if missing:
                what = f"The file of the bundle {digest[:12]}…, which said something, is not there."
                yield Difference(Kind.BUNDLE, f"bundle:{digest}", what)


def unlike_layer(served: pl.DataFrame, lake: Lake) -> Iterator[Difference]:
    """Rows of ``served`` that are not those of L5, quarter by quarter; then a note on those L5 does not have.

    Args:
        served: rows of ``PREDICTION`` columns.
        lake: the layers.
    """
    known = 0
    for first in lake.quarters(Layer.L5):
        days = lake.days(Layer.L5, first, quarter_end(first))
        try:
            layer = lake.read(Layer.L5, days)
        except DataError as error:
            yield Difference(
                Kind.PREDICTION, f"L5 {first}", f"L5 cannot be compared with PostgreSQL: {error.sentence}"
            )
            continue
        if layer is not None:
            known += layer.n_unique(KEY)
            yield from unlike_frame(
                layer.unique(KEY, keep="first", maintain_order=True), served, "PostgreSQL"
            )
    rest = served.height - known
    if rest > 0:
        what = f"{rest} predictions are not in L5, which keeps those of the roles as they are: only their bundles were examined."
        yield Difference(Kind.NOT_RECORDED, "predictions", what)


def unlike_frame(
    stored: pl.DataFrame, other: pl.DataFrame, whose: str, tolerance: float = 0.0
) -> Iterator[Difference]:
    """Rows of L5, ``stored``, that ``other`` lacks or has otherwise.

    Args:
        stored: rows of ``PREDICTION`` columns, one for each bar and bundle.
        other: the same.
        whose: how sentences call ``other``.
        tolerance: how far numbers may be apart: another machine's may be so in the last digits.
    """
    for row in _by_session(stored.join(other, on=KEY, how="anti")):
        what = f"{row['rows']} predictions of L5 are not in {whose}."
        yield Difference(Kind.PREDICTION, f"predictions {row['session']}", what)
    both = stored.join(other, on=KEY, how="inner", suffix="_other", maintain_order="left")
    for name in _COMPARED:
        differing = both.filter(_apart(name, both.schema[name], tolerance))
        for row in _by_session(differing):
            what = (
                f"{row['rows']} predictions differ from L5 in {name}: first at {row['time']:%H:%M} UTC, L5"
                f" {row[name]}, {whose} {row[f'{name}_other']}."
            )
            yield Difference(Kind.PREDICTION, f"predictions {row['session']}", what)


def _apart(name: str, dtype: pl.DataType, tolerance: float) -> pl.Expr:
    one, other = pl.col(name), pl.col(f"{name}_other")
    if not dtype.is_float():
        return one.ne_missing(other)
    return one.ne_missing(other) & ((one - other).abs() > tolerance).fill_null(value=True)


def _by_session(rows: pl.DataFrame) -> Iterator[dict[str, object]]:
    """The first row of each session, with how many there are."""
    counted = rows.sort(KEY).with_columns(rows=pl.len().over("session"))
    yield from counted.unique("session", keep="first", maintain_order=True).iter_rows(named=True)
