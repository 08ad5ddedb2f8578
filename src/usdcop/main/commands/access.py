"""Commands about people and interfaces: users, login, logout, openapi, watch."""

from pathlib import Path
from typing import Annotated

import typer

from usdcop.main.commands.options import JsonOption, ModeOption

# untested: arguments only; tests/main/jobs calls each through the command line

users = typer.Typer(help="Who may sign in, and as what.", no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(help="Name of the user.")]
RoleOption = Annotated[
    list[str], typer.Option("--role", help="viewer, trader, operator, compliance or admin; may be repeated.")
]
GenerateOption = Annotated[
    bool, typer.Option("--generate", help="Make a password and show it once, instead of asking for one.")
]


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file into ``app``."""
    app.add_typer(users, name="users")
    app.command()(login)
    app.command()(logout)
    app.command()(watch)
    app.command()(openapi)


@users.command("list")
def list_(mode: ModeOption = None, json: JsonOption = False) -> None:
    """Show every user with roles."""
    from usdcop.main.jobs import users as job
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        job.show_users(system, as_json=json)


@users.command()
def add(
    name: NameArgument, role: RoleOption, generate: GenerateOption = False, mode: ModeOption = None
) -> None:
    """Add a user; the password is asked for, or read from the standard input."""
    from usdcop.main.jobs import users as job
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    password = job.new_password(generate=generate)
    with open_system(read_settings(mode)) as system:
        job.add_user(system, name, role, password)


@users.command()
def roles(name: NameArgument, role: RoleOption, mode: ModeOption = None) -> None:
    """Give a user these roles instead of the ones there are."""
    from usdcop.main.jobs import users as job
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        job.change_roles(system, name, role)


@users.command()
def password(name: NameArgument, generate: GenerateOption = False, mode: ModeOption = None) -> None:
    """Give a user a new password; it is asked for, or read from the standard input."""
    from usdcop.main.jobs import users as job
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    chosen = job.new_password(generate=generate)
    with open_system(read_settings(mode)) as system:
        job.change_password(system, name, chosen)


@users.command()
def deactivate(name: NameArgument, mode: ModeOption = None) -> None:
    """Let a user sign in no more, and sign him out everywhere."""
    _set_activity(name, mode, active=False)


@users.command()
def activate(name: NameArgument, mode: ModeOption = None) -> None:
    """Let a user sign in again."""
    _set_activity(name, mode, active=True)


def login(name: NameArgument, mode: ModeOption = None) -> None:
    """Sign in at the running services, for writing commands.

    The password is asked for, or read from the standard input.
    """
    from usdcop.main.jobs import signing_in
    from usdcop.main.jobs.users import read_password
    from usdcop.main.settings import read_settings

    signing_in.sign_in(read_settings(mode), name, read_password(f"Password of {name}: "))


def logout(mode: ModeOption = None) -> None:
    """End the sign-in of this home, and forget its tokens."""
    from usdcop.main.jobs import signing_in
    from usdcop.main.settings import read_settings

    signing_in.sign_out(read_settings(mode))


def openapi(
    out: Annotated[Path, typer.Option("--out", help="Folder to write into.")] = Path("openapi"),
) -> None:
    """Write the OpenAPI documents of all services."""
    from usdcop.main.jobs import describing

    describing.describe(out)


def _set_activity(name: str, mode: ModeOption, *, active: bool) -> None:
    from usdcop.main.jobs import users as job
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        job.change_activity(system, name, active=active)


def watch(
    symbols: Annotated[list[str] | None, typer.Argument(help="Symbols; USDCOP without any.")] = None,
    account: Annotated[
        list[str] | None, typer.Option("--account", help="Its orders and fills too; sign in first.")
    ] = None,
    count: Annotated[int, typer.Option(min=0, help="End after so many messages; 0: never.")] = 0,
    mode: ModeOption = None,
) -> None:
    """Print the live stream, one message a line."""
    from usdcop.main.jobs import watching
    from usdcop.main.settings import read_settings

    watching.watch(read_settings(mode), watching.Watch(symbols or ["USDCOP"], account or (), count))
