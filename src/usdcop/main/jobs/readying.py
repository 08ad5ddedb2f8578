"""Ready: what must be there before a system goes live for the first time, and what each start leaves in the trail."""

from typing import Any

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import open_account
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.trading import MAIN_ACCOUNT, MANUAL_ACCOUNT
from usdcop.main.console import say
from usdcop.main.jobs.users import ensure_admin
from usdcop.main.versions import code_version
from usdcop.main.wiring import System

ACTOR = "supervisor"


def ready(system: System) -> None:
    """Make the first user, the trading state and the accounts, where they are not; record the settings.

    The first user's password is shown here, and never again.
    """
    now = system.clock.now()
    password = ensure_admin(system)
    if password is not None:
        say(
            f"First user: [bold]admin[/], password [bold]{password}[/]  (shown this once; 'usdcop users' changes it)"
        )
    system.credits.forget_later(now)
    PostgresTradingState(system.engine).ensure_active(ACTOR, now)
    with transaction(system.engine) as connection:
        for account in (MAIN_ACCOUNT, MANUAL_ACCOUNT):
            open_account(connection, account, account, now)
    PostgresAudit(system.engine).append(now, ACTOR, "settings.started", "system", told(system))


def told(system: System) -> dict[str, Any]:
    """What the system was told, without secrets: names of those that were set, never their values."""
    environment = system.settings.environment
    given: dict[str, Any] = environment.model_dump(mode="json", include=environment.model_fields_set)
    return {"mode": system.settings.mode.value, "code": code_version(), "given": given}
