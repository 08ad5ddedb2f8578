"""Users: made, listed and changed straight on the database, for whoever runs this machine."""

import getpass
import os
import pwd
import secrets
import sys
from dataclasses import dataclass
from typing import Final

from usdcop.adapters.passwords import Passwords
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.core.access import Role, User, UserChange, checked_name, checked_password, roles_of
from usdcop.core.errors import UsageError
from usdcop.main.console import print_json, print_table, say
from usdcop.main.wiring import System

FIRST_ADMIN: Final = "admin"
_PASSWORD_BYTES: Final = 15


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password to set, and whether it was made here, so that it has to be told once."""

    text: str
    made: bool


def ensure_admin(system: System) -> str | None:
    """Make the user ``admin`` where there is no user at all; the password, to be told once, if it was made."""
    users = PostgresUsers(system.engine)
    if users.all():
        return None
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    made = users.add_first(FIRST_ADMIN, Passwords().hash(password), system.clock.now())
    return password if made else None


def show_users(system: System, *, as_json: bool) -> None:
    """Everybody who may, or might, sign in."""
    found = PostgresUsers(system.engine).all()
    if as_json:
        print_json([_told(user) for user in found])
        return
    rows = [
        (user.name, ", ".join(sorted(user.roles)), "yes" if user.active else "no", user.created_by)
        for user in found
    ]
    print_table("Users", ("name", "roles", "may sign in", "made by"), rows)
    if not found:
        say("There is none yet: 'usdcop up' makes 'admin', or use 'usdcop users add NAME --role ROLE'.")


def add_user(system: System, name: str, roles: list[str], password: NewPassword) -> None:
    """Add a user.

    Raises:
        UsageError: the name, a role or the password will not do.
        ConflictError: there is one of that name.
    """
    wanted, text = roles_of(roles), checked_password(password.text, checked_name(name))
    PostgresUsers(system.engine).add(name, wanted, Passwords().hash(text), operator(), system.clock.now())
    say(f"{name} may sign in as {', '.join(sorted(wanted))}.")
    _tell(password)


def change_roles(system: System, name: str, roles: list[str]) -> None:
    """Give a user ``roles`` instead of those there are; the sign-ins end.

    Raises:
        UsageError: there is no such role.
        UnknownError: there is no such user.
        ConflictError: nobody would be left who may manage users.
    """
    user = _change(system, name, UserChange(roles=roles_of(roles)))
    say(f"{name} is {', '.join(sorted(user.roles))} now, and has to sign in again.")


def change_password(system: System, name: str, password: NewPassword) -> None:
    """Give a user a new password; the sign-ins end.

    Raises:
        UsageError: the password will not do.
        UnknownError: there is no such user.
    """
    kept = Passwords().hash(checked_password(password.text, name))
    _change(system, name, UserChange(password_hash=kept))
    say(f"{name} has a new password, and has to sign in again.")
    _tell(password)


def change_activity(system: System, name: str, *, active: bool) -> None:
    """Let a user sign in or not; the sign-ins there are end.

    Raises:
        UnknownError: there is no such user.
        ConflictError: nobody would be left who may manage users.
    """
    _change(system, name, UserChange(active=active))
    say(f"{name} may sign in." if active else f"{name} may not sign in any more, and was signed out.")


def new_password(*, generate: bool) -> NewPassword:
    """A password made at random, or asked for twice at the terminal, or the first line of the standard input.

    Raises:
        UsageError: the two differ, or there is none.
    """
    if generate:
        return NewPassword(secrets.token_urlsafe(_PASSWORD_BYTES), made=True)
    text = read_password("New password: ")
    if sys.stdin.isatty() and getpass.getpass("Once more: ") != text:
        raise UsageError("The two passwords differ.", "Try again.")
    return NewPassword(text, made=False)


def read_password(prompt: str) -> str:
    """A password from the terminal, unseen, or from the first line of the standard input; never an argument.

    Raises:
        UsageError: there is none.
    """
    text = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not text:
        raise UsageError("There is no password.", "Type it when asked, or pipe it into the command.")
    return text


def operator() -> str:
    """Who runs this program, for the trail."""
    number = os.geteuid()
    try:
        return f"cli:{pwd.getpwuid(number).pw_name}"
    except KeyError:  # a container may run as a number without a name
        return f"cli:{number}"


def _change(system: System, name: str, change: UserChange) -> User:
    return PostgresUsers(system.engine).change(name, change, operator(), system.clock.now())


def _tell(password: NewPassword) -> None:
    if password.made:
        say(f"The password, shown this once: [bold]{password.text}[/]")


def _told(user: User) -> dict[str, object]:
    roles: list[Role] = sorted(user.roles)
    return {"name": user.name, "roles": roles, "active": user.active, "made_by": user.created_by}
