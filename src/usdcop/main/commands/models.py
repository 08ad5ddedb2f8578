"""Commands about deployed models: list, register, promote, rollback."""

from pathlib import Path
from typing import Annotated

import typer

from usdcop.main.commands.options import JsonOption, ModeOption

# untested: arguments only; tests/main/jobs calls each through the command line


app = typer.Typer(help="Registered bundles and their roles.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_(mode: ModeOption = None, json: JsonOption = False) -> None:
    """Show every registered bundle with its roles."""
    from usdcop.main.jobs import deploying
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        deploying.show_models(system, as_json=json)


@app.command()
def register(
    file: Annotated[Path, typer.Argument(help="A bundle: an ONNX file that carries its contract.")],
    alias: Annotated[str | None, typer.Option(help="Deploy it as challenger or shadow at once.")] = None,
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Register a bundle, also one trained elsewhere."""
    from usdcop.main.jobs import deploying
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        deploying.register(system, file, alias, as_json=json)


@app.command()
def enter(
    version: Annotated[str, typer.Argument(help="Model version or alias.")],
    stop: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            help="Loss of a session, in % of the capital, at which its position is left. Default: four deviations of its"
            " newest 250 sessions, at most the account's daily loss.",
        ),
    ] = None,
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Enter a bundle into the forward proof. It spends a share of the home's error, and fixes the session stop."""
    from usdcop.main.jobs import forward
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        done = forward.enter(system, version, None if stop is None else stop / 100)
        forward.show(done, as_json=json)


@app.command()
def promote(
    version: Annotated[str, typer.Argument(help="Model version or alias.")],
    alias: Annotated[
        str, typer.Option(help="champion (needs the gates), challenger or shadow.")
    ] = "champion",
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Give a bundle a role. A champion is judged anew from what is in force; exit code 3 where it is refused."""
    from usdcop.main.jobs import deploying
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        deploying.promote(system, version, alias, as_json=json)


@app.command()
def rollback(
    alias: Annotated[
        str, typer.Argument(help="The role to give back to the bundle that had it before.")
    ] = "champion",
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Give a role back to its previous holder."""
    from usdcop.main.jobs import deploying
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        deploying.rollback(system, alias, as_json=json)
