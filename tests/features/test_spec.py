from dataclasses import replace

from usdcop.features.spec import FEATURE_NAMES, FEATURES, feature_hash


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


def test_the_hash_follows_order_and_definition() -> None:
    first, second, *rest = FEATURES
    assert feature_hash() == feature_hash(tuple(FEATURES))
    assert feature_hash((second, first, *rest)) != feature_hash()
    assert feature_hash((replace(first, unit="pesos"), second, *rest)) != feature_hash()
    assert feature_hash((replace(first, description="said better"), second, *rest)) == feature_hash()


def test_the_hash_of_the_shipped_features_is_known() -> None:
    # A bundle names it: changing it refuses every bundle there is, so it is changed on purpose or not at all.
    assert feature_hash() == "a38b1bdd9e138f25cad3a6f16a2875e083829d1b91f6bf8e936d62721db397db"
