"""Bundles: one ONNX file that holds a policy, its normaliser and its contract; its SHA-256 is its identity.

Every decision of a bundle, in a backtest or live, is computed from one row at a time on one thread: the
kernels for larger batches may round otherwise, and both must agree to the last bit.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import onnxruntime  # type: ignore[import-untyped] # it ships no types

from usdcop.core.episodes import POSITION_FEATURES, Floats
from usdcop.core.errors import ContractError, PolicyOutputError
from usdcop.policy.contract import ACTIONS, BundleContract
from usdcop.policy.graph import INPUT, LOGITS, METADATA_KEY, VALUE, attach_contract, graph_of
from usdcop.policy.interface import Observation
from usdcop.policy.weights import Singles, Weights

_FLOAT32: Final = "tensor(float)"
_ONLY_ERRORS: Final = 4
_PROBES: Final = (0.0, 1e3, -1e3)
"""What every bundle is asked before it is used: nothing, and far more than any feature of a market."""
_DAMAGED: Final = "Export it again, or take the file from where it was registered."


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a policy thinks of one observation."""

    target: float
    """The position it wants: -1, 0 or 1."""
    probabilities: tuple[float, float, float]
    """of short, flat and long"""
    value: float
    """What it expects of the rest of the session, in units of its trainer's reward."""


@dataclass(frozen=True)
class Bundle:
    """A policy file that was checked: it runs, and its graph fits its contract."""

    data: bytes
    """The file."""
    contract: BundleContract

    @classmethod
    def build(cls, weights: Weights, contract: BundleContract) -> "Bundle":
        """The bundle of a policy we trained.

        Raises:
            ContractError: the weights do not fit the contract's features.
        """
        return cls.load(attach_contract(graph_of(weights), contract))

    @classmethod
    def load(cls, data: bytes) -> "Bundle":
        """The bundle in ``data``, checked.

        Raises:
            ContractError: the file is damaged, foreign, or does not fit its own contract.
            PolicyOutputError: it answers with what is no number.
        """
        session = _session(data)
        text = session.get_modelmeta().custom_metadata_map.get(METADATA_KEY)
        if text is None:
            raise ContractError(
                "The ONNX model carries no contract.",
                "Add one with usdcop.policy.bundle.attach_contract, then register it.",
            )
        contract = BundleContract.from_json(text)
        _check_shapes(session, contract)
        bundle = cls(data=data, contract=contract)
        for level in _PROBES:
            bundle.policy.opinion(np.full(contract.inputs, level))
        return bundle

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the file: the bundle's identity."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def policy(self) -> "BundlePolicy":
        """The policy, ready to decide."""
        return BundlePolicy(self)

    def fits(self, feature_names: Sequence[str], feature_hash: str) -> bool:
        """Whether it was trained on features of these names, in this order, that compute what ``feature_hash`` says."""
        contract = self.contract
        return tuple(feature_names) == contract.feature_names and feature_hash == contract.feature_hash

    def check_features(self, feature_names: Sequence[str], feature_hash: str) -> None:
        """Refuse data whose features are not those the bundle was trained on.

        Raises:
            ContractError: names, order or definitions differ.
        """
        if self.fits(feature_names, feature_hash):
            return
        raise ContractError(
            f"The bundle {self.contract.name!r} was trained on other features than these data have.",
            "Train again with 'usdcop train', and give the new bundle its role. It was made by "
            f"{self.contract.code_version}.",
        )


class BundlePolicy:
    """The greedy policy of a bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._session = _session(bundle.data)

    @property
    def name(self) -> str:
        """The name in the contract."""
        return self._bundle.contract.name

    def targets(self, seen: Observation) -> Floats:
        """(B,) the likeliest action of each row, as a target position.

        Raises:
            ContractError: the observation has another number of features, or is not finite.
            PolicyOutputError: the answer is not finite.
        """
        best = [int(self._answer(row)[0].argmax()) for row in self._rows(_observation(seen))]
        return np.asarray(ACTIONS)[best] if best else np.zeros(0)

    def opinion(self, observation: Floats) -> Opinion:
        """What the policy thinks of one ``observation`` (F + 3,), features first.

        Raises:
            ContractError: the observation has another number of features, or is not finite.
            PolicyOutputError: the answer is not finite.
        """
        (row,) = self._rows(observation[None, :])
        logits, value = self._answer(row)
        short, flat, long = _softmax(logits)
        return Opinion(ACTIONS[int(logits.argmax())], (short, flat, long), value)

    def opinions(self, seen: Observation) -> list[Opinion]:
        """What the policy thinks of each row of ``seen``."""
        return [self.opinion(row) for row in _observation(seen)]

    def _answer(self, row: Singles) -> tuple[Singles, float]:
        """(3,) logits and the value of one observation (1, F + 3)."""
        logits, value = self._session.run((LOGITS, VALUE), {INPUT: row})
        if not (np.isfinite(logits).all() and np.isfinite(value).all()):
            raise PolicyOutputError(
                f"The answer of the policy {self.name!r} is not finite: {logits[0].tolist()}, value {value[0, 0]}.",
                "Its training diverged: train again, with a smaller learning rate. A role it holds is given back by "
                "'usdcop models rollback'.",
            )
        return logits[0], float(value[0, 0])

    def _rows(self, observations: Floats) -> list[Singles]:
        wanted = self._bundle.contract.inputs
        if observations.shape[1] != wanted:
            raise ContractError(
                f"The policy {self.name!r} takes {wanted} numbers, these data show {observations.shape[1]}.",
                "Build the features the bundle's contract names.",
            )
        rows = observations.astype(np.float32)
        if not np.isfinite(rows).all():
            raise ContractError(
                f"An observation for the policy {self.name!r} is not finite.",
                "Run the layers again: usdcop run.",
            )
        return [row[None, :] for row in rows]


def _observation(seen: Observation) -> Floats:
    """(B, F + 3): features, then ``POSITION_FEATURES``."""
    left = np.full(len(seen.position), seen.time_to_close)
    found = np.column_stack([seen.features, seen.position, seen.unrealised_bps, left])
    assert found.shape[1] == seen.features.shape[1] + len(POSITION_FEATURES)  # noqa: S101 - one column each
    return found


def _softmax(logits: Singles) -> list[float]:
    raised = np.exp(logits.astype(np.float64) - float(logits.max()))
    shares: list[float] = (raised / raised.sum()).tolist()
    return shares


def _session(data: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ONLY_ERRORS
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors share no base class, and all of them mean the same here
        raise ContractError("The bundle is damaged or no ONNX model.", _DAMAGED) from error


def _check_shapes(session: onnxruntime.InferenceSession, contract: BundleContract) -> None:
    taken = {part.name: part for part in session.get_inputs()}
    given = {part.name: part for part in session.get_outputs()}
    if set(taken) != {INPUT} or not {LOGITS, VALUE} <= set(given):
        raise ContractError(
            f"The model takes {sorted(taken)} and gives {sorted(given)}.",
            f"It must take {INPUT!r} and give {LOGITS!r} and {VALUE!r}.",
        )
    widths = {INPUT: contract.inputs, LOGITS: len(ACTIONS), VALUE: 1}
    for name, part in ((INPUT, taken[INPUT]), (LOGITS, given[LOGITS]), (VALUE, given[VALUE])):
        if part.shape and isinstance(part.shape[0], int) and part.shape[0] != 1:
            raise ContractError(
                f"The model's {name} has a fixed batch of {part.shape[0]} rows; a policy is asked one row at a time.",
                "Export it with a free first dimension (dynamic_axes or dynamic_shapes of torch.onnx.export).",
            )
        if part.type != _FLOAT32 or len(part.shape) != 2 or part.shape[1] != widths[name]:  # noqa: PLR2004 - rows, columns
            raise ContractError(
                f"The model's {name} is {part.type} {part.shape}, its contract asks for (batch, {widths[name]}).",
                "Export it with float32 and these sizes, or correct the contract's feature names.",
            )


__all__ = ["Bundle", "BundlePolicy", "Opinion", "attach_contract"]
