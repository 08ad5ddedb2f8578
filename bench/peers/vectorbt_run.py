"""vectorbt on the orders of an .npz file; runs in the peers' environment and knows nothing of ours.

usage: python vectorbt_run.py ORDERS.npz RESULT.npz
"""

import sys
import time

import numpy as np
import vectorbt as vbt  # type: ignore[import-not-found]  # it lives in the peers' environment

REPEATS = 11


def main() -> None:
    """Run the orders often; write the equity after every bar and the seconds of each run."""
    orders = np.load(sys.argv[1])
    close, size = orders["close"], orders["size"]
    fees, cash = float(orders["fees"]), float(orders["cash"])

    def equity() -> np.ndarray:
        portfolio = vbt.Portfolio.from_orders(
            close, size, fees=fees, slippage=0.0, init_cash=cash, freq="5min", direction="both"
        )
        return np.asarray(portfolio.value()).ravel()

    started = time.perf_counter()
    value = equity()
    compiled = time.perf_counter() - started
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        value = equity()
        seconds.append(time.perf_counter() - started)
    np.savez(sys.argv[2], equity=value - cash, seconds=seconds, first_run=compiled, version=vbt.__version__)


if __name__ == "__main__":
    main()
