"""Set-up of a checkout in environments as people have them: it touches ``.venv`` only, and what was interrupted heals.

The recipes are those of the Makefile. What they install is made here from this run's own uv and a package of one
line, so that nothing is downloaded.
"""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ODD_NAME = "mi proyecto ñandú"
BACKEND = """
import zipfile
from pathlib import Path

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "usdcop-0.1.0-py3-none-any.whl"
    info = "usdcop-0.1.0.dist-info"
    files = {
        "usdcop.pth": str(Path("src").resolve()),
        f"{info}/METADATA": "Metadata-Version: 2.1\\nName: usdcop\\nVersion: 0.1.0\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{info}/entry_points.txt": "[console_scripts]\\nusdcop = usdcop_here:main\\n",
    }
    with zipfile.ZipFile(Path(folder) / name, "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
        wheel.writestr(f"{info}/RECORD", "".join(f"{path},,\\n" for path in [*files, f"{info}/RECORD"]))
    return name
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "usdcop"
version = "0.1.0"
"""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with wheels of uv, taken from the environment of this run, and of a library of one line."""
    folder = tmp_path_factory.mktemp("wheels")
    scripts = Path(sysconfig.get_path("scripts"))
    packages = Path(sysconfig.get_path("purelib")) / "uv"
    uv = {f"uv/{file.name}": file.read_bytes() for file in packages.glob("*.py")}
    number = version("uv")
    uv |= {f"uv-{number}.data/scripts/{name}": (scripts / name).read_bytes() for name in ("uv", "uvx")}
    pack(folder, "uv", number, uv)
    pack(folder, "tiny", "1.0", {"tiny.py": b"VALUE = 1\n"})
    return folder


def pack(folder: Path, name: str, number: str, files: Mapping[str, bytes]) -> None:
    info = f"{name}-{number}.dist-info"
    whole = dict(files)
    whole[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n".encode()
    whole[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},{len(data)}\n"
        for path, data in whole.items()
    )
    with zipfile.ZipFile(folder / f"{name}-{number}-py3-none-any.whl", "w") as wheel:
        for path, data in whole.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100755 << 16
            wheel.writestr(entry, data)
        wheel.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")


@pytest.fixture
def checkout(tmp_path: Path, wheels: Path) -> Path:
    """A checkout, under a path with spaces and letters outside ASCII, whose locks name those wheels."""
    folder = tmp_path / ODD_NAME
    (folder / "requirements").mkdir(parents=True)
    (folder / "dashboard").mkdir()
    (folder / "src").mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    for lock, (name, number) in {"uv": ("uv", version("uv")), "runtime": ("tiny", "1.0")}.items():
        made = (wheels / f"{name}-{number}-py3-none-any.whl").read_bytes()
        digest = hashlib.sha256(made).hexdigest()
        (folder / "requirements" / f"{lock}.lock").write_text(f"{name}=={number} --hash=sha256:{digest}\n")
    (folder / "requirements" / "dev.lock").write_text("")
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "src" / "usdcop_here.py").write_text(
        "import tiny\ndef main():\n    print('ready', tiny.VALUE)\n"
    )
    return folder


def given(checkout: Path, wheels: Path, odd: Mapping[str, str]) -> dict[str, str]:
    home = checkout.parent / "home"
    home.mkdir(exist_ok=True)
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": f"{wheels}",
        "UV_OFFLINE": "1",
        "UV_FIND_LINKS": f"{wheels}",
    }
    return {"PATH": os.environ["PATH"], "HOME": f"{home}", "LANG": "C.UTF-8", **offline, **odd}  # noqa: TID251 - where make and Python are


def make(checkout: Path, wheels: Path, *arguments: str, **odd: str) -> subprocess.CompletedProcess[str]:
    command = ["make", f"PYTHON={sys.base_prefix}/bin/python3.11", *arguments]
    return subprocess.run(
        command,
        cwd=checkout,
        env=given(checkout, wheels, odd),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def must_be_ready(checkout: Path) -> None:
    said = subprocess.run(
        [checkout / ".venv" / "bin" / "usdcop"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath},
    )
    assert said.stdout == "ready 1\n", said.stderr


def listing(folder: Path) -> list[tuple[str, int]]:
    return sorted((f"{path.relative_to(folder)}", path.lstat().st_mtime_ns) for path in folder.rglob("*"))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """An environment of somebody else's, which must stay as it is."""
    subprocess.run(
        [f"{sys.base_prefix}/bin/python3.11", "-m", "venv", "--without-pip", tmp_path / "other"], check=True
    )
    return tmp_path / "other"


AMBIENT = {
    "an active environment": {"VIRTUAL_ENV": "{other}"},
    "an active conda environment": {"CONDA_PREFIX": "{other}", "CONDA_DEFAULT_ENV": "work"},
    "uv told to use the system": {"UV_SYSTEM_PYTHON": "1"},
    "pip told to use the user's folder": {"PIP_USER": "1"},
    "pip told to use a folder": {"PIP_TARGET": "{other}"},
    "Python told where its libraries are": {"PYTHONPATH": "{other}"},
    "another Python for uv": {"UV_PYTHON": "{other}/bin/python"},
}


def must_touch_its_own_alone(checkout: Path, wheels: Path, other: Path, odd: Mapping[str, str]) -> None:
    before = listing(other)
    ended = make(
        checkout,
        wheels,
        ".venv/.ready-run",
        **{name: value.format(other=other) for name, value in odd.items()},
    )
    assert ended.returncode == 0, ended.stderr
    must_be_ready(checkout)
    assert listing(other) == before
    assert not (checkout.parent / "home" / ".local").exists()


def test_set_up_touches_its_own_environment_alone_whatever_is_active(
    checkout: Path, wheels: Path, other: Path
) -> None:
    """With another environment active, everything was installed there, and the stamp said that it was done."""
    must_touch_its_own_alone(
        checkout, wheels, other, {name: value for odd in AMBIENT.values() for name, value in odd.items()}
    )


@pytest.mark.slow
@pytest.mark.parametrize("odd", list(AMBIENT.values()), ids=list(AMBIENT))
def test_set_up_in_each_environment(checkout: Path, wheels: Path, other: Path, odd: dict[str, str]) -> None:
    must_touch_its_own_alone(checkout, wheels, other, odd)


def interrupted(checkout: Path, wheels: Path, moment: Callable[[], bool]) -> None:
    """Begin the set-up and press Ctrl-C at the ``moment``; then set up again."""
    process = subprocess.Popen(
        ["make", f"PYTHON={sys.base_prefix}/bin/python3.11", ".venv/.ready-run"],
        cwd=checkout,
        env=given(checkout, wheels, {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while process.poll() is None and not moment():
        time.sleep(0.002)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=60)
    again = make(checkout, wheels, ".venv/.ready-run")
    assert again.returncode == 0, again.stderr
    must_be_ready(checkout)


def test_set_up_that_was_interrupted_is_made_again(checkout: Path, wheels: Path) -> None:
    """Between pip's library and pip's command it could not be healed but by hand."""
    packages = checkout / ".venv" / "lib" / "python3.11" / "site-packages"
    interrupted(checkout, wheels, lambda: any(packages.glob("pip-*.dist-info/METADATA")))


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.5 + 0.4 * number for number in range(20)])
def test_set_up_interrupted_at_any_moment(checkout: Path, wheels: Path, seconds: float) -> None:
    until = time.monotonic() + seconds
    interrupted(checkout, wheels, lambda: time.monotonic() > until)


@pytest.mark.parametrize(
    ("python", "says"), [("no-such-python", "there is no no-such-python"), ("{fake}", "is Python 3.12")]
)
def test_without_the_right_python_it_is_one_sentence(
    checkout: Path, wheels: Path, python: str, says: str
) -> None:
    fake = checkout.parent / "python3"
    fake.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.12.4" || exit 1\n')
    fake.chmod(0o755)
    ended = make(checkout, wheels, f"PYTHON={python.format(fake=fake)}", ".venv/.ready-run")
    assert ended.returncode != 0
    assert says in ended.stdout
    assert "Python 3.11 is needed" in ended.stdout
    assert "Traceback" not in ended.stderr
