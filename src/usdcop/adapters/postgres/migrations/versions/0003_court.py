"""The court: bundles trained here, looks at test sets, entries into the forward proof, titles won and lost."""

from usdcop.adapters.postgres.migrations.script import execute

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the statements of the file beside this one."""
    execute(__file__)
