import asyncio
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from support.clocks import HandClock
from support.vendor import AMPLE, MINUTE, NOW, RecordingLedger, Vendor, desk, vendor
from usdcop.adapters.clock import SystemWall
from usdcop.adapters.twelvedata import VendorTerms, open_twelvedata
from usdcop.core.bars import VendorBar
from usdcop.core.errors import CreditsError, UsageError, VendorError
from usdcop.core.retry import RetryRule
from usdcop.simulator.app import Access
from usdcop.simulator.faults import Fault, FaultKind
from usdcop.simulator.meter import Plan

SPAN = (datetime(2024, 5, 27, tzinfo=UTC), datetime(2024, 7, 6, tzinfo=UTC))
DAY = (datetime(2024, 7, 9, tzinfo=UTC), datetime(2024, 7, 10, tzinfo=UTC))
TWO_YEARS = (datetime(2022, 7, 10, tzinfo=UTC), datetime(2024, 7, 10, tzinfo=UTC))


@pytest.fixture(scope="module")
def served() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


def fetched(
    at: Vendor, span: tuple[datetime, datetime], ledger: RecordingLedger, terms: VendorTerms | None = None
) -> list[VendorBar]:
    async def ask() -> list[VendorBar]:
        async with desk(at.url, at.clock, ledger, terms) as client:
            return await client.feed.bars("USDCOP", *span)

    return asyncio.run(ask())


@pytest.mark.parametrize("page_bars", [7, 60, 100, 599])
def test_pages_join_without_a_hole_or_a_duplicate(served: Vendor, page_bars: int) -> None:
    span = (datetime(2024, 7, 1, tzinfo=UTC), datetime(2024, 7, 4, tzinfo=UTC))
    expected = list(served.source.bars(*span))
    ledger = RecordingLedger(per_minute=1000)
    assert fetched(served, span, ledger, VendorTerms(page_bars=page_bars)) == expected
    assert len(ledger.reserved) == len(expected) // page_bars + 1


def test_a_page_that_ends_exactly_at_the_start_costs_one_more_question(served: Vendor) -> None:
    expected = list(served.source.bars(*DAY))
    ledger = RecordingLedger()
    assert fetched(served, DAY, ledger, VendorTerms(page_bars=len(expected))) == expected
    assert len(ledger.reserved) == 2


def test_two_years_come_whole_in_the_fewest_pages(served: Vendor) -> None:
    expected = list(served.source.bars(*TWO_YEARS))
    ledger = RecordingLedger(per_minute=1000)
    began = time.process_time()
    found = fetched(served, TWO_YEARS, ledger)
    seconds = time.process_time() - began
    assert found == expected
    assert len(found) > 28_000
    assert len(ledger.reserved) == len(expected) // 5000 + 1
    assert seconds < 6, f"{len(found)} bars took {seconds:.1f} s"


def test_duplicates_the_vendor_sends_are_kept_across_pages_too(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.DUPLICATE_BARS, probability=0.2))
    try:
        found = fetched(served, SPAN, RecordingLedger(per_minute=1000), VendorTerms(page_bars=500))
    finally:
        served.faults.clear()
    times = [bar.time for bar in found]
    assert sorted(set(times)) == [bar.time for bar in served.source.bars(*SPAN)]
    assert len(times) > 1.1 * len(set(times))


def test_many_calls_at_once_share_the_client(served: Vendor) -> None:
    async def ask() -> list[list[VendorBar]]:
        async with desk(served.url, served.clock, RecordingLedger(("a", "b", "c"), 1000)) as client:
            days = [DAY[0] - timedelta(days=back) for back in range(8)]
            calls = (client.feed.bars("USDCOP", day, day + timedelta(days=1)) for day in days)
            return await asyncio.gather(*calls)

    for back, found in enumerate(asyncio.run(ask())):
        day = DAY[0] - timedelta(days=back)
        assert found == list(served.source.bars(day, day + timedelta(days=1)))


def test_history_waits_for_the_next_minute_s_credits_in_market_time() -> None:
    with vendor(access=Access(plan=Plan(per_minute=2))) as at:
        ledger = RecordingLedger(per_minute=2)
        found = fetched(at, SPAN, ledger, VendorTerms(page_bars=400))
        assert found == list(at.source.bars(*SPAN))
        assert len(ledger.reserved) == 5
        assert at.clock.sleeps == [timedelta(seconds=30), MINUTE]


def test_history_does_not_wait_longer_than_its_patience(served: Vendor) -> None:
    ledger = RecordingLedger(benched={"key-one": served.clock.now() + timedelta(hours=9)})
    with pytest.raises(CreditsError) as caught:
        fetched(served, DAY, ledger)
    assert caught.value.free_at == served.clock.now() + timedelta(hours=9)


def test_a_quote_does_not_wait_for_credits(served: Vendor) -> None:
    async def ask() -> None:
        async with desk(served.url, served.clock, RecordingLedger(per_minute=0)) as client:
            with pytest.raises(CreditsError):
                await client.feed.quote("USDCOP")

    asyncio.run(ask())
    assert served.clock.sleeps == []


def test_a_refused_key_rests_for_long_and_the_next_one_answers() -> None:
    with vendor(access=Access(keys=frozenset({"good"}), plan=AMPLE)) as at:
        ledger = RecordingLedger(("bad", "good"))
        assert fetched(at, DAY, ledger) == list(at.source.bars(*DAY))
        assert ledger.reserved == ["bad", "good"]
        assert ledger.benched == {"bad": NOW + VendorTerms().refused_key_rest}


def test_with_refused_keys_alone_the_vendor_s_refusal_is_the_error() -> None:
    with vendor(access=Access(keys=frozenset(), plan=AMPLE)) as at:
        ledger = RecordingLedger(("bad", "worse"))
        with pytest.raises(VendorError, match="refused") as caught:
            fetched(at, DAY, ledger)
        assert caught.value.code == 401
        assert "TWELVEDATA_API_KEYS" in caught.value.cure
        assert ledger.reserved == ["bad", "worse"]


def test_a_key_without_credits_rests_until_the_next_minute_and_another_answers() -> None:
    with vendor(access=Access(plan=Plan(per_minute=1))) as at:
        ledger = RecordingLedger(("one", "two"))  # it believes in eight a minute; the vendor knows better
        fetched(at, DAY, ledger)
        fetched(at, DAY, ledger)
        fetched(at, DAY, ledger)
        assert ledger.reserved == ["one", "two", "one", "two", "one"]
        assert at.clock.now() >= NOW.replace(second=0) + MINUTE


def test_a_spent_day_rests_the_key_until_the_next_utc_day() -> None:
    with vendor(access=Access(plan=Plan(per_minute=1000, per_day=1))) as at:
        ledger = RecordingLedger()
        fetched(at, DAY, ledger)
        with pytest.raises(CreditsError):
            fetched(at, DAY, ledger)
        assert ledger.benched == {"key-one": datetime(2024, 7, 11, tzinfo=UTC)}


def test_a_ledger_that_never_runs_dry_does_not_make_it_ask_for_ever() -> None:
    class Stubborn(RecordingLedger):
        def bench(self, key: str, until: datetime, why: str = "") -> None:
            """Forget it at once."""

    with vendor(access=Access(keys=frozenset(), plan=AMPLE)) as at:
        ledger = Stubborn(per_minute=1000)
        with pytest.raises(VendorError, match="in 5 calls"):
            fetched(at, DAY, ledger, VendorTerms(most_calls=5))
        assert len(ledger.reserved) == 5


@pytest.mark.parametrize("key", ["clé", "two\nlines"])
def test_a_key_that_cannot_be_sent_rests_and_the_next_one_answers(served: Vendor, key: str) -> None:
    ledger = RecordingLedger((key, "good"))
    assert fetched(served, DAY, ledger) == list(served.source.bars(*DAY))
    assert ledger.reserved == [key, "good"]


def test_usage_teaches_the_ledger(served: Vendor) -> None:
    async def ask() -> tuple[int, RecordingLedger]:
        async with desk(served.url, served.clock, RecordingLedger(("fresh",))) as client:
            await client.feed.quote("USDCOP")
            return (await client.feed.usage("fresh")).day, client.ledger

    day, ledger = asyncio.run(ask())
    assert day == 2
    assert ledger.observed == {"fresh": (2, served.clock.now())}


def test_usage_of_an_unknown_key_is_an_error() -> None:
    async def ask(at: Vendor) -> None:
        async with desk(at.url, at.clock) as client:
            await client.feed.usage("unknown")

    with vendor(access=Access(keys=frozenset({"known"}))) as at, pytest.raises(VendorError, match="refused"):
        asyncio.run(ask(at))


def test_the_day_s_quote(served: Vendor) -> None:
    async def ask() -> None:
        async with desk(served.url, served.clock) as client:
            day, now = await client.feed.day_quote("USD/COP"), await client.feed.quote("USDCOP")
            assert (day.symbol, day.close, day.is_market_open) == ("USDCOP", now.price, True)
            assert day.opened == datetime(2024, 7, 10, 13, tzinfo=UTC)
            assert day.low <= day.close <= day.high
            assert day.previous_close == served.source.bars(*DAY)[-1].close

    asyncio.run(ask())


def test_the_key_is_in_no_log_and_no_error(served: Vendor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ledger = RecordingLedger(("very-secret-key",), 1000)
    fetched(served, DAY, ledger)
    served.faults.add(Fault(FaultKind.ERROR_BODY, code=404, message="no such thing for very-secret-key"))
    try:
        with pytest.raises(VendorError) as caught:
            fetched(served, DAY, ledger)
    finally:
        served.faults.clear()
    assert "no such thing for [key]" in str(caught.value)
    assert "very-secret-key" not in caplog.text


@pytest.mark.parametrize("url", ["", "api.twelvedata.com", "ftp://vendor", "http://", "http://a:b"])
def test_an_address_that_is_none_names_its_setting(url: str) -> None:
    async def ask() -> None:
        async with open_twelvedata(url, RecordingLedger(), HandClock(NOW), HandClock(NOW)):
            pass

    with pytest.raises(UsageError) as caught:
        asyncio.run(ask())
    assert "USDCOP_VENDOR_URL" in caught.value.cure


def test_the_vendor_s_clock_is_heard_in_its_answers(served: Vendor) -> None:
    async def ask() -> None:
        async with desk(served.url, served.clock) as client:
            before = client.feed.heard
            await client.feed.quote("USDCOP")
            heard = client.feed.heard
            assert before is None
            assert heard is not None
            assert abs(heard.said - SystemWall().now()) < timedelta(seconds=30)
            assert heard.asked <= heard.answered == client.wall.now()

    asyncio.run(ask())


def test_other_terms_make_another_patience_on_the_same_connection(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.SERVER_ERROR, count=3))

    async def ask() -> None:
        async with desk(served.url, served.clock) as client:
            hasty = client.feed.with_terms(VendorTerms(retry=RetryRule(attempts=2)))
            with pytest.raises(VendorError, match="in 2 calls"):
                await hasty.quote("USDCOP")
            await client.feed.quote("USDCOP")

    asyncio.run(ask())


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "ftp://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used_is_one_sentence(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)

    async def ask(url: str) -> None:
        async with open_twelvedata(url, RecordingLedger(), HandClock(NOW), HandClock(NOW)):
            pass

    asyncio.run(ask("http://127.0.0.1:9"))
    with pytest.raises(UsageError, match="through the proxy") as caught:
        asyncio.run(ask("https://api.twelvedata.com"))
    assert "HTTPS_PROXY" in caught.value.cure
