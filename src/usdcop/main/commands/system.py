"""Commands about the system itself: up, down, status, simulate."""

from pathlib import Path
from typing import Annotated

import typer

from usdcop.main.commands.options import ClockOption, JsonOption, ModeOption, ratio_of

ParentOption = Annotated[int | None, typer.Option("--parent", hidden=True, help="Process to end with.")]

# untested: arguments only; tests/main/jobs calls each through the command line


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file into ``app``."""
    app.command()(up)
    app.command()(down)
    app.command()(status)
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)
    app.command()(serve)
    app.command()(simulate)


def up(
    once: Annotated[bool, typer.Option("--once", help="End after the report.")] = False,
    data: Annotated[Path | None, typer.Option("--data", help="Replay this file (home: replay).")] = None,
    clock: ClockOption = "auto",
    steps: Annotated[int, typer.Option(min=1, help="Training steps of each seed.")] = 1_000_000,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds.")] = 5,
    reset: Annotated[
        bool, typer.Option("--reset", help="Forget this home's data first and start over.")
    ] = False,
    speed: Annotated[
        str,
        typer.Option(help="Market seconds in a second, of a replayed or made-up market while it is open."),
    ] = "30",
    mode: ModeOption = None,
    parent: ParentOption = None,
) -> None:
    """Bring everything up, and keep it up until Ctrl-C.

    First layers, training and judgement; what was done before is left alone. Then the services. Without
    --data or vendor keys the home is a synthetic one.
    """
    from usdcop.main.jobs.bringing_up import UpJob, bring_up

    job = UpJob(once, data, steps, seeds, reset, mode, ratio_of(speed), parent, clock)
    if once:
        bring_up(job)
    else:
        from usdcop.main.jobs.going_live import go_live

        go_live(job)


def down(mode: ModeOption = None) -> None:
    """Stop everything that runs in a home."""
    from usdcop.main.jobs.going_down import go_down
    from usdcop.main.settings import read_settings

    go_down(read_settings(mode).home)


def status(mode: ModeOption = None, json: JsonOption = False) -> None:
    """Show how a home is. Its processes, market time, layers, what is deployed and what may be traded."""
    from usdcop.main.jobs.looking import show_status
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode)) as system:
        show_status(system, as_json=json)


def doctor(mode: ModeOption = None, json: JsonOption = False) -> None:
    """Examine a home: what is wrong with it, why, and what to do. Exit code 1 if anything is."""
    from usdcop.main.jobs.doctoring import show_findings
    from usdcop.main.settings import read_settings

    show_findings(read_settings(mode), as_json=json)


def serve(
    name: Annotated[str, typer.Argument(help="simulator, scheduler, orchestrator, stream, trading, …")],
    mode: ModeOption = None,
    parent: ParentOption = None,
) -> None:
    """Run one process of the system until it is told to stop."""
    from usdcop.main import serving
    from usdcop.main.settings import read_settings

    serving.serve(read_settings(mode), name, parent)
    serving.leave()


def backup(
    file: Annotated[Path, typer.Argument(help="File to write, such as home.tar.gz.")], mode: ModeOption = None
) -> None:
    """Write a home into one file: databases, objects, market time. Without secrets; checksummed."""
    from usdcop.main.console import say
    from usdcop.main.jobs.backing_up import back_up
    from usdcop.main.settings import read_settings

    done = back_up(read_settings(mode), file)
    say(f"{done.files:,} files of the {done.mode} home in {file}, {done.size_bytes / 1e6:,.1f} MB.")


def restore(
    file: Annotated[Path, typer.Argument(help="File that backup wrote.")], mode: ModeOption = None
) -> None:
    """Bring a home back from a file. Only into a home in which nothing is yet."""
    from usdcop.main.console import say
    from usdcop.main.jobs import backing_up
    from usdcop.main.settings import read_settings

    done = backing_up.restore(read_settings(mode), file)
    say(f"{done.files:,} files of a {done.mode} home restored.")


def simulate(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 chooses a free one.")
    ] = 8899,
    data: Annotated[
        Path | None, typer.Option("--data", help="Serve this file's bars instead of made-up ones.")
    ] = None,
    file_clock: Annotated[
        str, typer.Option("--file-clock", help="Clock of the file's times, as --clock of usdcop import.")
    ] = "auto",
    seed: Annotated[int, typer.Option(help="Seed of the synthetic market.")] = 0,
    clock: Annotated[str, typer.Option(help="real, or sim:START@ANCHOR,x30,closed=x3600.")] = "real",
) -> None:
    """Serve the vendor's API from a made-up market, or a file's. Faults on demand."""
    from usdcop.main.jobs import simulating

    simulating.simulate(port=port, data=data, seed=seed, clock=clock, file_clock=file_clock)
