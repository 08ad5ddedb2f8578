"""Implementations of the ports of ``usdcop.core.ports``."""
