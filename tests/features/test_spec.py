from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from support.edited import copied_program, edit, told_by
from usdcop.features.columns import Columns
from usdcop.features.compute import Definition, Feature
from usdcop.features.spec import FEATURE_NAMES, FEATURES, feature_hash
from usdcop.features.windows import Floats

TOLD = "from usdcop.features.spec import feature_hash; print(feature_hash())"


def otherwise(feature: Feature, changed: Definition) -> tuple[Feature, ...]:
    """The shipped features, with ``feature`` computed by ``changed``."""
    return tuple(replace(one, definition=changed) if one is feature else one for one in FEATURES)


def test_names_are_distinct_and_their_number_is_as_designed() -> None:
    assert len(set(FEATURE_NAMES)) == len(FEATURES)
    assert 25 <= len(FEATURES) <= 32


def test_no_feature_is_a_price_level_or_made_of_the_open() -> None:
    assert {spec.unit for spec in FEATURES} == {"bps", "ratio", "0 to 100"}
    assert not any("open" in spec.name or "open" in spec.description.split() for spec in FEATURES)


def test_a_feature_that_stops_at_the_night_says_what_stands_there() -> None:
    for spec in FEATURES:
        if spec.warm_up and not spec.crosses_night:
            assert spec.neutral is not None, spec.name


def test_the_hash_follows_order_and_declaration() -> None:
    first, second, *rest = FEATURES
    assert feature_hash() == feature_hash(tuple(FEATURES))
    hashes = {
        feature_hash(),
        feature_hash((second, first, *rest)),
        feature_hash((replace(first, unit="pesos"), second, *rest)),
        feature_hash((replace(first, name="return"), second, *rest)),
        feature_hash((replace(first, warm_up=2), second, *rest)),
        feature_hash((replace(first, crosses_night=True), second, *rest)),
        feature_hash((second, *rest)),
    }
    assert len(hashes) == 7
    assert feature_hash((replace(first, description="said better"), second, *rest)) == feature_hash()


@pytest.mark.parametrize("feature", FEATURES, ids=FEATURE_NAMES)
def test_a_feature_with_the_other_sign_has_another_hash(feature: Feature) -> None:
    assert feature_hash(otherwise(feature, lambda c: -feature.definition(c))) != feature_hash()


@pytest.mark.parametrize("feature", FEATURES, ids=FEATURE_NAMES)
def test_a_feature_that_differs_by_a_millionth_has_another_hash(feature: Feature) -> None:
    assert feature_hash(otherwise(feature, lambda c: feature.definition(c) * (1 + 1e-6))) != feature_hash()


@pytest.mark.parametrize("feature", FEATURES, ids=FEATURE_NAMES)
def test_a_feature_that_comes_a_bar_late_has_another_hash(feature: Feature) -> None:
    assert feature_hash(otherwise(feature, lambda c: np.roll(feature.definition(c), 1))) != feature_hash()


@pytest.mark.parametrize("feature", FEATURES, ids=FEATURE_NAMES)
def test_rounding_of_the_last_bits_has_the_same_hash(feature: Feature) -> None:
    """Another library or processor may round otherwise; that is no other feature."""

    def rounded_otherwise(columns: Columns) -> Floats:
        return np.nextafter(feature.definition(columns), np.inf)

    assert feature_hash(otherwise(feature, rounded_otherwise)) == feature_hash()


def test_the_hash_of_the_shipped_features_is_known() -> None:
    # A bundle names it: changing it refuses every bundle there is, so it is changed on purpose or not at all.
    assert feature_hash() == "213b77eb1889f6e4614203c3ffabcd0c5c9bb8eb72c8d32365450f20ec84cc1c"


@pytest.mark.parametrize(
    ("file", "text", "instead"),
    [
        ("features/spec.py", "lambda c: c.returns)", "lambda c: -c.returns)"),
        ("features/columns.py", "sums(self.close, WINDOWS)", "sums(self.close + 0.001, WINDOWS)"),
        ("features/windows.py", "seen + power <= width", "seen + power < width"),
        ("features/compute.py", "(span) for span", "(span)[1:] for span"),
        (
            "core/indicators.py",
            '_average("EMA", 20)',
            'Indicator("ema_20", PESOS, 19, Study("SMA", (("timeperiod", 20),)))',
        ),
    ],
)
def test_an_edited_program_has_another_hash(file: str, text: str, instead: str, tmp_path: Path) -> None:
    """Whatever part of the computation is edited, and nothing else is touched."""
    copy = copied_program(tmp_path)
    assert told_by(copy, TOLD) == feature_hash()
    edit(copy, file, text, instead)
    assert told_by(copy, TOLD) != feature_hash()
