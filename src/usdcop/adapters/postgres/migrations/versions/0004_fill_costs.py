"""Costs of fills in parts: the spread that is in the price, and slippage."""

from usdcop.adapters.postgres.migrations.script import execute

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the statements of the file beside this one."""
    execute(__file__)
