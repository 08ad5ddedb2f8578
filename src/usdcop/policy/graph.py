"""The ONNX graph of a trained policy, and the contract inside the file. The same input gives the same bytes."""

from collections.abc import Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

from usdcop.core.errors import ContractError
from usdcop.policy.contract import BundleContract
from usdcop.policy.scaler import CLIP
from usdcop.policy.weights import Dense, Weights

INPUT, LOGITS, VALUE = "observation", "logits", "value"
METADATA_KEY = "usdcop.contract"
OPSET, IR_VERSION = 17, 8
"""Old enough for every ONNX Runtime of the last years."""


def graph_of(weights: Weights) -> bytes:
    """``clip((x - mean) / std)``, then tanh layers, then both heads; no contract yet."""
    graph = helper.make_graph(
        nodes=list(_nodes(weights)),
        name="policy",
        inputs=[_tensor(INPUT, len(weights.scaler.mean))],
        outputs=[_tensor(LOGITS, 3), _tensor(VALUE, 1)],
        initializer=[numpy_helper.from_array(array, name) for name, array in _constants(weights)],
    )
    model = helper.make_model(
        graph, producer_name="usdcop", opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
    )
    checker.check_model(model, full_check=True)
    return _bytes(model)


def attach_contract(data: bytes, contract: BundleContract) -> bytes:
    """The ONNX file ``data``, whoever made it, with ``contract`` inside (in place of one it may have).

    Raises:
        ContractError: ``data`` is no ONNX file.
    """
    try:
        checker.check_model(data)
    except (checker.ValidationError, ValueError, RuntimeError) as error:
        raise ContractError(
            "These bytes are no valid ONNX model.",
            "Export the policy to ONNX again, weights inside the file.",
        ) from error
    model = onnx.load_model_from_string(data)
    others = {entry.key: entry.value for entry in model.metadata_props if entry.key != METADATA_KEY}
    del model.metadata_props[:]
    helper.set_model_props(model, {**others, METADATA_KEY: contract.to_json()})
    return _bytes(model)


def _nodes(weights: Weights) -> Iterator[NodeProto]:
    yield helper.make_node("Sub", [INPUT, "mean"], ["centred"])
    yield helper.make_node("Div", ["centred", "std"], ["scaled"])
    yield helper.make_node("Clip", ["scaled", "lowest", "highest"], ["layer_0"])
    for index in range(len(weights.trunk)):
        yield _gemm(f"layer_{index}", f"trunk_{index}", f"sum_{index}")
        yield helper.make_node("Tanh", [f"sum_{index}"], [f"layer_{index + 1}"])
    top = f"layer_{len(weights.trunk)}"
    yield _gemm(top, "policy", LOGITS)
    yield _gemm(top, "value", VALUE)


def _gemm(taken: str, layer: str, given: str) -> NodeProto:
    return helper.make_node("Gemm", [taken, f"{layer}_weight", f"{layer}_bias"], [given])


def _constants(weights: Weights) -> Iterator[tuple[str, NDArray[np.float32]]]:
    yield "mean", weights.scaler.mean.astype(np.float32)
    yield "std", weights.scaler.std.astype(np.float32)
    yield "lowest", np.array(-CLIP, np.float32)
    yield "highest", np.array(CLIP, np.float32)
    for index, layer in enumerate(weights.trunk):
        yield from _layer(f"trunk_{index}", layer)
    yield from _layer("policy", weights.policy)
    yield from _layer("value", weights.value)


def _layer(name: str, layer: Dense) -> Iterator[tuple[str, NDArray[np.float32]]]:
    yield f"{name}_weight", layer.weight
    yield f"{name}_bias", layer.bias


def _tensor(name: str, width: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", width])


def _bytes(model: ModelProto) -> bytes:
    return bytes(model.SerializeToString(deterministic=True))
