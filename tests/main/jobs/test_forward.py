import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import polars as pl
import pytest

from support.clocks import HandClock
from support.homes import usdcop
from support.planted_homes import FEW, FREE, follower, opened, register
from support.vendor import vendor
from usdcop.adapters.clock import SystemWall
from usdcop.backtest.engine import run
from usdcop.core.errors import ConflictError, ContractError, UsageError, VendorError
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.core.registry import Alias
from usdcop.core.trials import NewEntry
from usdcop.court.forward_proof import DEVIATIONS_TO_STOP, FIRST_LOOK, SESSIONS_FOR_STOP
from usdcop.court.spending import entry_level
from usdcop.main.jobs.deploying import promote
from usdcop.main.jobs.forward import daily_loss_share, enter, proof_of, vendor_clock
from usdcop.main.jobs.judging import EvaluateJob, evaluate, judge_entries
from usdcop.main.jobs.registering import registry_of
from usdcop.main.jobs.titles import review_champion
from usdcop.main.jobs.verdict import bench_of, stored_verdict
from usdcop.main.modes import Mode
from usdcop.main.wiring import System

BUNDLE = follower()
ENTERED = datetime(2023, 9, 1, tzinfo=UTC)
HEADER_AGE = timedelta(seconds=10)
"""A server writes the head of its answers in whole seconds, and renews it when it comes to it."""


@contextmanager
def dateless(url: str) -> Iterator[str]:
    """The vendor at ``url`` through a server whose answers have no date in their head."""

    class Relay(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = httpx.get(url + self.path, headers={"Authorization": self.headers["Authorization"]})
            self.send_response_only(reply.status_code)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def variables(url: str) -> dict[str, str]:
    return {
        **FEW,
        "USDCOP_VENDOR_URL": url,
        "TWELVEDATA_API_KEYS": "demo",
        "USDCOP_CREDITS_PER_MINUTE": "1000",
        "USDCOP_CREDITS_PER_DAY": "100000",
    }


@pytest.fixture
def vendor_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A simulator over HTTP, which the settings name as vendor; its heads tell real time."""
    with vendor() as served:
        for name, value in variables(served.url).items():
            monkeypatch.setenv(name, value)
        yield served.url


@contextmanager
def paid_up(root: Path) -> Iterator[System]:
    """The home under ``root``, whose Redis is new, with the vendor's credits unspent."""
    with opened(root) as system:
        system.credits.open_unspent(system.clock.now())
        yield system


def by(system: System, at: datetime) -> System:
    """``system`` on a machine whose clock says ``at``."""
    return replace(system, wall=HandClock(at))


def entered_before(system: System, digest: str, stop: float, at: datetime = ENTERED) -> None:
    new = NewEntry("USDCOP", digest, stop, trained_here=False, entered_at=at, vendor_at=at, actor="cli:me")
    system.court.enter(new, at)


@pytest.mark.parametrize("mode", [Mode.REPLAY, Mode.SYNTHETIC])
def test_a_home_whose_market_is_made_up_or_over_proves_nothing(shared_planted: Path, mode: Mode) -> None:
    with opened(shared_planted) as system:
        other = replace(system, settings=replace(system.settings, mode=mode))
        with pytest.raises(UsageError, match=f"A {mode} home proves nothing forward"):
            enter(other, "1", None)
        assert system.court.entries("USDCOP") == []


def test_a_person_enters_a_bundle_once_and_its_stop_is_fixed(own_planted: Path, vendor_url: str) -> None:
    given = variables(vendor_url)
    with paid_up(own_planted):
        pass
    most = "at most the account's daily loss, 4.2160%"
    for stop in ("0", "60"):
        told = usdcop(
            own_planted, "models", "enter", "1", "--stop", stop, mode="real", code=2, variables=given
        )
        assert most in told.err
    began = SystemWall().now() - HEADER_AGE
    told = usdcop(own_planted, "models", "enter", "1", "--json", mode="real", variables=given)
    ended = SystemWall().now() + HEADER_AGE
    assert (told.json["number"], told.json["bundle"]) == (1, BUNDLE.digest)
    assert told.json["target"] == pytest.approx(1 / entry_level(1))
    assert began <= datetime.fromisoformat(told.json["entered_at"]) <= ended
    again = usdcop(own_planted, "models", "enter", "1", mode="real", code=1, variables=given)
    assert "entered already" in again.err
    with opened(own_planted) as system:
        (entry,) = system.court.entries("USDCOP")
        assert entry.trained_here
        bench = bench_of(system)
        days = bench.history.expected[-SESSIONS_FOR_STOP:]
        assert entry.stop < daily_loss_share(system, bench)
        assert entry.stop == pytest.approx(DEVIATIONS_TO_STOP * deviation(system, days), rel=1e-12)
        assert bench.sessions_of(BUNDLE.digest, system) == (), "none has opened since"
        assert judge_entries(system) == 0
    other = usdcop(own_planted, "models", "list", mode="real")
    assert "not evaluated" in other.out


def deviation(system: System, days: tuple[date, ...]) -> float:
    bench, settings = bench_of(system), system.settings
    episodes = bench.history.episodes.between(days[0], days[-1])
    return float(run(episodes, BUNDLE.policy, settings.costs, settings.stakes).returns(days).std(ddof=1))


@pytest.mark.usefixtures("vendor_url")
def test_a_proof_begins_at_the_later_of_both_clocks(own_planted: Path) -> None:
    """Clock back, register, clock forward, fetch: it would prove at once."""
    past, future = datetime(2023, 1, 2, tzinfo=UTC), datetime(2030, 1, 2, tzinfo=UTC)
    with paid_up(own_planted) as system:
        now = SystemWall().now()
        assert abs(vendor_clock(system) - now) < timedelta(minutes=1)
        version = register(system, follower(-1.0, "foreign"), trained_here=False)
        back = enter(by(system, past), "1", None).entry
        ahead = enter(by(system, future), str(version), 0.01)
        assert back.entered_at >= now - HEADER_AGE
        assert (ahead.entry.entered_at, ahead.entry.number) == (future, 2)
        assert (ahead.entry.stop, ahead.entry.trained_here) == (0.01, False)
        assert ahead.target == pytest.approx(1 / entry_level(2))
        with pytest.raises(ConflictError, match="entered already"):
            enter(system, "1", 0.01)


def test_without_the_vendors_clock_no_proof_begins(
    own_planted: Path, vendor_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with dateless(vendor_url) as url:
        monkeypatch.setenv("USDCOP_VENDOR_URL", url)
        with (
            paid_up(own_planted) as system,
            pytest.raises(VendorError, match="does not say what the time is"),
        ):
            enter(system, "1", None)
    with paid_up(own_planted) as system:  # that server is gone
        with pytest.raises(VendorError, match="no connection"):
            enter(by(system, datetime(2024, 6, 3, tzinfo=UTC)), "1", None)
        assert system.court.entries("USDCOP") == []


@pytest.mark.usefixtures("vendor_url")
def test_a_bundle_on_other_features_is_not_entered_and_does_not_end_the_night(own_planted: Path) -> None:
    odd = follower(features="0" * 64)
    with opened(own_planted, FREE) as system:
        version = register(system, odd, trained_here=False)
        with pytest.raises(ContractError):
            enter(system, str(version), None)
        entered_before(system, odd.digest, 0.01)
        entered_before(system, BUNDLE.digest, 0.01)
        assert judge_entries(system) == 1


@pytest.mark.usefixtures("vendor_url")
def test_a_champion_that_a_look_proved_is_not_entered(own_planted: Path) -> None:
    """It lost its title the night after: refused by edge, since its proof had changed."""
    with opened(own_planted, FREE) as system:
        evaluate(system, EvaluateJob(versions=("1",), folds=0))
        promote(system, "1", "champion", as_json=True)
        with pytest.raises(UsageError, match="Version 1 is champion, proven by look 1"):
            enter(system, "1", None)
        assert system.court.entries("USDCOP") == []


def test_a_champion_is_not_refused_before_the_first_look_at_its_entry(own_planted: Path) -> None:
    foreign = follower(-1.0, "foreign")
    with opened(own_planted) as system:
        version = register(system, foreign, trained_here=False)
        registry_of(system).set_alias(Alias.CHAMPION, version)
        entered_before(system, foreign.digest, 0.01, datetime(2024, 4, 15, tzinfo=UTC))
        assert review_champion(system) == ""
        stored = stored_verdict(system, foreign.digest)
        assert stored is not None
        assert "edge" in stored.failed


def test_every_entry_is_judged_by_night_on_the_sessions_since(own_planted: Path) -> None:
    foreign, late = follower(name="foreign"), follower(-1.0, "late")
    with opened(own_planted, FREE) as system:
        for bundle in (foreign, late):
            register(system, bundle, trained_here=False)
        entered_before(system, foreign.digest, 0.01)
        entered_before(system, late.digest, 0.01, datetime(2024, 6, 1, tzinfo=UTC))
        assert judge_entries(system) == 1, "no session has opened since the second entry"
        assert stored_verdict(system, late.digest) is None
        stored = stored_verdict(system, foreign.digest)
        assert stored is not None
        assert stored.binding.proof == "entry 1, stop 0.01"
        assert stored.first == date(2023, 9, 1)
        assert "edge" not in stored.failed

        bench = bench_of(system)
        found = proof_of(system, bench, foreign)
        assert found is not None
        entry, proof = found
        assert (entry.number, len(proof.wealth)) == (1, len(bench.sessions_of(foreign.digest, system)))
        assert proof.proven_at == FIRST_LOOK
        assert proof_of(system, bench, BUNDLE) is None, "it was not entered"
        assert system.court.looks("USDCOP") == [], "a forward proof takes no look"
    with opened(own_planted) as system:
        found = proof_of(system, bench_of(system), foreign)
        assert found is not None
        assert not found[1].proven, "at the costs in force it has none"
        assert judge_entries(system) == 1
        stored = stored_verdict(system, foreign.digest)
        assert stored is not None
        assert "edge" in stored.failed


def test_a_session_with_imported_bars_ends_the_proof(own_planted: Path) -> None:
    foreign = follower(name="foreign")
    with opened(own_planted, FREE) as system:
        register(system, foreign, trained_here=False)
        entered_before(system, foreign.digest, 0.01)
        days = bench_of(system).sessions_of(foreign.digest, system)
        brought = days[70]
        frame = system.lake.read(Layer.L1, [brought])
        assert frame is not None
        changed = frame.with_columns(source=pl.lit("import:mine.csv").cast(frame["source"].dtype))
        system.lake.write(Layer.L1, [PartitionWrite(brought, changed, {}, {})])
        bench = bench_of(system)
        assert bench.sessions_of(foreign.digest, system) == days[:70]
        found = proof_of(system, bench, foreign)
        assert found is not None
        assert len(found[1].wealth) == 70


def test_a_night_without_a_history_judges_nothing(own_planted: Path) -> None:
    with opened(own_planted) as system:
        entered_before(system, BUNDLE.digest, 0.01)
        system.lake.drop(Layer.L4, list(system.lake.days(Layer.L4)))
        assert judge_entries(system) == 0
