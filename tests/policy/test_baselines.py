from datetime import date, timedelta

import numpy as np
import pytest

from usdcop.core.errors import ContractError
from usdcop.policy.baselines import Chance, fade, flat, long, short, trend
from usdcop.policy.interface import Observation, Policy

NAMES = ("return_1", "close_to_ema_50")


def seen(features: list[list[float]], slot: int = 3, position: float = 0.0) -> Observation:
    rows = len(features)
    return Observation(
        sessions=tuple(date(2021, 1, 4) + timedelta(days=row) for row in range(rows)),
        slot=slot,
        features=np.array(features).reshape(rows, len(features[0]) if features else 0),
        position=np.full(rows, position),
        unrealised_bps=np.zeros(rows),
        time_to_close=0.5,
    )


@pytest.mark.parametrize(("policy", "target"), [(flat(), 0.0), (long(), 1.0), (short(), -1.0)])
def test_constants_hold_one_position(policy: Policy, target: float) -> None:
    assert policy.targets(seen([[1, 2], [3, 4]])).tolist() == [target, target]


def test_the_fade_holds_against_large_moves_for_one_bar() -> None:
    policy = fade(NAMES)
    moves = [[10.5, 0], [10.0, 0], [0.0, 0], [-9.9, 0], [-30.0, 0]]
    assert policy.targets(seen(moves, position=1.0)).tolist() == [-1.0, 0.0, 0.0, 0.0, 1.0]
    assert policy.name == "fade 10 bps"


def test_the_trend_follows_the_sign_of_the_distance() -> None:
    assert trend(NAMES).targets(seen([[0, 5.0], [0, -0.1], [0, 0.0]])).tolist() == [1.0, -1.0, 0.0]


def test_a_missing_feature_is_named() -> None:
    with pytest.raises(ContractError, match="'return_1'"):
        fade(("other",))


def test_chance_has_the_turnover_asked_for_and_no_memory() -> None:
    policy = Chance(turnover=0.2, seed=7)
    position, changed = np.zeros(200), 0.0
    for slot in range(57):
        shown = Observation(
            tuple(date(2021, 1, 4) + timedelta(days=row) for row in range(200)),
            slot, np.zeros((200, 1)), position, np.zeros(200), 0.5,
        )  # fmt: skip
        target = policy.targets(shown)
        assert target.tolist() == policy.targets(shown).tolist()
        changed += float(np.abs(target - position).sum())
        position = target
    assert changed / (200 * 57) == pytest.approx(0.2, rel=0.07)
    assert set(position.tolist()) == {-1.0, 0.0, 1.0}


def test_chance_depends_on_seed_session_and_slot_only() -> None:
    shown = seen([[float(row)] for row in range(100)])
    other = seen([[-float(row)] for row in range(100)])
    busy = Chance(turnover=8 / 9, seed=1)
    assert busy.targets(shown).tolist() == busy.targets(other).tolist()
    assert busy.targets(shown).tolist() != Chance(turnover=8 / 9, seed=2).targets(shown).tolist()
    assert busy.targets(shown).tolist() != busy.targets(seen([[0.0]] * 100, slot=4)).tolist()


def test_an_impossible_turnover_is_refused() -> None:
    with pytest.raises(ContractError, match="turnover"):
        Chance(turnover=1.5)


def test_no_rows_give_no_targets() -> None:
    assert Chance(turnover=0.5).targets(seen([])).shape == (0,)
