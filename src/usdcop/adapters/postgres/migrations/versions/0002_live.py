"""What lives while the market is open: orders, fills, trading state, events, access, and the audit trail."""

from usdcop.adapters.postgres.migrations.script import execute

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the statements of the file beside this one."""
    execute(__file__)
