import numpy as np
import pytest

from usdcop.rl.orthogonal import orthogonal


def test_a_matrix_by_hand() -> None:
    found = orthogonal(np.array([[3.0, 1.0], [4.0, 0.0]]))
    assert found == pytest.approx(np.array([[0.6, 0.8], [0.8, -0.6]]))


@pytest.mark.parametrize("shape", [(1, 1), (7, 3), (64, 64), (64, 1)])
def test_it_is_the_q_of_lapack_with_a_positive_diagonal_of_r(shape: tuple[int, int]) -> None:
    drawn = np.random.default_rng(3).standard_normal(shape)
    q, r = np.linalg.qr(drawn)
    found = orthogonal(drawn)
    assert found == pytest.approx(q * np.sign(np.diag(r)), abs=1e-12)
    assert found.T @ found == pytest.approx(np.eye(shape[1]), abs=1e-14)


def test_nearly_dependent_columns_come_out_orthogonal_too() -> None:
    base = np.random.default_rng(4).standard_normal((30, 1))
    drawn = base + 1e-7 * np.random.default_rng(5).standard_normal((30, 6))
    found = orthogonal(drawn)
    assert found.T @ found == pytest.approx(np.eye(6), abs=1e-14)
