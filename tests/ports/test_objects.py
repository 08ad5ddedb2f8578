"""One suite for every adapter of the port ``Objects``: a folder, and S3 over real HTTP."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer
from polars.testing import assert_frame_equal

from support.storage import bars_of, lake_on, weekdays, write_of
from usdcop.adapters.clock import SystemWall
from usdcop.adapters.objects import S3Settings, open_objects
from usdcop.core.errors import MissingPartitionError, StorageError
from usdcop.core.layers import Layer
from usdcop.core.ports import Objects
from usdcop.pipeline.inventory import Fault
from usdcop.pipeline.repair import Repaired, repair
from usdcop.pipeline.verify import verify

SIGNATURE = (
    "AWS4-HMAC-SHA256 Credential=me/20240701/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
)


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["file", "s3"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    if request.param == "file":
        return open_objects((tmp_path / "objects").as_uri())
    endpoint = request.getfixturevalue("s3_endpoint")
    reach = S3Settings(endpoint=endpoint, access_key="me", secret_key="secret", allow_http=True)
    httpx.put(f"{endpoint}/lake", headers={"Authorization": SIGNATURE})
    return open_objects(f"s3://lake/{tmp_path.name}", reach)


def test_what_was_put_is_got(objects: Objects) -> None:
    objects.put("bucket/a/b.bin", b"\x00content")
    assert objects.get("bucket/a/b.bin") == b"\x00content"


def test_a_put_replaces(objects: Objects) -> None:
    objects.put("bucket/a", b"old and long")
    objects.put("bucket/a", b"new")
    assert objects.get("bucket/a") == b"new"


def test_an_empty_object_is_an_object(objects: Objects) -> None:
    objects.put("bucket/empty", b"")
    assert objects.get("bucket/empty") == b""
    assert objects.exists("bucket/empty")


def test_a_missing_object_is_named_with_a_cure(objects: Objects) -> None:
    with pytest.raises(MissingPartitionError, match=r"bucket/none is not there\. Run 'usdcop verify"):
        objects.get("bucket/none")


def test_many_are_got_in_the_order_asked_for(objects: Objects) -> None:
    wanted = {f"bucket/{number % 7}/{number}": str(number).encode() for number in range(40)}
    objects.put_many(wanted)
    backwards = list(reversed(wanted))
    assert objects.get_many(backwards) == [wanted[key] for key in backwards]
    assert objects.get_many([]) == []


def test_one_missing_among_many_is_an_error(objects: Objects) -> None:
    objects.put("bucket/there", b"x")
    with pytest.raises(MissingPartitionError, match="bucket/gone"):
        objects.get_many(["bucket/there", "bucket/gone"])


def test_keys_lists_a_folder_and_nothing_beside_it(objects: Objects) -> None:
    objects.put_many(
        {"bucket/a/2": b"", "bucket/a/1": b"", "bucket/a/b/3": b"", "bucket/ab/4": b"", "c/5": b""}
    )
    assert objects.keys("bucket/a") == ["bucket/a/1", "bucket/a/2", "bucket/a/b/3"]
    assert objects.keys("bucket") == ["bucket/a/1", "bucket/a/2", "bucket/a/b/3", "bucket/ab/4"]
    assert objects.keys("nowhere") == []


def test_deleting_passes_over_what_is_not_there(objects: Objects) -> None:
    objects.put("bucket/a", b"")
    objects.delete(["bucket/a", "bucket/never"])
    assert not objects.exists("bucket/a")
    assert objects.keys("bucket") == []


def test_an_object_tells_when_it_was_put_last(objects: Objects) -> None:
    before = SystemWall().now() - timedelta(seconds=2)
    objects.put("bucket/a", b"old")
    first = objects.written_at("bucket/a")
    objects.put("bucket/a", b"new")
    assert before < first <= objects.written_at("bucket/a") < SystemWall().now() + timedelta(seconds=2)
    with pytest.raises(MissingPartitionError, match=r"bucket/none is not there"):
        objects.written_at("bucket/none")


def test_a_folder_is_no_object(objects: Objects) -> None:
    objects.put("bucket/a/b", b"")
    assert not objects.exists("bucket/a")


def test_a_bucket_that_does_not_exist_is_named(s3_endpoint: str) -> None:
    reach = S3Settings(endpoint=s3_endpoint, access_key="me", secret_key="secret", allow_http=True)
    with pytest.raises(StorageError, match=r"bucket of s3://nowhere.* does not exist\. Create it"):
        open_objects("s3://nowhere/x", reach).put("bucket/a", b"x")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=3000),
    st.text("abz_-.=09", min_size=1, max_size=12).filter(lambda name: name.strip(".")),
)
def test_any_bytes_come_back_under_any_name(objects: Objects, data: bytes, name: str) -> None:
    objects.put(f"bucket/{name}", data)
    assert objects.get(f"bucket/{name}") == data


def test_the_lake_works_on_it(objects: Objects) -> None:
    days = weekdays(date(2024, 3, 25), 8)
    lake = lake_on(objects)
    assert lake.write(Layer.L1, [write_of(day) for day in days]) == days
    assert lake.write(Layer.L1, [write_of(day) for day in days]) == []
    lake.put_document(Layer.L4, "splits/main.json", b"{}")
    rows = lake.read(Layer.L1)
    assert rows is not None
    assert_frame_equal(rows, pl.concat([bars_of(day) for day in days]))
    objects.put(objects.keys(f"{Layer.L1.bucket}/USDCOP/M5/2024/Q1")[1], b"torn")
    (finding,) = verify(objects, lake, "USDCOP").findings
    assert finding.fault is Fault.ALTERED
    in_pack = tuple(day for day in days if day < date(2024, 4, 1))
    assert repair(objects, Layer.L1, "USDCOP") == Repaired(Layer.L1, (), in_pack, ())
    assert verify(objects, lake, "USDCOP").sound
