import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
from onnx import checker

from support.bundles import make_contract, make_weights
from usdcop.policy.graph import METADATA_KEY, attach_contract, graph_of


def test_the_graph_passes_the_checker_and_needs_an_old_opset_only() -> None:
    model = onnx.load_model_from_string(graph_of(make_weights()))
    checker.check_model(model, full_check=True)
    assert [(opset.domain, opset.version) for opset in model.opset_import] == [("", 17)]


def test_any_batch_size_runs() -> None:
    session = onnxruntime.InferenceSession(graph_of(make_weights()), providers=["CPUExecutionProvider"])
    for rows in (1, 7):
        logits, value = session.run(None, {"observation": np.zeros((rows, 7), np.float32)})
        assert (logits.shape, value.shape) == ((rows, 3), (rows, 1))


def test_other_metadata_stay_when_a_contract_is_attached() -> None:
    model = onnx.load_model_from_string(graph_of(make_weights()))
    onnx.helper.set_model_props(model, {"author": "someone"})
    attached = onnx.load_model_from_string(attach_contract(model.SerializeToString(), make_contract()))
    assert {entry.key for entry in attached.metadata_props} == {"author", METADATA_KEY}
