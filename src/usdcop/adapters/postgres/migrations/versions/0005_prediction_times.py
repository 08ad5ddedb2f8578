"""When predictions were written, so that a later change of their bars can be told."""

from usdcop.adapters.postgres.migrations.script import execute

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the statements of the file beside this one."""
    execute(__file__)
