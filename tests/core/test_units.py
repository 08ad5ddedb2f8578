import pytest

from usdcop.core.units import BPS, Bps, Cop, Price, Usd


def test_a_basis_point_is_a_ten_thousandth() -> None:
    assert pytest.approx(0.0001, abs=0) == 1 / BPS


def test_units_are_plain_floats_when_it_runs() -> None:
    for unit in (Bps, Cop, Price, Usd):
        assert type(unit(2.5)) is float
