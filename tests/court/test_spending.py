import math

import pytest

from usdcop.court.spending import entry_level, look_level


def test_the_looks_shares() -> None:
    assert [look_level(j) for j in (1, 2, 3, 20)] == pytest.approx([0.03, 0.01, 0.02 / 6, 0.02 / 380])


def test_all_looks_together_spend_five_per_cent() -> None:
    assert sum(look_level(j) for j in range(1, 100_000)) == pytest.approx(0.05, abs=1e-6)


def test_all_entries_together_spend_five_per_cent() -> None:
    assert entry_level(1) == pytest.approx(0.05 * 6 / math.pi**2)
    assert entry_level(5) == pytest.approx(entry_level(1) / 25)
    assert sum(entry_level(n) for n in range(1, 200_000)) == pytest.approx(0.05, abs=1e-5)
