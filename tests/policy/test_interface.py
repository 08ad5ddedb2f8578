from datetime import date, timedelta

import numpy as np
import pytest

from support.bundles import make_contract, make_weights
from usdcop.policy.baselines import Chance, Fade, Trend, flat, long, short
from usdcop.policy.bundle import Bundle
from usdcop.policy.interface import Observation, Policy


def shown(slot: int) -> Observation:
    rng = np.random.default_rng(slot)
    return Observation(
        sessions=tuple(date(2021, 1, 4) + timedelta(days=row) for row in range(20)),
        slot=slot,
        features=rng.standard_normal((20, 4)) * 20.0,
        position=rng.integers(-1, 2, 20).astype(np.float64),
        unrealised_bps=rng.standard_normal(20) * 10.0,
        time_to_close=(59 - slot) / 60,
    )


@pytest.mark.parametrize(
    "policy",
    [
        flat(),
        long(),
        short(),
        Fade(0),
        Trend(1),
        Chance(0.3),
        Bundle.build(make_weights(), make_contract()).policy,
    ],
    ids=lambda policy: policy.name,
)
def test_policies_give_targets_and_have_no_memory(policy: Policy) -> None:
    forwards = [policy.targets(shown(slot)) for slot in range(10)]
    backwards = [policy.targets(shown(slot)) for slot in reversed(range(10))][::-1]
    assert np.array_equal(forwards, backwards)
    assert np.isin(forwards, (-1.0, 0.0, 1.0)).all()
