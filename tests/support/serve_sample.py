"""Serves the sample service as a process, on ``USDCOP_TRADING_PORT``."""

from support.sample_service import create
from usdcop.main.serve.rest import serve_rest
from usdcop.main.settings import read_settings

if __name__ == "__main__":
    settings = read_settings()
    serve_rest(settings, "trading", settings.environment.trading_port, lambda _system, shared: create(shared))
