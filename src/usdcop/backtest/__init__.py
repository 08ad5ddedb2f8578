"""Judging a policy: the engine, the statistics, walk-forward and the report."""
