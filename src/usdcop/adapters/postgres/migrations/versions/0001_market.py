"""Bars, runs of layers, session quality, predictions, trials and metrics."""

from usdcop.adapters.postgres.migrations.script import execute

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the statements of the file beside this one."""
    execute(__file__)
