from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from support.bundles import diverged_weights, make_contract, make_weights
from support.real_files import case_path
from usdcop.core.errors import ContractError, PolicyOutputError
from usdcop.policy.bundle import Bundle, BundlePolicy, attach_contract
from usdcop.policy.graph import graph_of
from usdcop.policy.interface import Observation


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle.build(make_weights(), make_contract())


def seen(features: np.ndarray, position: float = 0.0) -> Observation:
    rows = len(features)
    return Observation(
        sessions=(date(2021, 1, 4),) * rows,
        slot=5,
        features=features,
        position=np.full(rows, position),
        unrealised_bps=np.zeros(rows),
        time_to_close=0.9,
    )


def linear_model(
    inputs: int, *, outputs: tuple[str, str] = ("logits", "value"), batch: int | str = "n"
) -> bytes:
    """A policy made elsewhere, by hand: long where feature 0 is positive, short where it is negative."""
    weight = np.zeros((inputs, 3), np.float32)
    weight[0] = (-1e4, 0.0, 1e4)
    nodes = [
        helper.make_node("MatMul", ["observation", "weight"], [outputs[0]]),
        helper.make_node("ReduceSum", ["observation", "axes"], [outputs[1]], keepdims=1),
    ]
    float32 = TensorProto.FLOAT
    graph = helper.make_graph(
        nodes,
        "linear",
        [helper.make_tensor_value_info("observation", float32, [batch, inputs])],
        [
            helper.make_tensor_value_info(name, float32, [batch, width])
            for name, width in zip(outputs, (3, 1), strict=True)
        ],
        [numpy_helper.from_array(weight, "weight"), numpy_helper.from_array(np.array([1], np.int64), "axes")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    return bytes(model.SerializeToString())


def test_the_same_policy_gives_the_same_bytes_and_identity(bundle: Bundle) -> None:
    again = Bundle.build(make_weights(), make_contract())
    assert again.data == bundle.data
    assert again.digest == bundle.digest
    assert Bundle.build(make_weights(seed=1), make_contract()).digest != bundle.digest


def test_the_contract_survives_the_file(bundle: Bundle) -> None:
    assert Bundle.load(bundle.data).contract == make_contract()


def test_a_batch_is_decided_as_its_rows_are(bundle: Bundle) -> None:
    rng = np.random.default_rng(0)
    features = rng.standard_normal((200, 4)) * 1e-3
    together = bundle.policy.targets(seen(features))
    one_by_one = [bundle.policy.targets(seen(row[None, :]))[0] for row in features]
    assert together.tolist() == one_by_one
    assert set(one_by_one) == {-1.0, 0.0, 1.0}


def test_an_opinion_agrees_with_the_target_and_is_a_distribution(bundle: Bundle) -> None:
    rng = np.random.default_rng(1)
    shown = seen(rng.standard_normal((50, 4)) * 1e-3, position=1.0)
    opinions = bundle.policy.opinions(shown)
    assert [opinion.target for opinion in opinions] == bundle.policy.targets(shown).tolist()
    for opinion in opinions:
        assert sum(opinion.probabilities) == pytest.approx(1.0)
        assert np.argmax(opinion.probabilities) == opinion.target + 1


def test_the_normaliser_is_inside_and_clips() -> None:
    weights = make_weights()
    policy = Bundle.build(weights, make_contract()).policy
    at_clip, beyond = weights.scaler.mean.copy(), weights.scaler.mean.copy()
    at_clip[0] += 5 * weights.scaler.std[0]
    beyond[0] += 5_000 * weights.scaler.std[0]
    assert policy.opinion(beyond).value == pytest.approx(policy.opinion(at_clip).value, abs=1e-6)


def test_an_abstaining_policy_stays_flat_and_keeps_its_value() -> None:
    weights = make_weights()
    policy = Bundle.build(weights, make_contract()).policy
    abstaining = Bundle.build(weights.abstaining(), make_contract()).policy
    rows = np.random.default_rng(2).standard_normal((100, 4)) * 1e-3
    assert (abstaining.targets(seen(rows)) == 0).all()
    assert abstaining.opinion(np.zeros(7)).value == policy.opinion(np.zeros(7)).value


def test_a_policy_made_elsewhere_can_be_loaded_once_it_has_a_contract() -> None:
    elsewhere = linear_model(7)
    with pytest.raises(ContractError, match="carries no contract"):
        Bundle.load(elsewhere)
    contract = replace(make_contract(name="linear"), trained_by="by hand")
    policy = Bundle.load(attach_contract(elsewhere, contract)).policy
    assert policy.name == "linear"
    assert policy.targets(seen(np.array([[0.01, 0, 0, 0], [-0.01, 0, 0, 0]]))).tolist() == [1.0, -1.0]


def test_a_new_contract_takes_the_place_of_the_old_one(bundle: Bundle) -> None:
    renamed = attach_contract(bundle.data, make_contract(name="renamed"))
    assert Bundle.load(renamed).contract.name == "renamed"
    assert len(onnx.load_model_from_string(renamed).metadata_props) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"PK\x03\x04 not a model",
        lambda data: data[: len(data) // 2],
        lambda data: data[:200] + b"\xff" * 200 + data[400:],
    ],
)
def test_a_damaged_file_is_a_contract_error_with_a_cure(
    bundle: Bundle, damage: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(ContractError) as caught:
        Bundle.load(damage(bundle.data))
    assert caught.value.cure


@pytest.mark.parametrize("data", [b"", b"garbage", b"\x08\x08"])
def test_a_contract_is_attached_to_models_only(data: bytes) -> None:
    with pytest.raises(ContractError, match="no valid ONNX"):
        attach_contract(data, make_contract())


def test_a_graph_that_does_not_fit_its_contract_is_refused() -> None:
    with pytest.raises(ContractError, match="observation"):
        Bundle.load(attach_contract(linear_model(9), make_contract(features=4)))
    with pytest.raises(ContractError, match="must take"):
        Bundle.load(attach_contract(linear_model(7, outputs=("action", "value")), make_contract()))
    with pytest.raises(ContractError, match="observation"):
        Bundle.build(make_weights(features=5), make_contract(features=4))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_policy_whose_answer_is_no_number_is_refused(bad: float) -> None:
    """All weights NaN was short at every bar once: the largest of NaNs is the first."""
    weights = make_weights()
    whole = tuple(replace(layer, weight=np.full_like(layer.weight, bad)) for layer in weights.trunk)
    one = weights.policy.bias.copy()
    one[2] = bad
    value = np.full_like(weights.value.bias, bad)
    for broken in (
        replace(weights, trunk=whole),
        replace(weights, policy=replace(weights.policy, bias=one)),
        replace(weights, value=replace(weights.value, bias=value)),
    ):
        with pytest.raises(PolicyOutputError, match=r"not finite.*learning rate"):
            Bundle.build(broken, make_contract())


def test_an_answer_that_is_no_number_is_no_decision() -> None:
    policy = Bundle.build(diverged_weights(4), make_contract()).policy
    well, overflows = np.zeros((1, 4)), np.array([[1e-3, 0.0, 0.0, -1e-3]])
    assert policy.targets(seen(well)).tolist() == [-1.0]
    with pytest.raises(PolicyOutputError):
        policy.targets(seen(overflows))
    with pytest.raises(PolicyOutputError):
        policy.opinions(seen(overflows))


def test_a_graph_of_a_fixed_batch_is_refused_and_one_of_a_single_row_is_asked_row_by_row() -> None:
    with pytest.raises(ContractError, match="fixed batch of 8 rows") as caught:
        Bundle.load(attach_contract(linear_model(7, batch=8), make_contract()))
    assert "dynamic_axes" in caught.value.cure
    policy = Bundle.load(attach_contract(linear_model(7, batch=1), make_contract())).policy
    assert policy.targets(seen(np.array([[0.01, 0, 0, 0], [-0.01, 0, 0, 0]]))).tolist() == [1.0, -1.0]


@pytest.mark.parametrize(
    ("name", "refused"),
    [("b_all_nan", "not finite"), ("b_nan_bias", "not finite"), ("b_ours_batch8", "fixed batch of 8")],
)
def test_bundles_of_another_library_that_diverged_or_have_a_fixed_batch(name: str, refused: str) -> None:
    with pytest.raises(ContractError, match=refused):
        Bundle.load(case_path(f"34-nan-bundle/{name}.onnx").read_bytes())


def test_an_observation_that_does_not_fit_is_refused(bundle: Bundle) -> None:
    with pytest.raises(ContractError, match="takes 7 numbers"):
        bundle.policy.targets(seen(np.zeros((1, 5))))
    with pytest.raises(ContractError, match="not finite"):
        bundle.policy.targets(seen(np.full((1, 4), np.nan)))


def test_no_rows_give_no_targets(bundle: Bundle) -> None:
    assert bundle.policy.targets(seen(np.zeros((0, 4)))).shape == (0,)


def test_data_with_other_features_are_refused(bundle: Bundle) -> None:
    contract = bundle.contract
    bundle.check_features(contract.feature_names, contract.feature_hash)
    with pytest.raises(ContractError, match="other features"):
        bundle.check_features(contract.feature_names[::-1], contract.feature_hash)
    with pytest.raises(ContractError, match=r"other features.*Train again with 'usdcop train'"):
        bundle.check_features(contract.feature_names, "0" * 64)
    assert bundle.fits(contract.feature_names, contract.feature_hash)
    assert not bundle.fits(contract.feature_names, "0" * 64)


def test_a_graph_without_contract_computes_the_network_by_hand() -> None:
    weights = make_weights(hidden=(3,))
    contract = make_contract()
    policy = BundlePolicy(Bundle.load(attach_contract(graph_of(weights), contract)))
    observation = np.array([1e-3, -2e-3, 5e-4, 0.0, 1.0, 12.0, 0.4])
    scaled = np.clip((observation - weights.scaler.mean) / weights.scaler.std, -5, 5)
    hidden = np.tanh(scaled @ weights.trunk[0].weight + weights.trunk[0].bias)
    logits = hidden @ weights.policy.weight + weights.policy.bias
    expected = np.exp(logits) / np.exp(logits).sum()
    assert policy.opinion(observation).probabilities == pytest.approx(expected.tolist(), abs=1e-5)
    value = hidden @ weights.value.weight + weights.value.bias
    assert policy.opinion(observation).value == pytest.approx(float(value[0]), abs=1e-5)
