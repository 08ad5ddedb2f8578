"""A verdict: which sessions and which share of the error judge a bundle, the judgement, and what it is bound to."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any, Final

import polars as pl

from usdcop.core.bars import Source
from usdcop.core.errors import CannotBeJudgedError, DataError, MissingInputError, StorageError
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake
from usdcop.core.sessions import Calendar
from usdcop.core.trials import ForwardEntry, Look, LookTrial, Series, TrainedBundle, series_key
from usdcop.court.binding import (
    Binding,
    data_digest,
    looks_digest,
    told_costs,
    told_loss,
    told_proof,
    told_sessions,
    told_stakes,
    told_thresholds,
)
from usdcop.court.evaluation import DataKind, Evaluation, EvaluationSettings, Evidence
from usdcop.court.looks import counting, taken
from usdcop.court.proof import ByEntry, ByLook, Proof
from usdcop.court.sessions import Standing, forward_sessions, judging_sessions, showable
from usdcop.main.jobs.history import history_of
from usdcop.main.jobs.latency import operations_of
from usdcop.main.modes import Mode
from usdcop.main.versions import code_version
from usdcop.main.wiring import System
from usdcop.pipeline.history import History
from usdcop.pipeline.l0_store import read_absent, stored_bars
from usdcop.pipeline.l6_backtest import Judged, judge
from usdcop.policy.bundle import Bundle

VERDICTS: Final = "verdicts"
"""Folder of L6 with the newest verdict on each bundle, by digest."""


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What every judgement of a home reads: its history, and what it recorded of trainings, looks and entries."""

    history: History
    trained: Mapping[str, TrainedBundle]
    looks: Sequence[Look]
    entries: Mapping[str, ForwardEntry]

    def sessions_of(self, digest: str, system: System) -> tuple[date, ...]:
        """The sessions that judge a bundle: of the test set where this home trained it, else since its entry."""
        entry, made = self.entries.get(digest), self.trained.get(digest)
        if entry is not None:
            now, calendar = system.wall.now(), system.market.calendar
            days = forward_sessions(entry.entered_at, self.history.expected, calendar, now)
            return from_the_feed(system.lake, calendar, days)
        if made is None:
            return ()
        return judging_sessions(self.history.split, made.split, self.history.expected)

    def unseen(self, digest: str, system: System) -> tuple[date, ...]:
        """The sessions a bundle was not trained or chosen on, as far as their results may be shown."""
        own = self.sessions_of(digest, system)
        shown = set(self.showable(digest, system))
        return tuple(day for day in self.history.expected if own and day >= own[0] and day in shown)

    def standing_of(self, digest: str) -> Standing:
        """What is known of a bundle when its results are asked for."""
        made, entry = self.trained.get(digest), self.entries.get(digest)
        shown = [look.last for look in self.looks if look.shows(digest)]
        judged = (
            () if made is None else judging_sessions(self.history.split, made.split, self.history.expected)
        )
        if (
            taken(self.looks, digest, judged) is not None
        ):  # of an earlier split: what judges now is shown as well
            shown.append(judged[-1])
        return Standing(
            trained_here=made is not None,
            validated_until=None if made is None else made.split.validation[1],
            looked_until=max(shown, default=None),
            entered_at=None if entry is None else entry.entered_at,
        )

    def showable(self, digest: str, system: System) -> tuple[date, ...]:
        """The sessions whose results of a bundle may be shown without a look."""
        standing, calendar = self.standing_of(digest), system.market.calendar
        return showable(self.history.expected, standing, self.history.split, calendar)


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """An evaluation and what it is bound to."""

    evaluation: Evaluation
    binding: Binding
    forward: bool
    """Whether the edge was asked for by the forward proof."""


FED: Final = {Source.L0.value, Source.REALTIME.value, Source.BACKFILL.value}
"""Sources of bars that were recorded as they closed, or fetched from the vendor later."""


def from_the_feed(lake: Lake, calendar: Calendar, sessions: tuple[date, ...]) -> tuple[date, ...]:
    """The closed ``sessions`` (in order) up to the first that holds a bar which was not the vendor's, or lacks one.

    An import ends a proof. A bar that is not stored, and that the vendor was not asked for in vain, holds it up until it
    is fetched: a session without bars counts as zero, so whoever leaves out what was lost would prove anything.
    """
    if not sessions:
        return ()
    bars = lake.read(Layer.L1, sessions)
    brought = set() if bars is None else set(bars.filter(~pl.col("source").is_in(FED))["session"].to_list())
    told = stored_bars(lake, sessions) | read_absent(lake)
    return tuple(takewhile(lambda day: day not in brought and told.issuperset(calendar.grid(day)), sessions))


def bench_of(system: System) -> Bench:
    """What this home knows now.

    Raises:
        MissingInputError: there is no history.
    """
    history = history_of(system)
    return bench_on(system, history)


def bench_on(system: System, history: History) -> Bench:
    """What this home knows now, on a ``history`` that was read before."""
    record, symbol = system.court, system.market.symbol
    return Bench(
        history=history,
        trained=record.trained(),
        looks=record.looks(symbol),
        entries={entry.bundle_hash: entry for entry in record.entries(symbol)},
    )


def evaluation_settings(system: System) -> EvaluationSettings:
    """Costs, stakes and limits in force."""
    settings = system.settings
    return EvaluationSettings(
        costs=settings.costs, stakes=settings.stakes, daily_loss=settings.risk.daily_loss
    )


def judged_of(system: System, bench: Bench, bundle: Bundle) -> Judged:
    """``bundle`` with the sessions that judge it."""
    made, entry = bench.trained.get(bundle.digest), bench.entries.get(bundle.digest)
    return Judged(
        bundle=bundle,
        history=bench.history,
        sessions=bench.sessions_of(bundle.digest, system),
        trained_on=None if made is None else made.split.train,
        symbol=system.market.symbol,
        data_kind=DataKind(system.settings.mode.value),
        stop=None if entry is None else entry.stop,
    )


def judge_anew(
    system: System, bench: Bench, bundle: Bundle, *, measure: bool = True, before: date = date.max
) -> Judgement:
    """Judge ``bundle`` from what is in force; it was looked at or entered before, and nothing more is spent.

    Args:
        system: an open home.
        bench: what the home knows.
        bundle: what is judged.
        measure: whether latencies that are not known yet are measured and kept.
        before: sessions from it on are left out.

    Raises:
        MissingInputError: it was neither looked at nor entered.
        CannotBeJudgedError: there are too few sessions, or this home cannot prove it.
    """
    judged = judged_of(system, bench, bundle)
    judged = replace(judged, sessions=tuple(day for day in judged.sessions if day < before))
    proof = _proof_of(system, bench, bundle.digest, judged.sessions)
    _require_forward_sessions(judged, proof)
    settings = evaluation_settings(system)
    evidence = Evidence(
        proof, _ratios(bench, judged.sessions), operations_of(system, bundle, measure=measure)
    )
    found = judge(judged, evidence, settings)
    binding = binding_of(system, bench, bundle.digest, judged.sessions, proof)
    return Judgement(found, binding, isinstance(proof, ByEntry))


def binding_of(
    system: System, bench: Bench, digest: str, sessions: tuple[date, ...], proof: Proof
) -> Binding:
    """What a verdict on the bundle ``digest``, judged by ``proof`` on ``sessions``, is bound to now."""
    settings, calendar = evaluation_settings(system), system.market.calendar
    hours, kind = calendar.hours, system.settings.mode.value
    return Binding(
        bundle=digest,
        market=f"{system.market.symbol} {hours.opens:%H:%M}-{hours.closes:%H:%M} {hours.timezone}, {kind}",
        calendar=calendar.version,
        costs=told_costs(settings.costs),
        notional=told_stakes(settings.stakes),
        daily_loss=told_loss(settings.daily_loss),
        split=bench.history.split.split_id,
        sessions=told_sessions(sessions),
        data=data_digest(system.lake.days(Layer.L4), sessions),
        thresholds=f"{told_thresholds(settings.gates)}, training episodes {system.settings.gates.min_training_episodes}",
        code=code_version(),
        proof=told_proof(proof),
        looks=looks_digest(_before(bench, digest, sessions)),
    )


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """The newest verdict on a bundle, as kept: only a cache of what judging anew would say."""

    binding: Binding
    failed: tuple[str, ...]
    sentence: str
    first: date | None
    last: date | None
    """The judged sessions."""
    judged_at: str


def store_verdict(system: System, made: Judgement) -> None:
    """Keep the verdict; the newest counts."""
    found = made.evaluation
    fields = {
        "bundle": found.bundle_id,
        "binding": made.binding.to_fields(),
        "failed": list(found.gates.failed),
        "sentence": found.verdict.sentence,
        "first": found.sessions[0].isoformat(),
        "last": found.sessions[-1].isoformat(),
        "judged_at": system.clock.now().isoformat(),
    }
    data = json.dumps(fields, indent=1).encode()
    system.lake.put_document(Layer.L6, f"{VERDICTS}/{found.bundle_id}.json", data)


def stored_verdict(system: System, digest: str) -> StoredVerdict | None:
    """The newest verdict on a bundle, if one was made; one of an earlier version is bound to nothing."""
    path = f"{VERDICTS}/{digest}.json"
    if path not in system.lake.documents(Layer.L6, VERDICTS):
        return None
    told: dict[str, Any] = json.loads(system.lake.get_document(Layer.L6, path))
    return StoredVerdict(
        binding=Binding.from_fields(told.get("binding", {})),
        failed=tuple(told["failed"]),
        sentence=str(told.get("sentence", "")),
        first=_day(told.get("first")),
        last=_day(told.get("last")),
        judged_at=str(told.get("judged_at", "")),
    )


def stale_because(system: System, bench: Bench, digest: str, stored: StoredVerdict) -> tuple[str, ...]:
    """What is in force otherwise than when ``stored`` was made; empty: it holds.

    Sessions that came after those a forward proof was judged on change nothing: they are judged by night.
    """
    judged = bench.sessions_of(digest, system)
    grows = digest in bench.entries and stored.last is not None  # a test set does not
    kept = tuple(day for day in judged if not grows or stored.last is None or day <= stored.last)
    try:
        proof = _proof_of(system, bench, digest, kept)
    except (MissingInputError, CannotBeJudgedError):
        return ("proof",)
    return stored.binding.differences(binding_of(system, bench, digest, kept, proof))


def keep_series(system: System, series: Series) -> LookTrial:
    """Keep the session returns of a trial as an object by checksum; what the ledger writes of it."""
    data = series.to_bytes()
    digest = hashlib.sha256(data).hexdigest()
    system.objects.put(series_key(digest), data)
    return LookTrial(series.bundle_hash, digest, series.sharpe_per_session)


def kept_series(system: System, trial: LookTrial) -> Series:
    """The session returns of a trial.

    Raises:
        CannotBeJudgedError: the object is missing or does not fit its checksum.
    """
    try:
        return Series.from_bytes(system.objects.get(series_key(trial.series_hash)), trial.series_hash)
    except (DataError, StorageError) as error:
        raise CannotBeJudgedError(
            f"It cannot be judged: the session returns of a trial of its look are not there ({error.sentence})",
            "Restore the home from a backup; 'usdcop verify' tells what is missing.",
        ) from error


def _proof_of(system: System, bench: Bench, digest: str, sessions: Sequence[date]) -> Proof:
    """How the edge of a bundle is asked for, by what was spent on it before."""
    entry = bench.entries.get(digest)
    if entry is not None:
        return ByEntry(entry.number, entry.stop)
    if digest not in bench.trained:
        raise not_proven_here(system)
    require_whole_test_set(bench.history)
    look = taken(bench.looks, digest, sessions)
    if look is None:
        raise MissingInputError(
            "The bundle has not been evaluated on the test set in force.", "Run 'usdcop evaluate' first."
        )
    shown = {trial.bundle_hash: _by_day(kept_series(system, trial)) for trial in look.trials}
    companions = {bundle: series for bundle, series in shown.items() if bundle != digest}
    return ByLook(look.number, companions)


def require_whole_test_set(history: History) -> None:
    """Let pass a history that reaches the end of its test set: who chose where it ends could choose what it says.

    Raises:
        CannotBeJudgedError: it ends before.
    """
    if history.expected[-1] < history.split.test[1]:
        raise CannotBeJudgedError(
            f"It cannot be judged: market time has come to {history.expected[-1]}, and the test set ends on "
            f"{history.split.test[1]}.",
            "Let the clock go on, or bring back the bars that were there.",
        )


def not_proven_here(system: System) -> CannotBeJudgedError:
    """Why a bundle that was trained elsewhere cannot be judged without an entry, or in this home at all."""
    if system.settings.mode is not Mode.REAL:
        return CannotBeJudgedError(
            "It cannot be judged: it was trained elsewhere and may have seen these sessions, and a "
            f"{system.settings.mode} home never proves such a bundle.",
            "Enter it in a real home: usdcop models enter VERSION --mode real.",
        )
    return CannotBeJudgedError(
        "It cannot be judged: it was trained elsewhere and may have seen anything; only sessions after its entry prove it.",
        "Enter it into the forward proof: usdcop models enter VERSION.",
    )


def _require_forward_sessions(judged: Judged, proof: Proof) -> None:
    if isinstance(proof, ByEntry) and not judged.sessions:
        raise CannotBeJudgedError(
            "It cannot be judged yet: no session has opened and closed since its entry.",
            "Let sessions pass: the proof is computed every night.",
        )


def _before(bench: Bench, digest: str, sessions: Sequence[date]) -> list[Look]:
    """The looks that count at the judged sessions and were taken before the bundle's own."""
    own = taken(bench.looks, digest, sessions)
    found = counting(bench.looks, sessions)
    return found if own is None else [look for look in found if look.id < own.id]


def _ratios(bench: Bench, sessions: Sequence[date]) -> tuple[float | None, ...]:
    """Sharpe ratio a session of every trial that was looked at on these sessions."""
    return tuple(
        ratio
        for look in counting(bench.looks, sessions)
        for ratio in ([trial.sharpe_per_session for trial in look.trials] or [None])
    )


def _by_day(series: Series) -> dict[date, float]:
    return dict(zip(series.sessions, series.returns.tolist(), strict=True))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
