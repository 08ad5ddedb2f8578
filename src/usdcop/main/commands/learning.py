"""Commands about learning: train, evaluate, backtest."""

from typing import Annotated

import typer

from usdcop.main.commands.options import FromOption, JsonOption, ModeOption, SymbolOption, ToOption, day_of

# untested: arguments only; tests/main/jobs calls each through the command line


def add_to(app: typer.Typer) -> None:
    """Put the commands of this file into ``app``."""
    app.command()(train)
    app.command()(evaluate)
    app.command()(backtest)


def train(
    steps: Annotated[int, typer.Option(min=1, help="Environment steps of each seed.")] = 1_000_000,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds are trained; validation picks one.")] = 5,
    first_seed: Annotated[int, typer.Option(min=0, help="The seeds are this and the ones after it.")] = 0,
    symbol: SymbolOption = "USDCOP",
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Train a policy and register it as a bundle. Several seeds are trained; validation picks one."""
    from usdcop.main.jobs import training
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    job = training.TrainJob(symbol, steps, tuple(range(first_seed, first_seed + seeds)))
    with open_system(read_settings(mode), symbol, writes=True) as system:
        training.show(training.train(system, job), as_json=json)


def evaluate(
    versions: Annotated[
        list[str] | None,
        typer.Argument(
            help="Model versions or aliases; several are declared as one batch.", metavar="VERSION…"
        ),
    ] = None,
    folds: Annotated[int, typer.Option(min=0, help="Walk-forward folds; 0 leaves it out.")] = 5,
    symbol: SymbolOption = "USDCOP",
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Judge bundles, and write a report of each as JSON and PDF.

    A bundle that was not looked at yet is looked at, which spends a share of the test set's error. Exit code 3 where
    one cannot be judged, or the test set is used up.
    """
    from usdcop.main.jobs.judging import EvaluateJob, by_command_line
    from usdcop.main.jobs.judging import evaluate as judge
    from usdcop.main.jobs.verdicts import show_evaluation
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    job = EvaluateJob(symbol, tuple(versions or ("newest",)), folds, by_command_line())
    with open_system(read_settings(mode), symbol, writes=True) as system:
        for done in judge(system, job):
            show_evaluation(done, as_json=json)


def backtest(
    version: Annotated[
        str, typer.Argument(help="Model version, alias, or a baseline: long, fade, …")
    ] = "newest",
    first: FromOption = None,
    last: ToOption = None,
    costs: Annotated[float, typer.Option(min=0.0, help="Multiple of the costs.")] = 1.0,
    symbol: SymbolOption = "USDCOP",
    mode: ModeOption = None,
    json: JsonOption = False,
) -> None:
    """Run a bundle or a baseline over past sessions. Prints its metrics and trades."""
    from usdcop.main.jobs.backtesting import BacktestJob
    from usdcop.main.jobs.backtesting import backtest as run_backtest
    from usdcop.main.jobs.verdicts import show_backtest
    from usdcop.main.settings import read_settings
    from usdcop.main.wiring import open_system

    job = BacktestJob(symbol, version, day_of(first), day_of(last), costs)
    with open_system(read_settings(mode), symbol) as system:
        show_backtest(run_backtest(system, job), as_json=json)
