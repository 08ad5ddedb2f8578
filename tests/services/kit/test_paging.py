import base64
import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.services import Service
from usdcop.core.errors import UsageError
from usdcop.services.kit.paging import Key, after, cursor

keys = st.one_of(
    st.integers(-(2**63), 2**63),
    st.text(max_size=40),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.uuids(),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(st.lists(keys, max_size=4))
def test_a_cursor_gives_back_the_key_it_was_made_of(parts: list[Key]) -> None:
    assert after(cursor(*parts), *(type(part) for part in parts)) == tuple(parts)


@given(st.text(max_size=60))
def test_any_other_text_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(UsageError, match="cursor"):
        after(text, datetime, UUID)


def test_no_cursor_is_no_key() -> None:
    assert after(None, int) is None


def written(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([1], str),
        (["1"], int),
        ([True], int),
        (["x"], datetime),
        ([5], datetime),
        (["2025-13-01"], date),
        ([1, 2], int),
        ({"0": 1}, int),
        (["0" * 40], UUID),
        (7, int),
    ],
)
def test_a_cursor_of_another_list_is_refused(value: object, kind: type[Key]) -> None:
    with pytest.raises(UsageError):
        after(written(value), kind)


def test_a_moment_without_offset_is_utc() -> None:
    at = datetime(2025, 3, 14, 13, tzinfo=UTC)
    assert after(written([at.replace(tzinfo=None).isoformat()]), datetime) == (at,)
    assert after(cursor(at + timedelta(hours=1)), datetime) == (at + timedelta(hours=1),)


def test_pages_follow_each_other_without_gap_or_repetition(service: Service) -> None:
    seen: list[int] = []
    at: str | None = None
    for _ in range(9):
        page = service.client.get("/api/list", params={"cursor": at} if at else {}).json()
        seen += [row["n"] for row in page["data"]]
        at = page["next_cursor"]
        if at is None:
            break
    assert seen == list(range(10))


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=10001", "limit=-1", "limit=1e9", "cursor=x", "cursor=" + "a" * 600]
)
def test_absurd_limits_and_cursors_are_refused(service: Service, query: str) -> None:
    assert service.client.get(f"/api/list?{query}").status_code == 422
