"""Orthogonal matrices without LAPACK: its kernels, and so its last digits, follow processor and environment."""

import numpy as np

from usdcop.core.episodes import Floats


def orthogonal(drawn: Floats) -> Floats:
    """The factor Q of ``drawn = Q R``, R with a positive diagonal; the same bits for the same ``drawn``.

    Of independent standard normals Q is uniform over all orthonormal columns (Mezzadri 2007). Gram-Schmidt,
    twice, is orthogonal to the last digits (Giraud et al. 2005).

    Args:
        drawn: (N, M) with independent columns, so N is at least M.

    Returns:
        (N, M) with orthonormal columns.
    """
    made = np.empty_like(drawn)
    for index in range(drawn.shape[1]):
        column, before = drawn[:, index], made[:, :index]
        for _ in range(2):
            shares = (before * column[:, None]).sum(axis=0)
            column = column - (before * shares).sum(axis=1)
        made[:, index] = column / np.sqrt((column * column).sum())
    return made
