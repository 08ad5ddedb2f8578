import json
from dataclasses import replace

import pytest

from support.bundles import make_contract
from usdcop.core.errors import ContractError
from usdcop.policy.contract import BundleContract, hash_of_names


def test_a_contract_returns_from_json_as_it_was() -> None:
    contract = make_contract()
    assert BundleContract.from_json(contract.to_json()) == contract


def test_an_observation_has_three_numbers_more_than_features() -> None:
    assert make_contract(features=30).inputs == 33


@pytest.mark.parametrize("text", ["", "[]", "{}", '"x"', '{"name": "x"}', "null"])
def test_text_that_is_no_contract_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(ContractError, match="cannot be read") as caught:
        BundleContract.from_json(text)
    assert caught.value.cure


def test_a_contract_of_another_version_is_refused() -> None:
    newer = json.dumps({**json.loads(make_contract().to_json()), "schema_version": 2})
    with pytest.raises(ContractError, match="version 2"):
        BundleContract.from_json(newer)


def test_another_action_map_is_refused() -> None:
    with pytest.raises(ContractError, match="short, flat and long"):
        replace(make_contract(), actions=(1.0, 0.0, -1.0))


def test_features_must_be_named_once_each() -> None:
    with pytest.raises(ContractError, match="not distinct"):
        replace(make_contract(), feature_names=("a", "a"))


def test_the_hash_of_names_depends_on_their_order() -> None:
    assert hash_of_names(["a", "b"]) != hash_of_names(["b", "a"])
