from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from support.batch import CALENDAR, bring
from support.clocks import HandClock
from support.homes import usdcop
from support.lakes import lake_at
from support.planted_homes import FEW, FREE, NOW, follower, opened, register
from usdcop.core.bars import Source, VendorBar
from usdcop.core.errors import CannotBeJudgedError, MissingInputError
from usdcop.core.gaps import missing
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.core.trials import Look, LookKind, LookTrial, Series, series_key
from usdcop.core.units import Cop
from usdcop.main.jobs.judging import EvaluateJob, evaluate
from usdcop.main.jobs.verdict import (
    VERDICTS,
    Bench,
    bench_of,
    from_the_feed,
    judge_anew,
    keep_series,
    kept_series,
    stale_because,
    store_verdict,
    stored_verdict,
)
from usdcop.main.wiring import System
from usdcop.pipeline.l0_acquire import raw_rows
from usdcop.pipeline.l0_store import stored_bars, write_absent
from usdcop.simulator.synthetic import SyntheticMarket

WITHOUT_COSTS = {**FEW, "USDCOP_HALF_SPREAD_BPS": "0", "USDCOP_SLIPPAGE_BPS": "0"}
BUNDLE = follower()
OTHER = follower(-1.0, "against")


def stale(system: System, bench: Bench | None = None) -> tuple[str, ...]:
    stored = stored_verdict(system, BUNDLE.digest)
    assert stored is not None
    return stale_because(system, bench or bench_of(system), BUNDLE.digest, stored)


def rewrite(system: System, layer: Layer, day: date, change: pl.Expr) -> None:
    """Store the partition of ``day`` with other values, as a corrected import would."""
    frame = system.lake.read(layer, [day])
    assert frame is not None
    system.lake.write(layer, [PartitionWrite(day, frame.with_columns(change), {}, {})])


def test_a_verdict_at_costs_of_zero_makes_no_champion_at_real_ones(own_planted: Path) -> None:
    """Costs set to zero, evaluated, variables unset, promoted: a champion with a Sharpe ratio of -0.40 once."""
    told = usdcop(own_planted, "evaluate", "1", "--folds", "0", mode="real", variables=WITHOUT_COSTS)
    assert "Edge found" in told.out
    refused = usdcop(own_planted, "models", "promote", "1", mode="real", code=3, variables=FEW)
    assert "may not become champion" in refused.err
    assert "(edge," in refused.err
    assert "STALE: costs differ" in usdcop(own_planted, "models", "list", mode="real", variables=FEW).out
    with opened(own_planted) as system:
        assert stale(system) == ("costs",)
        assert [look.number for look in system.court.looks("USDCOP")] == [1], "judging anew spends nothing"
        made = judge_anew(system, bench_of(system), BUNDLE)
        assert "edge" in made.evaluation.gates.failed
        store_verdict(system, made)
        assert stale(system) == ()
    usdcop(own_planted, "models", "promote", "1", mode="real", variables=WITHOUT_COSTS)


def test_what_is_in_force_otherwise_is_named_and_later_looks_of_others_are_nothing(
    own_evaluated: Path,
) -> None:
    with opened(own_evaluated, FREE) as system:
        assert stale(system) == ()
        stored = stored_verdict(system, BUNDLE.digest)
        assert stored is not None
        assert (stored.failed, stored.binding.proof) == ((), "look 1")
        bench = bench_of(system)
        judged = bench.sessions_of(BUNDLE.digest, system)
        assert (stored.first, stored.last) == (judged[0], judged[-1])

        version = register(system, OTHER)
        evaluate(system, EvaluateJob(versions=(str(version),), folds=0))
        assert len(system.court.looks("USDCOP")) == 2
        assert stale(system) == (), "a later look of another bundle"
        earlier = Look(
            0, 1, LookKind.EARLIER, judged[0], judged[-1], len(judged), (), "an earlier version", NOW
        )
        assert stale(system, replace(bench, looks=[earlier, *bench.looks])) == ("looks",)
        assert stale(system, replace(bench, looks=[])) == ("proof",), "its look is gone"
        risk = replace(system.settings.risk, daily_loss=Cop(1.0))
        other = replace(system, settings=replace(system.settings, risk=risk))
        assert stale(other) == ("daily_loss",)
        gates = replace(system.settings.gates, min_training_episodes=101)
        assert stale(replace(system, settings=replace(system.settings, gates=gates))) == ("thresholds",)

        before = bench.history.split.train[0]
        rewrite(system, Layer.L4, before, pl.col("return_1") + 1e-7)
        assert stale(system) == (), "it was not judged on it"
        rewrite(system, Layer.L4, judged[-1], pl.col("return_1") + 1e-7)
        assert stale(system) == ("data",)


def test_the_whole_test_set_judges_whatever_the_clock_says(own_planted: Path) -> None:
    """At a market time of one's choice a bundle was judged on as much of the test set as suited it."""
    with opened(own_planted, FREE) as system:
        judged = bench_of(system).sessions_of(BUNDLE.digest, system)
        early = replace(system, clock=HandClock(system.market.calendar.closes_at(judged[-3])))
        with pytest.raises(CannotBeJudgedError, match=f"has come to {judged[-3]}, and the test set ends on"):
            evaluate(early, EvaluateJob(versions=("1",), folds=0))
        assert system.court.looks("USDCOP") == []
        evaluate(system, EvaluateJob(versions=("1",), folds=0))
        with pytest.raises(CannotBeJudgedError, match="the test set ends on"):
            judge_anew(early, bench_of(early), BUNDLE)
        made = judge_anew(system, bench_of(system), BUNDLE)
        fewer = replace(made.evaluation, sessions=judged[:-2])
        store_verdict(system, replace(made, evaluation=fewer))
        assert stale(system) == ()
        store_verdict(system, replace(made, binding=replace(made.binding, sessions="some of them")))
        assert stale(system) == ("sessions",)


def test_a_bundle_that_was_not_evaluated_is_not_judged_anew(shared_planted: Path) -> None:
    with opened(shared_planted, FREE) as system:
        assert stored_verdict(system, BUNDLE.digest) is None
        with pytest.raises(MissingInputError, match="has not been evaluated"):
            judge_anew(system, bench_of(system), BUNDLE)


def test_a_verdict_of_a_version_before_is_bound_to_nothing(own_evaluated: Path) -> None:
    with opened(own_evaluated, FREE) as system:
        path = f"{VERDICTS}/{BUNDLE.digest}.json"
        system.lake.put_document(Layer.L6, path, b'{"failed": []}')
        assert {"bundle", "costs", "data", "code"} <= set(stale(system))


def test_a_bundle_of_a_batch_is_judged_with_its_companions_or_not_at_all(own_planted: Path) -> None:
    with opened(own_planted, FREE) as system:
        version = register(system, OTHER)
        evaluate(system, EvaluateJob(versions=("1", str(version)), folds=0))
        stored = stored_verdict(system, BUNDLE.digest)
        assert stored is not None
        assert stored.binding.proof == "look 1, batch of 2"
        (look,) = system.court.looks("USDCOP")
        (theirs,) = [trial for trial in look.trials if trial.bundle_hash == OTHER.digest]
        system.objects.delete([series_key(theirs.series_hash)])
        with pytest.raises(CannotBeJudgedError, match="are not there"):
            judge_anew(system, bench_of(system), BUNDLE)
        assert stale(system) == ("proof",)


def test_a_series_is_kept_by_its_checksum_and_comes_back_as_it_was(own_planted: Path) -> None:
    days = (date(2024, 5, 2), date(2024, 5, 3))
    with opened(own_planted) as system:
        trial = keep_series(system, Series(BUNDLE.digest, days, np.array([0.01, -0.02])))
        back = kept_series(system, trial)
        assert (back.bundle_hash, back.sessions, back.returns.tolist()) == (
            BUNDLE.digest,
            days,
            [0.01, -0.02],
        )
        assert trial.sharpe_per_session == pytest.approx(-0.005 / np.std([0.01, -0.02], ddof=1))
        with pytest.raises(CannotBeJudgedError, match="are not there"):
            kept_series(system, LookTrial(BUNDLE.digest, "f" * 64, None))
        system.objects.put(series_key(trial.series_hash), b"{}")
        with pytest.raises(CannotBeJudgedError, match="were altered"):
            kept_series(system, trial)


def bars_of(day: date) -> list[VendorBar]:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return list(SyntheticMarket(6).bars(at, at.replace(hour=23)))


def test_the_first_session_that_was_imported_ends_a_forward_proof(tmp_path: Path) -> None:
    days = (date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 6), date(2024, 3, 7))
    sources = (Source.REALTIME.value, Source.BACKFILL.value, "import:mine.csv", Source.L0.value)
    now = datetime(2024, 3, 8, tzinfo=UTC)
    lake = lake_at(tmp_path)
    bars = [
        raw_rows(bars_of(day), "USDCOP", source, now, "run")
        for day, source in zip(days, sources, strict=True)
    ]
    bring(lake, pl.concat(bars), now)
    grid = {day: CALENDAR.grid(day) for day in (date(2024, 3, 1), *days)}
    write_absent(lake, missing([at for bars in grid.values() for at in bars], stored_bars(lake)))
    assert from_the_feed(lake, CALENDAR, days) == days[:2]
    assert from_the_feed(lake, CALENDAR, days[3:]) == days[3:]
    assert from_the_feed(lake, CALENDAR, ()) == ()
    absent = date(2024, 3, 1)
    told = from_the_feed(lake, CALENDAR, (absent, *days))
    assert told == (absent, *days[:2]), "a session of which the vendor has no bar ends nothing"


def test_a_session_that_was_not_fetched_holds_a_forward_proof_up(tmp_path: Path) -> None:
    """It counted as zero: whoever fetched only what was won proved anything."""
    days = (date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 6))
    now, lake = datetime(2024, 3, 8, tzinfo=UTC), lake_at(tmp_path)
    assert from_the_feed(lake, CALENDAR, days) == (), "nothing is known of them yet"
    bars = {day: raw_rows(bars_of(day), "USDCOP", Source.L0.value, now, "run") for day in days}
    bring(lake, pl.concat([bars[days[0]], bars[days[1]].head(-9), bars[days[2]]]), now)
    grid = [at for day in days for at in CALENDAR.grid(day)]
    never = set(missing(grid, set(pl.concat(list(bars.values()))["time"])))
    write_absent(lake, never)
    assert from_the_feed(lake, CALENDAR, days) == days[:1]
    bring(lake, bars[days[1]], now)
    assert from_the_feed(lake, CALENDAR, days) == days
