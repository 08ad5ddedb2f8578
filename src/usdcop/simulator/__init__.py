"""A market data vendor of our own: synthetic or replayed bars, with faults on demand."""
