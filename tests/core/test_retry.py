from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.retry import RetryRule

SECOND = timedelta(seconds=1)
RULE = RetryRule(attempts=6, base=SECOND, longest=8 * SECOND)


@pytest.mark.parametrize(("failures", "ceiling"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 8)])
def test_the_ceiling_doubles_up_to_the_longest(failures: int, ceiling: int) -> None:
    assert RULE.wait(failures, 0.5) == ceiling * SECOND / 2


def test_no_wait_is_left_after_the_last_attempt() -> None:
    assert RULE.wait(6, 0.5) is None


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_no_wait_is_longer_than_the_longest_however_often_it_failed(failures: int, chance: float) -> None:
    wait = RetryRule(attempts=20_000).wait(failures, chance)
    assert wait is not None
    assert timedelta(0) <= wait <= RetryRule().longest
