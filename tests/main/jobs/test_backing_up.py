from pathlib import Path

from support.homes import usdcop


def test_a_home_comes_back_from_its_backup_as_it_was(own_home: Path, empty_home: Path) -> None:
    file = empty_home / "home.tar.gz"
    usdcop(own_home, "backup", file)
    before = usdcop(own_home, "status", "--json").json
    assert "is there already" in usdcop(own_home, "backup", file, code=2).err
    assert "is not empty" in usdcop(own_home, "restore", file, code=2).err
    assert "Give --mode replay" in usdcop(empty_home, "restore", file, "--mode", "synthetic", code=2).err
    usdcop(empty_home, "restore", file)
    after = usdcop(empty_home, "status", "--json").json
    assert (after["layers"], after["deployed"]) == (before["layers"], before["deployed"])
    verified = usdcop(empty_home, "verify", "--json").json
    assert verified["sound"]
    assert verified["rows_compared"] > 4_000
    assert len(usdcop(empty_home, "models", "list", "--json").json) == 1


def test_what_is_damaged_or_no_backup_is_refused_and_nothing_is_restored(
    own_home: Path, empty_home: Path
) -> None:
    file = empty_home / "home.tar.gz"
    usdcop(own_home, "backup", file)
    whole = file.read_bytes()
    for torn in (b"", b"no archive", whole[: len(whole) // 2], whole[:5000] + b"x" * 64 + whole[5064:]):
        file.write_bytes(torn)
        told = usdcop(empty_home, "restore", file, code=1)
        assert "no whole backup" in told.err or "damaged" in told.err or "cut off" in told.err
        assert not (empty_home / "replay" / "objects").exists()
