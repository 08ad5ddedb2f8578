from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from support.clocks import HandClock
from support.planted_homes import FREE, follower, opened, register
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.audit import AuditFilter
from usdcop.core.errors import GateRefusedError
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.core.registry import Alias
from usdcop.core.trials import NewEntry, Title, TitleEvent
from usdcop.court.decay import DEMOTED_AT, kept_edge
from usdcop.live.assignment import assign
from usdcop.main.jobs.deploying import promote
from usdcop.main.jobs.examination import archive_of, examine_record
from usdcop.main.jobs.judging import EvaluateJob, evaluate, judge_entries
from usdcop.main.jobs.registering import registry_of
from usdcop.main.jobs.titles import OVERRIDE, decay_of, next_session, review_champion, title_of, win_title
from usdcop.main.jobs.verdict import bench_of, judge_anew, stale_because, stored_verdict
from usdcop.main.serve.trader import RegisteredBundles
from usdcop.main.wiring import System

BUNDLE = follower()
SINCE = date(2024, 3, 1)
DAYS = [date(2024, 6, 3) + timedelta(days=number) for number in range(40)]


def crown(system: System) -> None:
    """Make version 1 the champion, as a person would."""
    promote(system, "1", "champion", as_json=True)


def won(cap: float, mean: float, since: date = SINCE) -> Title:
    return Title("USDCOP", BUNDLE.digest, TitleEvent.WON, "look 1", cap, mean, since, "cli:me")


def holders(system: System) -> dict[Alias, int]:
    registry = registry_of(system)
    found = {alias: registry.by_alias(alias) for alias in Alias}
    return {alias: one[0] for alias, one in found.items() if one is not None}


def traders(system: System) -> set[Alias | None]:
    """Who is ever drawn for the main account."""
    store = RegisteredBundles(
        system.addresses.registry, system.objects, system.stops.stops, system.court.demoted
    )
    held = store.held()
    drawn = [assign(day, "USDCOP", held, "salt") for day in DAYS]
    return {None if one is None else one.alias for one in drawn}


def test_winning_fixes_what_must_be_kept_from_the_sessions_that_proved_it(own_evaluated: Path) -> None:
    with opened(own_evaluated, FREE) as system:
        assert title_of(system, BUNDLE.digest) is None
        assert decay_of(system, bench_of(system), BUNDLE) is None
        crown(system)
        (title,) = system.court.titles("USDCOP")
        kept = kept_edge(judge_anew(system, bench_of(system), BUNDLE).evaluation.returns)
        assert kept is not None
        assert (title.cap, title.kept_mean) == (kept.cap, kept.mean)
        assert (title.event, title.reason, title.since) == (TitleEvent.WON, "look 1", next_session(system))
        assert title.actor.startswith("cli:")
        assert title_of(system, BUNDLE.digest) == title
        assert review_champion(system) == "", "nothing changed, and no session has come since"
        assert holders(system) == {Alias.CHAMPION: 1}
        assert traders(system) == {Alias.CHAMPION}


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2024, 5, 3, 12, 59, tzinfo=UTC), date(2024, 5, 3)),
        (datetime(2024, 5, 3, 13, 0, tzinfo=UTC), date(2024, 5, 6)),
        (datetime(2024, 5, 4, 15, 0, tzinfo=UTC), date(2024, 5, 6)),
        (datetime(2024, 3, 27, 20, 0, tzinfo=UTC), date(2024, 4, 1)),
    ],
    ids=["before the opening", "at the opening", "on a Saturday", "before Easter"],
)
def test_the_next_session_is_the_first_that_opens_later(
    shared_planted: Path, now: datetime, first: date
) -> None:
    with opened(shared_planted) as system:
        assert next_session(replace(system, clock=HandClock(now))) == first


def test_an_edge_that_is_kept_is_no_reason(own_evaluated: Path) -> None:
    with opened(own_evaluated, FREE) as system:
        crown(system)
        (title,) = system.court.titles("USDCOP")
        assert title.cap is not None
        assert title.kept_mean is not None
        system.court.add_title(won(title.cap, title.kept_mean), system.clock.now())
        found = decay_of(system, bench_of(system), BUNDLE)
        assert found is not None
        assert (found.since, found.sessions[0], len(found.value)) == (SINCE, SINCE, len(found.sessions))
        assert found.value.max() < DEMOTED_AT
        assert review_champion(system) == ""
        assert holders(system) == {Alias.CHAMPION: 1}


def test_a_champion_whose_edge_decayed_becomes_challenger_and_never_trades_the_main_account(
    own_evaluated: Path,
) -> None:
    with opened(own_evaluated, FREE) as system:
        crown(system)
        system.court.add_title(won(0.1, 0.05), system.clock.now())
        reason = review_champion(system)
        assert reason.startswith("its edge decayed: V reached ")
        assert holders(system) == {Alias.CHALLENGER: 1}
        lost = system.court.titles("USDCOP")[-1]
        assert (lost.event, lost.reason, lost.actor) == (TitleEvent.LOST, reason, "home")
        assert (lost.cap, lost.since) == (None, next_session(system))
        told = PostgresAudit(system.engine).page(AuditFilter(action="title.lost"), None, 10)
        assert [row.detail["reason"] for row in told] == [reason]
        assert system.court.demoted() == {BUNDLE.digest}
        assert traders(system) == {None}, "a lone challenger that lost its title does not trade"
        assert review_champion(system) == "", "there is no champion any more"
        assert examine_record(archive_of(system)).sound

        with pytest.raises(GateRefusedError, match="1 gates refuse it") as refused:
            promote(system, "1", "champion", as_json=True)
        assert refused.value.failed == ("decay",), "the sessions before its decay prove nothing any more"
        win_title(system, BUNDLE.digest, None, "ana")
        assert system.court.demoted() == set(), "two people gave it the title again"
        with pytest.raises(GateRefusedError):
            promote(system, "1", "champion", as_json=True)


def test_promoting_a_champion_again_does_not_begin_its_decay_anew(own_evaluated: Path) -> None:
    with opened(own_evaluated, FREE) as system:
        crown(system)
        system.court.add_title(won(0.1, 0.05), system.clock.now())
        promote(system, "1", "champion", as_json=True)
        assert title_of(system, BUNDLE.digest) == won(0.1, 0.05)
        assert review_champion(system).startswith("its edge decayed: V reached ")


def test_where_there_is_a_challenger_the_demoted_bundle_becomes_shadow(own_evaluated: Path) -> None:
    with opened(own_evaluated, FREE) as system:
        crown(system)
        other = register(system, follower(-1.0, "against"))
        promote(system, str(other), "challenger", as_json=True)
        system.court.add_title(won(0.1, 0.05), system.clock.now())
        assert review_champion(system)
        assert holders(system) == {Alias.CHALLENGER: other, Alias.SHADOW: 1}
        assert traders(system) == {Alias.CHALLENGER}


def test_a_champion_refused_since_costs_changed_loses_its_title_by_night(own_evaluated: Path) -> None:
    with opened(own_evaluated, FREE) as system:
        crown(system)
    with opened(own_evaluated) as system:
        reason = review_champion(system)
        assert reason.startswith("refused by edge, ")
        assert reason.endswith(" since costs changed")
        assert holders(system) == {Alias.CHALLENGER: 1}
        assert system.court.titles("USDCOP")[-1].reason == reason
        stored = stored_verdict(system, BUNDLE.digest)
        assert stored is not None
        assert "edge" in stored.failed
        assert traders(system) == {None}


def test_a_refusal_that_somebody_stored_before_the_night_takes_the_title_too(own_evaluated: Path) -> None:
    """A champion that was evaluated again at other costs kept its role: its verdict refused it, and was not stale."""
    with opened(own_evaluated, FREE) as system:
        crown(system)
    with opened(own_evaluated) as system:
        evaluate(system, EvaluateJob(versions=("1",), folds=0))
        stored = stored_verdict(system, BUNDLE.digest)
        assert stored is not None
        assert stale_because(system, bench_of(system), BUNDLE.digest, stored) == ()
        reason = review_champion(system)
        assert reason.startswith("refused by edge, ")
        assert reason.endswith(" since what is in force changed")
        assert holders(system) == {Alias.CHALLENGER: 1}
        promote_again = pytest.raises(GateRefusedError, match="may not become champion")
        with promote_again:
            promote(system, "1", "champion", as_json=True)
    with opened(own_evaluated, FREE) as system:
        promote(system, "1", "champion", as_json=True)
        assert system.court.demoted() == set(), "it won the title again"
        assert traders(system) == {Alias.CHAMPION, Alias.CHALLENGER}


def test_a_minimum_of_training_that_held_at_the_promotion_only_takes_the_title(own_evaluated: Path) -> None:
    with opened(own_evaluated, FREE) as system:
        crown(system)
        gates = replace(system.settings.gates, min_training_episodes=1_000)
        reason = review_champion(replace(system, settings=replace(system.settings, gates=gates)))
        assert reason.endswith(" since thresholds changed")
        assert holders(system) == {Alias.CHALLENGER: 1}


def test_sessions_after_a_forward_proof_take_no_title(own_planted: Path) -> None:
    with opened(own_planted, FREE) as system:
        entered = datetime(2023, 5, 1, tzinfo=UTC)
        system.court.enter(
            NewEntry(
                "USDCOP",
                BUNDLE.digest,
                0.04,
                trained_here=True,
                entered_at=entered,
                vendor_at=entered,
                actor="me",
            ),
            entered,
        )
        made = judge_anew(system, bench_of(system), BUNDLE)
        assert made.evaluation.gates.failed == ()
        system.court.add_title(replace(won(1.0, 1e-9), reason=made.binding.proof), system.clock.now())
        registry_of(system).set_alias(Alias.CHAMPION, 1)
        later = [day for day in bench_of(system).history.expected if day >= SINCE]
        frame = system.lake.read(Layer.L4, later)
        assert frame is not None
        fallen = frame.with_columns(pl.col("fill") * (1 - 0.01 * pl.col("slot")))
        system.lake.write(
            Layer.L4, [PartitionWrite(day, fallen.filter(pl.col("session") == day), {}, {}) for day in later]
        )
        assert judge_anew(system, bench_of(system), BUNDLE).evaluation.gates.failed
        judge_entries(system)
        assert review_champion(system) == ""
        assert holders(system) == {Alias.CHAMPION: 1}


def test_an_overridden_champion_is_not_unseated_by_refusal(own_evaluated: Path) -> None:
    with opened(own_evaluated) as system:
        registry_of(system).set_alias(Alias.CHAMPION, 1)
        win_title(system, BUNDLE.digest, None, "ana")
        title = title_of(system, BUNDLE.digest)
        assert title is not None
        assert (title.reason, title.cap, title.kept_mean, title.actor) == (OVERRIDE, None, None, "ana")
        assert decay_of(system, bench_of(system), BUNDLE) is None, "nothing was proven, so nothing decays"
        assert review_champion(system) == ""
        assert holders(system) == {Alias.CHAMPION: 1}


def test_a_champion_that_cannot_be_judged_now_keeps_its_role(own_planted: Path) -> None:
    with opened(own_planted) as system:
        registry = registry_of(system)
        assert review_champion(system) == "", "no champion"
        for bundle in (follower(-1.0, "foreign"), follower(features="0" * 64)):
            version = register(system, bundle, trained_here=False)
            registry.set_alias(Alias.CHAMPION, version)
            assert review_champion(system) == ""
            assert holders(system)[Alias.CHAMPION] == version
        system.lake.drop(Layer.L4, list(system.lake.days(Layer.L4)))
        assert review_champion(system) == "", "no history"
        assert system.court.titles("USDCOP") == []
