"""Commands about data: import, imports, acquire, run, quality, verify."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from usdcop.main.commands.options import (
    ClockOption,
    FromOption,
    JsonOption,
    ModeOption,
    SymbolOption,
    ToOption,
    day_of,
)

# untested: arguments only; tests/main/jobs calls each through the command line


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file into ``app``."""
    app.command("import")(import_)
    app.command()(imports)
    app.command()(acquire)
    app.command()(run)
    app.command()(quality)
    app.command()(verify)


def import_(
    file: Annotated[
        Path | None, typer.Argument(help="CSV, JSON, Parquet or Feather with time, open, high, low, close.")
    ] = None,
    symbol: Annotated[
        str | None,
        typer.Option("--symbol", help="Symbol of the rows, whatever the file says; else it is checked."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            help="Which column is what: time=NAME,open=NAME,…; by number from 1 where none has a name."
        ),
    ] = None,
    clock: ClockOption = "auto",
    supersede: Annotated[
        bool, typer.Option("--supersede", help="Let these bars win over the vendor's too.")
    ] = False,
    undo: Annotated[
        str | None, typer.Option("--undo", metavar="ID", help="Take this import back; no file is given.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what was found and write nothing.")] = False,
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Bring the bars of a file into layer L0. What is wrong with them is said first.

    Of two imports the later one wins; bars fetched from the vendor win over both. With --undo the bars that were there
    before an import come back; usdcop imports lists the ids.
    """
    from usdcop.main.jobs import importing, undoing
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system
    from usdcop.pipeline.importing.reading import Told, told_columns

    by = f"cli:{getpass.getuser()}"
    told = Told(symbol or "USDCOP", symbol is not None, told_columns(columns))
    if undo is not None and file is None:
        with open_system(read_settings(mode), told.symbol, writes=not dry_run) as system:
            undoing.show(undoing.undo(system, undoing.UndoJob(undo, by, dry_run=dry_run)), as_json=json)
        return
    if file is None or undo is not None:
        raise typer.BadParameter("Give a file to import, or --undo with the id of an import.")
    job = importing.ImportJob(file, told, clock, dry_run=dry_run, supersede=supersede, by=by)
    with open_system(read_settings(mode), told.symbol, writes=not dry_run) as system:
        importing.show(importing.import_file(system, job), as_json=json)


def imports(
    symbol: SymbolOption = "USDCOP",
    doubt: Annotated[
        str | None, typer.Option("--doubt", metavar="ID", help="Doubt the clock of this import; say --why.")
    ] = None,
    why: Annotated[str | None, typer.Option("--why", help="Why its clock is doubted.")] = None,
    believe: Annotated[
        str | None, typer.Option("--believe", metavar="ID", help="Believe the clock of this import again.")
    ] = None,
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """List the files that were imported, with the ids that undo them.

    No session of an import that is doubted is better than grade C.
    """
    from usdcop.main.jobs import doubting, import_list
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_lake, open_system

    named = doubt or believe
    if named is None and why is None:
        import_list.show_imports(open_lake(read_settings(mode), symbol), as_json=json)
        return
    if named is None or (doubt is None) == (believe is None) or (doubt is None) != (not why):
        raise typer.BadParameter("Give --doubt with an id and --why, or --believe with an id.")
    with open_system(read_settings(mode), symbol, writes=True) as system:
        job = doubting.DoubtJob(named, why, f"cli:{getpass.getuser()}")
        doubting.show(doubting.doubt(system, job), as_json=json)


def acquire(
    symbol: SymbolOption = "USDCOP",
    first: FromOption = None,
    last: ToOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be fetched.")] = False,
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Fetch what layer L0 lacks from the vendor. A synthetic home asks the simulator."""
    from usdcop.main.jobs import acquiring
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    job = acquiring.AcquireJob(symbol, day_of(first), day_of(last), dry_run=dry_run)
    with open_system(read_settings(mode), symbol, writes=not dry_run) as system:
        acquiring.show(acquiring.acquire(system, job), as_json=json)


def run(
    layers: Annotated[str, typer.Argument(help="One of l0 … l6, a range such as l1-l4, or all.")] = "all",
    data: Annotated[Path | None, typer.Option("--data", help="Import this file first.")] = None,
    clock: ClockOption = "auto",
    symbol: SymbolOption = "USDCOP",
    first: FromOption = None,
    last: ToOption = None,
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Run layers of the pipeline. What is up to date already is left alone."""
    from usdcop.main.jobs import batch, running
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    named = batch.layers_of(layers)
    typed = None if data is None else f"usdcop run {layers} --data {data.name} --clock"
    job = batch.BatchJob(symbol, named, data, day_of(first), day_of(last), clock=clock, command=typed)
    with open_system(read_settings(mode), symbol, writes=True) as system:
        running.show(batch.run(system, job), as_json=json)


def quality(
    symbol: SymbolOption = "USDCOP",
    first: FromOption = None,
    last: ToOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every session, not only the conspicuous ones.")
    ] = False,
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Show how good the bars are, session by session. Grades, holes, staleness, quarantine."""
    from usdcop.main.jobs import inspecting
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_lake

    query = inspecting.QualityQuery(symbol, day_of(first), day_of(last), every=every)
    inspecting.show_quality(open_lake(read_settings(mode), symbol), query, as_json=json)


def verify(
    symbol: SymbolOption = "USDCOP",
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild what can be rebuilt.")] = False,
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Check everything that is stored, checksum by checksum.

    PostgreSQL must show what the layers hold. Exit code 1 if anything is off.
    """
    from usdcop.main.jobs import verifying
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    with open_system(read_settings(mode), symbol, writes=repair) as system:
        verifying.show_verification(system, repaired=repair, as_json=json)
