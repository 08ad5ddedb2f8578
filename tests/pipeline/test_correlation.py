import numpy as np
import polars as pl
import pytest

from usdcop.core.errors import MissingInputError
from usdcop.pipeline.correlation import correlations, heat_map

CHANCE = np.random.default_rng(8)
A = CHANCE.normal(size=500)
FRAME = pl.DataFrame({"a": A, "b": -2 * A, "c": A + CHANCE.normal(size=500), "still": np.ones(500)})
NAMES = ("a", "b", "c", "still")


def test_the_matrix_equals_numpys() -> None:
    found = correlations(FRAME, NAMES[:3])
    np.testing.assert_allclose(found.matrix, np.corrcoef(FRAME.select(NAMES[:3]).to_numpy().T), atol=1e-12)
    assert found.frame().columns == ["feature", "a", "b", "c"]
    assert found.rows == 500


def test_collinear_pairs_are_named_strongest_first() -> None:
    found = correlations(FRAME, NAMES)
    (pair,) = found.collinear()
    assert (pair.first, pair.second) == ("a", "b")
    assert pair.correlation == pytest.approx(-1.0)
    assert [(p.first, p.second) for p in found.collinear(0.5)] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_feature_that_never_changes_has_no_correlation_and_is_named() -> None:
    found = correlations(FRAME, NAMES)
    assert found.constant == ("still",)
    assert np.isnan(found.matrix[3]).all()


def test_the_heat_map_is_a_picture_and_always_the_same() -> None:
    found = correlations(FRAME, NAMES)
    picture = heat_map(found)
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 2000
    assert heat_map(correlations(FRAME, NAMES)) == picture


def test_one_row_correlates_with_nothing() -> None:
    with pytest.raises(MissingInputError):
        correlations(FRAME.head(1), NAMES)
