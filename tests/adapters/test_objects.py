import socket
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from support.storage import said_by_child, stored
from usdcop.adapters.objects import LocalObjects, S3Settings, open_objects
from usdcop.core.errors import StorageError, UsageError


def test_a_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    objects = open_objects((tmp_path / "new" / "objects").as_uri())
    objects.put("bucket/2025/10/a", b"x")
    made = [tmp_path / "new", *(path for path in (tmp_path / "new").rglob("*") if path.is_dir())]
    assert len(made) == 5
    assert {path.stat().st_mode & 0o777 for path in made} == {0o700}


def test_a_folder_with_spaces_and_signs_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "données d'été #1"
    open_objects(f"file://{quote(str(folder))}").put("bucket/a", b"x")
    assert (folder / "bucket" / "a").read_bytes() == b"x"


@pytest.mark.parametrize(
    "url", ["", "objects", "/objects", "file://host/objects", "file:objects", "s3:///x", "ftp://a/b"]
)
def test_another_address_is_refused_with_examples(url: str) -> None:
    with pytest.raises(UsageError, match="file:///absolute/folder or s3://bucket/prefix"):
        open_objects(url)


@pytest.mark.parametrize("key", ["../evil", "bucket/../../evil", "/etc/passwd"])
def test_a_key_cannot_leave_the_store(tmp_path: Path, key: str) -> None:
    objects = LocalObjects(tmp_path / "objects")
    for deed in (
        objects.get,
        objects.exists,
        lambda key: objects.put(key, b""),
        lambda key: objects.delete([key]),
    ):
        with pytest.raises(UsageError, match="no key of an object"):
            deed(key)


def test_a_put_renames_so_that_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    objects = LocalObjects(tmp_path)
    objects.put("bucket/a", b"old")
    with (tmp_path / "bucket" / "a").open("rb") as reader:
        objects.put("bucket/a", b"something else")
        assert reader.read() == b"old"
    assert [path.name for path in (tmp_path / "bucket").iterdir()] == ["a"]


def test_a_file_over_the_limit_is_named_and_leaves_what_was_there(tmp_path: Path) -> None:
    LocalObjects(tmp_path).put("bucket/a", b"old")
    before = stored(tmp_path)
    said = said_by_child(
        """
objects = LocalObjects(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
attempt(lambda: objects.put("bucket/a", b"x" * 100_000))
""",
        tmp_path,
    )
    assert "has no room" in said
    assert "Free some space" in said
    assert stored(tmp_path) == before


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_really_full_disk(tiny_disk: Path) -> None:
    objects = LocalObjects(tiny_disk)
    objects.put("bucket/a", b"old")
    before = stored(tiny_disk)
    with pytest.raises(StorageError, match=r"has no room for .*/bucket/a\. Free some space"):
        objects.put("bucket/a", b"x" * 1_000_000)
    assert stored(tiny_disk) == before


def test_a_really_read_only_disk(tiny_disk: Path) -> None:
    objects = LocalObjects(tiny_disk)
    objects.put("bucket/a", b"old")
    before = stored(tiny_disk)
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    with pytest.raises(StorageError, match="disk is not read-only"):
        objects.put("bucket/a", b"new")
    with pytest.raises(StorageError, match="disk is not read-only"):
        objects.put("other/a", b"new")
    with pytest.raises(StorageError, match="disk is not read-only"):
        objects.delete(["bucket/a"])
    assert stored(tiny_disk) == before


def test_a_folder_of_somebody_else_is_named(tmp_path: Path) -> None:
    objects = LocalObjects(tmp_path / "objects")
    objects.put("bucket/a", b"old")
    said = said_by_child(
        """
objects = LocalObjects(Path(sys.argv[1]))
drop()
for folder in (Path(sys.argv[1]) / "bucket", Path(sys.argv[1])):
    if os.access(folder, os.W_OK):
        folder.chmod(0o555)
attempt(lambda: objects.put("bucket/a", b"new"))
""",
        tmp_path / "objects",
    )
    for folder in (tmp_path / "objects", tmp_path / "objects" / "bucket"):
        folder.chmod(0o700)
    assert "may not be written" in said
    assert "belongs to you" in said
    assert objects.get("bucket/a") == b"old"


def test_a_file_where_the_folder_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("not a folder")
    with pytest.raises(StorageError):
        open_objects((tmp_path / "objects").as_uri())


def test_an_unreachable_server_is_an_error_soon() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    reach = S3Settings(f"http://127.0.0.1:{port}", "us-east-1", "me", "secret", True, timedelta(seconds=1))
    with pytest.raises(StorageError, match=r"failed at .*bucket/a.*USDCOP_OBJECT_STORE_URL"):
        open_objects("s3://lake", reach).put("bucket/a", b"x")


def test_the_secret_is_not_shown() -> None:
    assert "hush" not in repr(S3Settings(secret_key="hush"))
