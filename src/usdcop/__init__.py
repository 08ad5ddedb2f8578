"""USDCOP Trading System: one engine for training, backtest, paper and live."""
