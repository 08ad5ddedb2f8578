import os
import subprocess
import sys
from pathlib import Path

from usdcop.main.mistakes import EXIT_CODE

DEED = """
import sys
from usdcop.main import cli
@cli.app.command()
def fail() -> None:
    raise ZeroDivisionError("by {}")
sys.argv = ["usdcop", "fail"]
cli.main()
"""


def failed(home: Path | str, secret: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", DEED.format(secret)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath, "USDCOP_HOME": f"{home}", "TMPDIR": f"{Path(home).parent}"},
    )


def test_a_mistake_of_ours_is_a_sentence_and_a_file_with_the_rest(tmp_path: Path) -> None:
    ended = failed(tmp_path / "home", "nothing")
    assert ended.returncode == EXIT_CODE
    assert "Traceback" not in ended.stderr
    assert "ZeroDivisionError: by nothing." in ended.stderr
    (file,) = (tmp_path / "home" / "mistakes").iterdir()
    assert str(file) in ended.stderr
    assert "Traceback" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_where_the_home_cannot_be_written_another_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder")
    ended = failed(tmp_path / "home")
    assert ended.returncode == EXIT_CODE
    (file,) = tmp_path.glob("usdcop-*.txt")
    assert str(file) in ended.stderr
