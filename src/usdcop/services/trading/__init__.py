"""Trading (port 8000): market data, orders, positions, the trading state, sign-in."""
