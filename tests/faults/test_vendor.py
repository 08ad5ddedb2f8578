"""What the vendor does wrong, over real HTTP: each gets through after a retry, or ends in a clear error."""

import asyncio
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from support.vendor import MINUTE, NOW, Desk, RecordingLedger, Vendor, desk, vendor
from usdcop.adapters.twelvedata import VendorTerms
from usdcop.core.bars import VendorBar
from usdcop.core.errors import CreditsError, VendorError
from usdcop.core.retry import RetryRule
from usdcop.core.sessions import BAR
from usdcop.simulator.faults import Fault, FaultKind

DAY = (datetime(2024, 7, 9, tzinfo=UTC), datetime(2024, 7, 10, tzinfo=UTC))
NINE = datetime(2024, 7, 9, 14, tzinfo=UTC)
ATTEMPTS = 4
TERMS = VendorTerms(retry=RetryRule(attempts=ATTEMPTS))
HASTY = VendorTerms(retry=RetryRule(attempts=ATTEMPTS), timeout=timedelta(seconds=0.2))
PASSING = (
    FaultKind.SERVER_ERROR,
    FaultKind.TIMEOUT,
    FaultKind.MALFORMED_JSON,
    FaultKind.HTML,
    FaultKind.EMPTY,
    FaultKind.ERROR_BODY,
    FaultKind.WRONG_SHAPE,
)
SAID = {
    FaultKind.SERVER_ERROR: "HTTP 500",
    FaultKind.TIMEOUT: "no answer within 0.2 s",
    FaultKind.MALFORMED_JSON: "no JSON",
    FaultKind.HTML: "a web page instead of data",
    FaultKind.EMPTY: "an empty answer",
    FaultKind.ERROR_BODY: "Something went wrong at our side",
    FaultKind.WRONG_SHAPE: "without a list of bars",
}


@pytest.fixture(scope="module")
def running() -> Iterator[Vendor]:
    with vendor() as served:
        yield served


@pytest.fixture
def served(running: Vendor) -> Iterator[Vendor]:
    yield running
    running.faults.clear()


def fetched(at: Vendor, ledger: RecordingLedger | None = None) -> tuple[list[VendorBar], Desk]:
    async def ask() -> tuple[list[VendorBar], Desk]:
        async with desk(at.url, at.clock, ledger, TERMS) as client:
            return await client.feed.bars("USDCOP", *DAY), client

    return asyncio.run(ask())


def failure(at: Vendor, terms: VendorTerms = TERMS) -> tuple[VendorError, Desk]:
    async def ask() -> tuple[VendorError, Desk]:
        async with desk(at.url, at.clock, None, terms) as client:
            with pytest.raises(VendorError) as caught:
                await client.feed.bars("USDCOP", *DAY)
            return caught.value, client

    return asyncio.run(ask())


def truth(at: Vendor) -> list[VendorBar]:
    return list(at.source.bars(*DAY))


@pytest.mark.parametrize("kind", [kind for kind in PASSING if kind is not FaultKind.TIMEOUT])
def test_what_passes_is_retried_and_brings_the_bars(served: Vendor, kind: FaultKind) -> None:
    served.faults.add(Fault(kind, count=2))
    bars, client = fetched(served)
    assert bars == truth(served)
    assert len(client.ledger.reserved) == 3
    assert len(client.wall.sleeps) == 2
    assert client.wall.sleeps[0] <= RetryRule().base


def test_a_time_out_is_retried_and_brings_the_bars(served: Vendor) -> None:
    patient = VendorTerms(timeout=timedelta(seconds=1.5))
    expected = truth(served)
    served.faults.add(Fault(FaultKind.TIMEOUT, count=1))

    async def ask() -> list[VendorBar]:
        async with desk(served.url, served.clock, None, patient) as client:
            return await client.feed.bars("USDCOP", *DAY)

    assert asyncio.run(ask()) == expected
    assert served.faults.active() == []


@pytest.mark.parametrize("kind", PASSING)
def test_what_stays_ends_in_one_sentence_after_bounded_retries(served: Vendor, kind: FaultKind) -> None:
    served.faults.add(Fault(kind))
    error, client = failure(served, HASTY if kind is FaultKind.TIMEOUT else TERMS)
    assert f"in {ATTEMPTS} calls" in error.sentence
    assert SAID[kind] in error.sentence
    assert error.cure
    assert len(client.ledger.reserved) == ATTEMPTS
    assert len(client.wall.sleeps) == ATTEMPTS - 1


def test_a_price_that_is_no_price_is_an_error_too(served: Vendor) -> None:
    async def ask() -> None:
        async with desk(served.url, served.clock, None, TERMS) as client:
            with pytest.raises(VendorError, match="without a price"):
                await client.feed.quote("USDCOP")

    served.faults.add(Fault(FaultKind.WRONG_SHAPE, path="/price"))
    asyncio.run(ask())


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with vendor() as at:
            error, client = failure(Vendor(url, at.source, at.clock, at.faults))
    assert "no connection (ConnectError)" in error.sentence
    assert len(client.wall.sleeps) == ATTEMPTS - 1


def test_a_rate_limit_storm_moves_to_the_other_keys(served: Vendor) -> None:
    ledger = RecordingLedger(("one", "two", "three"))
    served.faults.add(Fault(FaultKind.RATE_LIMIT, count=2))
    bars, client = fetched(served, ledger)
    assert bars == truth(served)
    assert ledger.reserved == ["one", "two", "three"]
    assert set(ledger.benched) == {"one", "two"}
    assert client.wall.sleeps == []


def test_a_rate_limit_storm_on_one_key_waits_for_the_next_minute() -> None:
    with vendor() as at:
        at.faults.add(Fault(FaultKind.RATE_LIMIT, count=1))
        bars, client = fetched(at)
        assert bars == truth(at)
        assert at.clock.sleeps == [timedelta(seconds=30)]
        assert client.wall.sleeps == []


def test_a_rate_limit_storm_without_end_ends_in_an_error_that_says_when() -> None:
    with vendor() as at:
        at.faults.add(Fault(FaultKind.RATE_LIMIT))
        with pytest.raises(CreditsError) as caught:
            fetched(at)
        assert caught.value.free_at is not None
        assert at.clock.now() - NOW <= VendorTerms().credit_patience + MINUTE


def test_an_error_that_asking_again_cannot_help_is_not_asked_again(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.ERROR_BODY, code=404, message="symbol gone"))
    error, client = failure(served)
    assert (error.code, "symbol gone" in error.sentence) == (404, True)
    assert len(client.ledger.reserved) == 1


def test_duplicate_bars_arrive_as_they_are(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.DUPLICATE_BARS, start=NINE, end=NINE + 3 * BAR))
    expected = sorted([*truth(served), *served.source.bars(NINE, NINE + 3 * BAR)], key=lambda bar: bar.time)
    assert fetched(served)[0] == expected


def test_shuffled_bars_come_out_in_order(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.SHUFFLED_BARS))
    assert fetched(served)[0] == truth(served)


def test_missing_bars_stay_missing_until_the_vendor_has_them(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.MISSING_BARS, count=1, start=NINE, end=NINE + 4 * BAR))
    expected = [bar for bar in truth(served) if not NINE <= bar.time < NINE + 4 * BAR]
    assert fetched(served)[0] == expected
    assert fetched(served)[0] == truth(served)


def test_a_late_bar_appears_when_its_delay_is_over() -> None:
    session = datetime(2024, 7, 10, tzinfo=UTC)
    ten = datetime(2024, 7, 10, 14, 55, tzinfo=UTC)

    def newest(at: Vendor) -> datetime:
        async def ask() -> datetime:
            async with desk(at.url, at.clock) as client:
                return (await client.feed.bars("USDCOP", session, ten + BAR))[-1].time

        return asyncio.run(ask())

    with vendor() as at:
        at.faults.add(Fault(FaultKind.LATE_BARS, minutes=10, start=ten))
        assert newest(at) == ten - BAR
        at.clock.advance(8 * MINUTE)
        assert newest(at) == ten


def test_a_revised_bar_has_another_close_the_second_time(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.REVISED_BARS, start=NINE, end=NINE + BAR))
    first, second, third = (fetched(served)[0] for _ in range(3))
    changed = [(old, new) for old, new in zip(first, second, strict=True) if old != new]
    assert first == truth(served)
    assert [(old.time, new.close - old.close) for old, new in changed] == [(NINE, Decimal("0.5"))]
    assert third == second


def test_a_price_that_is_no_number_keeps_its_row_for_the_quarantine(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.BAD_PRICES, start=NINE, end=NINE + BAR))
    found = {bar.time: bar for bar in fetched(served)[0]}
    assert set(found) == {bar.time for bar in truth(served)}
    assert found[NINE].close.is_nan()
    assert '"close": "n/a"' in str(found[NINE].raw)


def test_an_inverted_bar_is_passed_on(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.INVERTED_BARS, start=NINE, end=NINE + BAR))
    found = {bar.time: bar for bar in fetched(served)[0]}
    assert found[NINE].high < found[NINE].low


def test_a_bad_hour_of_everything_still_brings_every_bar(served: Vendor) -> None:
    for kind in PASSING:
        if kind is not FaultKind.TIMEOUT:
            served.faults.add(Fault(kind, probability=0.12))
    terms = VendorTerms(retry=RetryRule(attempts=30), page_bars=9)

    async def ask() -> list[VendorBar]:
        async with desk(served.url, served.clock, None, terms) as client:
            return await client.feed.bars("USDCOP", *DAY)

    assert asyncio.run(ask()) == truth(served)


@pytest.mark.alone
def test_a_hanging_vendor_does_not_hold_up_its_own_end() -> None:
    began = time.monotonic()
    with vendor() as at:
        at.faults.add(Fault(FaultKind.TIMEOUT))
        failure(at, HASTY)
    assert time.monotonic() - began < 6
