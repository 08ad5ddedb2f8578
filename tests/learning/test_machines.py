"""The same training and evaluation on other machines: other kernels of the BLAS, other numbers of threads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.train_and_judge import outcome

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    """What this process gets."""
    return outcome()


def elsewhere(variables: dict[str, str]) -> dict[str, str]:
    """What a process with ``variables`` and otherwise a bare environment gets."""
    places = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    told = subprocess.run(
        [sys.executable, str(TESTS / "support" / "train_and_judge.py")],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": places, "PATH": os.defpath, **variables},
    )
    found: dict[str, str] = json.loads(told.stdout)
    return found


@pytest.mark.parametrize(
    "variables",
    [
        {"OPENBLAS_CORETYPE": "Nehalem", "NPROC": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        {"OPENBLAS_CORETYPE": "Haswell", "NPROC": "4", "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"},
    ],
    ids=["an old processor with one core", "a newer one with more"],
)
def test_bundle_and_evaluation_are_the_same_everywhere(
    here: dict[str, str], variables: dict[str, str]
) -> None:
    assert elsewhere(variables) == here
