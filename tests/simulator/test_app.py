"""The simulator over real HTTP, as any caller of the vendor sees it; the official client among them."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from twelvedata import TDClient  # type: ignore[import-untyped]
from twelvedata.exceptions import (  # type: ignore[import-untyped]
    BadRequestError,
    InvalidApiKeyError,
    TwelveDataError,
)

from support.vendor import AMPLE, MINUTE, Vendor, desk, vendor
from usdcop.core.bars import VendorBar
from usdcop.simulator.app import KIND_HEADER, Access
from usdcop.simulator.faults import Fault, FaultKind
from usdcop.simulator.meter import Plan

PAIR = {"symbol": "USD/COP", "apikey": "key"}
SERIES = {**PAIR, "interval": "5min"}


@pytest.fixture(scope="module")
def served() -> Iterator[Vendor]:
    with vendor() as running:
        yield running


def got(at: Vendor, path: str, **asked: str) -> httpx.Response:
    return httpx.get(at.url + path, params=asked, trust_env=False)


def test_bars_come_as_the_vendor_s_do(served: Vendor) -> None:
    answer = got(served, "/time_series", **SERIES, outputsize="2").json()
    assert set(answer) == {"meta", "values", "status"}
    assert [row["datetime"] for row in answer["values"]] == ["2024-07-10 10:00:00", "2024-07-10 09:55:00"]
    assert {type(value) for row in answer["values"] for value in row.values()} == {str}
    assert "volume" not in answer["values"][0]


def test_every_answer_says_that_it_is_synthetic_and_what_is_left(served: Vendor) -> None:
    for path in ("/time_series", "/quote", "/price", "/api_usage"):
        headers = got(served, path, **{**SERIES, "apikey": f"only{path}"}).headers
        assert headers[KIND_HEADER] == "synthetic"
        assert (headers["api-credits-used"], headers["api-credits-left"]) == ("1", "999")


def test_a_forming_bar_changes_until_it_closes() -> None:
    with vendor() as at:
        looks = []
        for _ in range(6):
            looks.append(
                got(at, "/time_series", **SERIES, outputsize="1", timezone="UTC").json()["values"][0]
            )
            at.clock.advance(timedelta(seconds=20))
        assert {look["datetime"] for look in looks} == {"2024-07-10 15:00:00"}
        assert len({look["open"] for look in looks}) == 1
        assert len({look["close"] for look in looks}) > 1
        at.clock.advance(5 * MINUTE)
        final = got(at, "/time_series", **SERIES, outputsize="2", timezone="UTC").json()["values"][1]
        (bar,) = at.source.bars(
            datetime(2024, 7, 10, 15, tzinfo=UTC), datetime(2024, 7, 10, 15, 5, tzinfo=UTC)
        )
        assert (final["high"], final["low"], final["close"]) == (str(bar.high), str(bar.low), str(bar.close))


def test_the_end_of_a_range_is_included_as_the_vendor_s_is(served: Vendor) -> None:
    asked = {
        **SERIES,
        "timezone": "UTC",
        "start_date": "2024-07-10 14:00:00",
        "end_date": "2024-07-10 14:10:00",
    }
    times = [row["datetime"][-8:] for row in got(served, "/time_series", **asked).json()["values"]]
    assert times == ["14:10:00", "14:05:00", "14:00:00"]


def test_lines_of_text_on_request(served: Vendor) -> None:
    answer = got(served, "/time_series", **SERIES, format="CSV", outputsize="3")
    assert answer.headers["content-type"] == "text/csv"
    assert len(answer.text.splitlines()) == 4


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({**SERIES, "interval": "7min"}, 400),
        ({**SERIES, "start_date": "2024-07-06", "end_date": "2024-07-07"}, 400),
        ({**SERIES, "symbol": "EUR/USD"}, 404),
        ({**SERIES, "apikey": ""}, 401),
    ],
)
def test_errors_are_bodies_under_200(served: Vendor, asked: dict[str, str], code: int) -> None:
    answer = got(served, "/time_series", **asked)
    assert answer.status_code == 200
    assert answer.json()["status"] == "error"
    assert answer.json()["code"] == code
    assert answer.json()["message"]


def test_errors_come_under_their_own_code_where_it_is_so_set() -> None:
    with vendor(access=Access(keys=frozenset({"good"}), errors_under_200=False)) as at:
        assert got(at, "/price", **PAIR).status_code == 401
        assert got(at, "/price", **{**PAIR, "apikey": "good"}).status_code == 200


def test_the_key_is_taken_from_the_header_too() -> None:
    with vendor(access=Access(keys=frozenset({"good"}))) as at:
        answer = httpx.get(
            at.url + "/price",
            params={"symbol": "USD/COP"},
            headers={"Authorization": "apikey good"},
            trust_env=False,
        )
        assert set(answer.json()) == {"price"}


def test_credits_run_out_by_key_and_come_back_with_the_minute() -> None:
    with vendor(access=Access(plan=Plan(per_minute=2))) as at:
        codes = [got(at, "/price", **PAIR).json().get("code") for _ in range(3)]
        assert codes == [None, None, 429]
        assert got(at, "/price", **PAIR).headers["api-credits-left"] == "0"
        assert "code" not in got(at, "/price", **{**PAIR, "apikey": "other"}).json()
        at.clock.advance(MINUTE)
        assert "code" not in got(at, "/price", **PAIR).json()


def test_the_day_s_credits_run_out_and_say_so() -> None:
    with vendor(access=Access(plan=Plan(per_minute=100, per_day=1))) as at:
        got(at, "/price", **PAIR)
        assert "for the day" in got(at, "/price", **PAIR).json()["message"]


def test_usage_is_the_key_s_own(served: Vendor) -> None:
    for _ in range(3):
        got(served, "/price", **{**PAIR, "apikey": "mine"})
    usage = got(served, "/api_usage", apikey="mine").json()
    assert (usage["current_usage"], usage["daily_usage"], usage["plan_limit"]) == (4, 4, AMPLE.per_minute)


def test_a_fault_replaces_an_answer(served: Vendor) -> None:
    served.faults.add(Fault(FaultKind.HTML, count=1))
    assert got(served, "/price", **PAIR).headers["content-type"].startswith("text/html")
    assert set(got(served, "/price", **PAIR).json()) == {"price"}


def test_two_clients_with_their_own_keys_get_the_same_market() -> None:
    with vendor(access=Access(plan=Plan(per_minute=6))) as at:
        day = (datetime(2024, 7, 9, tzinfo=UTC), datetime(2024, 7, 10, tzinfo=UTC))

        async def ask() -> list[list[VendorBar]]:
            async with desk(at.url, at.clock) as one, desk(at.url, at.clock) as two:
                calls = [client.feed.bars("USDCOP", *day) for client in (one, two) for _ in range(3)]
                return await asyncio.gather(*calls)

        assert {tuple(bars) for bars in asyncio.run(ask())} == {tuple(at.source.bars(*day))}


class TestOfficialClient:
    """The vendor's own Python client, pointed here."""

    @pytest.fixture
    def client(self, served: Vendor) -> Iterator[TDClient]:
        client = TDClient(apikey="official", base_url=served.url)
        client.ctx.http_client.session.trust_env = False
        yield client
        client.ctx.http_client.session.close()

    def test_bars_as_json(self, client: TDClient) -> None:
        rows = client.time_series(symbol="USD/COP", interval="5min", outputsize=3, timezone="UTC").as_json()
        assert [row["datetime"] for row in rows] == [
            "2024-07-10 15:00:00",
            "2024-07-10 14:55:00",
            "2024-07-10 14:50:00",
        ]

    def test_bars_as_a_frame(self, client: TDClient, served: Vendor) -> None:
        frame = client.time_series(
            symbol="USD/COP",
            interval="5min",
            timezone="UTC",
            order="asc",
            start_date="2024-07-01",
            end_date="2024-07-05",
            outputsize=5000,
        ).as_pandas()
        truth = served.source.bars(datetime(2024, 7, 1, tzinfo=UTC), datetime(2024, 7, 5, tzinfo=UTC))
        assert list(frame["close"].astype(float)) == [float(bar.close) for bar in truth]
        assert frame.index[0].to_pydatetime() == truth[0].time.replace(tzinfo=None)

    def test_bars_as_lines(self, client: TDClient) -> None:
        lines = client.time_series(symbol="USD/COP", interval="15min", outputsize=2).as_csv()
        assert list(lines[0]) == ["datetime", "open", "high", "low", "close"]
        assert len(lines) == 3

    def test_price_quote_and_usage(self, client: TDClient) -> None:
        price = client.price(symbol="USD/COP").as_json()["price"]
        assert client.quote(symbol="USD/COP").as_json()["close"] == price
        assert client.api_usage().as_json()["plan_limit"] == AMPLE.per_minute

    @pytest.mark.parametrize(
        ("asked", "kind"),
        [
            ({"symbol": "USD/COP", "interval": "7min"}, BadRequestError),
            ({"symbol": "EUR/USD", "interval": "5min"}, TwelveDataError),
        ],
    )
    def test_errors_are_its_own(self, client: TDClient, asked: dict[str, str], kind: type[Exception]) -> None:
        with pytest.raises(kind):
            client.time_series(**asked).as_json()

    def test_a_refused_key_is_its_own_error(self) -> None:
        with vendor(access=Access(keys=frozenset())) as at:
            client = TDClient(apikey="nobody", base_url=at.url)
            client.ctx.http_client.session.trust_env = False
            with pytest.raises(InvalidApiKeyError):
                client.price(symbol="USD/COP").as_json()
            client.ctx.http_client.session.close()
