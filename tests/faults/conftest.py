import os

import pytest


@pytest.fixture
def fault_rounds() -> int:
    """Rounds of a fault test: a few dozen kills by default, ``FAULT_ROUNDS=500`` for a long run."""
    return int(os.environ.get("FAULT_ROUNDS", "24"))  # noqa: TID251 - how long a test runs is no setting
