"""backtesting.py on the positions of an .npz file; runs in the peers' environment and knows nothing of ours.

usage: python backtesting_run.py ORDERS.npz RESULT.npz
"""

import sys
import time
import warnings

import backtesting  # type: ignore[import-not-found]  # it lives in the peers' environment
import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # it ships no types
from backtesting import Backtest, Strategy

UNIT = 1


class Given(Strategy):  # type: ignore[misc]  # its base is unknown here
    """Takes the given position at every bar."""

    def init(self) -> None:
        """Nothing to prepare: the positions are a column of the data."""

    def next(self) -> None:
        """Close and open as the given position asks."""
        wanted = int(self.data.Target[-1])
        held = int(np.sign(self.position.size))
        if wanted == held:
            return
        if held:
            self.position.close()
        if wanted > 0:
            self.buy(size=UNIT)
        elif wanted < 0:
            self.sell(size=UNIT)


def main() -> None:
    """Run the positions once; write the seconds it took."""
    warnings.filterwarnings("ignore")
    orders = np.load(sys.argv[1])
    close = orders["close"]
    frame = pd.DataFrame(
        {
            "Open": close,
            "High": close,
            "Low": close,
            "Close": close,
            "Target": np.cumsum(orders["size"] / orders["unit"]).round(),
        },
        index=pd.date_range("2020-01-02", periods=len(close), freq="5min"),
    )
    test = Backtest(
        frame,
        Given,
        cash=float(orders["cash"]),
        commission=float(orders["fees"]),
        trade_on_close=True,
        finalize_trades=True,
    )
    started = time.perf_counter()
    trades = int(test.run()["# Trades"])
    seconds = [time.perf_counter() - started]
    np.savez(sys.argv[2], trades=trades, seconds=seconds, version=backtesting.__version__)


if __name__ == "__main__":
    main()
