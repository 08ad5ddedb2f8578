"""Which features say the same: correlation matrix, collinear pairs, heat map."""

import io
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from usdcop.core.errors import MissingInputError
from usdcop.features.windows import Floats

COLLINEAR: Final = 0.95
"""Absolute correlation from which a pair is named."""


@dataclass(frozen=True, slots=True)
class CollinearPair:
    """Two features that move together."""

    first: str
    second: str
    correlation: float


@dataclass(frozen=True, slots=True, eq=False)
class Correlations:
    """Pearson correlations of ``F`` features over some rows of L3."""

    names: tuple[str, ...]
    matrix: Floats
    """(F, F), symmetric, ones on the diagonal; NaN for a feature that never changes."""
    rows: int
    constant: tuple[str, ...]
    """Features that never change in these rows: their correlation is not defined."""

    def collinear(self, threshold: float = COLLINEAR) -> tuple[CollinearPair, ...]:
        """Pairs of at least ``threshold`` in absolute value, strongest first."""
        upper = np.triu(np.abs(np.nan_to_num(self.matrix)), k=1)
        found = [
            CollinearPair(self.names[i], self.names[j], float(self.matrix[i, j]))
            for i, j in np.argwhere(upper >= threshold)
        ]
        return tuple(sorted(found, key=lambda pair: (-abs(pair.correlation), pair.first, pair.second)))

    def frame(self) -> pl.DataFrame:
        """The matrix as a table: ``feature`` and one column a feature."""
        columns = {name: self.matrix[:, i] for i, name in enumerate(self.names)}
        return pl.DataFrame({"feature": self.names, **columns})


def correlations(features: pl.DataFrame, names: tuple[str, ...]) -> Correlations:
    """Correlations of the columns ``names`` of ``features`` (rows of L3).

    Raises:
        MissingInputError: there are fewer than two rows.
    """
    if features.height < 2:  # noqa: PLR2004 - a correlation needs two
        raise MissingInputError("There are no features to correlate.", "Run layer L3 first.")
    values = features.select(names).to_numpy()
    constant = values.min(axis=0) == values.max(axis=0)
    centred = values - values.mean(axis=0)
    scale = np.sqrt((centred * centred).sum(axis=0))
    scaled = centred / np.where(constant, np.nan, scale)
    products = np.array([(scaled * scaled[:, [column]]).sum(axis=0) for column in range(len(names))])
    matrix = np.clip(products, -1.0, 1.0)
    np.fill_diagonal(matrix, np.where(constant, np.nan, 1.0))
    still = tuple(name for name, is_constant in zip(names, constant, strict=True) if is_constant)
    return Correlations(names, matrix, features.height, still)


def heat_map(found: Correlations) -> bytes:
    """The matrix as a PNG picture; the same bytes for the same matrix."""
    count = len(found.names)
    side = 2.5 + 0.24 * count
    figure = Figure(figsize=(side + 0.8, side), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    image = axes.imshow(found.matrix, cmap="RdBu_r", vmin=-1.0, vmax=1.0)
    axes.set_xticks(range(count), found.names, rotation=90, fontsize=7)
    axes.set_yticks(range(count), found.names, fontsize=7)
    axes.set_title(f"Correlation of features, {found.rows:,} bars", fontsize=10)
    figure.colorbar(image, ax=axes, shrink=0.8)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
