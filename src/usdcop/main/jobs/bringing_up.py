"""Up, its batch part: everything from an empty home to the report, and again from where it stands."""

import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from usdcop.core.errors import ContractError, UsageError
from usdcop.core.layers import Layer
from usdcop.core.registry import Alias, ModelRegistry
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.console import say
from usdcop.main.jobs.batch import BatchJob, run
from usdcop.main.jobs.file_clock import up_with
from usdcop.main.jobs.predicting import predict
from usdcop.main.jobs.readying import ready
from usdcop.main.jobs.registering import registry_of
from usdcop.main.jobs.replaying import read_replay
from usdcop.main.jobs.running import Done, LayerReport, run_layer, show
from usdcop.main.modes import Mode
from usdcop.main.scheduling.nights import judged_before, write_mark
from usdcop.main.settings import Settings, read_settings
from usdcop.main.supervision.parent import follow
from usdcop.main.wiring import System, forget, open_system
from usdcop.pipeline.importing.clock.wall_clocks import AUTO

DATA_LAYERS = (Layer.L0, Layer.L1, Layer.L2, Layer.L3, Layer.L4)


@dataclass(frozen=True, slots=True)
class UpJob:
    """What to bring up, and how much to train."""

    once: bool
    data: Path | None
    steps: int
    seeds: int
    reset: bool
    mode: Mode | None
    speed: Fraction = Fraction(30)
    """Market seconds per real second while the market is open; a real market has its own pace."""
    parent: int | None = None
    """The supervisor that this is the batch part of."""
    clock: str = AUTO
    """By which clock the times of ``data`` are read."""


def bring_up(job: UpJob) -> None:
    """Data, layers, training, judgement and report; what was done before is not done again.

    Raises:
        UsageError: the options contradict each other.
        UsdcopError: a step failed; what stands before it is kept, and a second run goes on from there.
    """
    began = time.perf_counter()
    settings = read_settings(mode_of(job))
    if job.parent is not None:
        follow(job.parent)
    if job.reset:
        forget(settings)
    say(f"Mode [bold]{settings.mode.upper()}[/]; home {settings.home}")
    with open_system(settings, writes=True) as system:
        reports = run(system, _data_part(system, job))
        _ensure_bundle(system, job)
        reports.append(run_layer(system, Layer.L5, lambda: predict(system)))
        if job.parent is not None and judged_before(system):
            show(reports, as_json=False)
            say(f"Judged before; the report lies in {settings.home / 'reports'}.")
        else:
            _judge_and_show(system, reports)
            write_mark(system)
        if job.parent is not None:
            ready(system)
    say(f"Done in {time.perf_counter() - began:,.0f} s. Look around with: {_hint(settings)}")


def mode_of(job: UpJob) -> Mode:
    """Which home ``job`` is about.

    Raises:
        UsageError: the options contradict each other.
    """
    if job.clock != AUTO and job.data is None and job.mode is not Mode.REPLAY:
        raise UsageError("--clock says by which clock a file was written.", "Give the file: --data FILE.")
    if job.data is not None:
        if job.mode not in {None, Mode.REPLAY}:
            raise UsageError(f"--data replays a file, --mode {job.mode} does not.", "Leave one of them out.")
        return Mode.REPLAY
    if job.mode is not None:
        return job.mode
    settings = read_settings()
    return Mode.REAL if settings.vendor.keys else Mode.SYNTHETIC


def _data_part(system: System, job: UpJob) -> BatchJob:
    """The history; of a replay, without the sessions that are lived through, and by the clock it began with."""
    replay = read_replay(system.settings.home) if job.parent is not None else None
    return BatchJob(
        layers=DATA_LAYERS,
        data=job.data,
        before=None if replay is None else replay.first,
        clock=job.clock if replay is None else replay.clock,
        command=None if job.data is None else up_with(job.data.name),
    )


def _ensure_bundle(system: System, job: UpJob) -> None:
    """Train where no bundle was trained on these data with this recipe; deploy it where none that can decide is."""
    from usdcop.main.jobs.training import TrainJob, show, train, trained_before  # noqa: PLC0415 - JAX

    registry, wanted = registry_of(system), TrainJob(steps=job.steps, seeds=tuple(range(job.seeds)))
    version = trained_before(system, wanted)
    if version is None:
        trained = train(system, wanted)
        show(trained, as_json=False)
        version = trained.version
    if not any(_decides(registry, alias) for alias in (Alias.CHAMPION, Alias.CHALLENGER)):
        registry.set_alias(Alias.CHALLENGER, version)
        say(f"Version {version} is deployed as challenger: UNPROVEN until the gates say otherwise.")


def _decides(registry: ModelRegistry, alias: Alias) -> bool:
    """Whether ``alias`` is held by a bundle that can decide on the present features."""
    from usdcop.policy.bundle import Bundle  # noqa: PLC0415 - ONNX Runtime

    held = registry.by_alias(alias)
    if held is None:
        return False
    try:
        return Bundle.load(held[1]).fits(FEATURE_NAMES, feature_hash())
    except ContractError:
        return False


def _judge_and_show(system: System, reports: list[LayerReport]) -> None:
    from usdcop.main.jobs.judging import judge_unasked, layer_done  # noqa: PLC0415 - JAX
    from usdcop.main.jobs.verdicts import show_evaluation  # noqa: PLC0415 - the same

    judged = []

    def judge() -> Done:
        done, why = judge_unasked(system)
        judged.append((done, why))
        return Done(0, 0, note=why) if done is None else layer_done(done)

    reports.append(run_layer(system, Layer.L6, judge))
    show(reports, as_json=False)
    done, why = judged[0]
    if done is None:
        say(why)
    else:
        show_evaluation(done, as_json=False)


def _hint(settings: Settings) -> str:
    return f"usdcop status --mode {settings.mode}, usdcop quality --mode {settings.mode}, usdcop models list --mode {settings.mode}"
