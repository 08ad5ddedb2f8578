"""Copies of the program that a test edits, and what a process says that runs one."""

import shutil
import subprocess
import sys
from pathlib import Path

import usdcop


def copied_program(folder: Path) -> Path:
    """``folder``, with a copy of the program in it."""
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(usdcop.__file__).parent, folder / "usdcop", ignore=skipped)
    return folder


def edit(folder: Path, file: str, text: str, instead: str) -> None:
    """Replace ``text`` in ``file`` of the copy; it must be there."""
    path = folder / "usdcop" / file
    source = path.read_text()
    assert text in source
    path.write_text(source.replace(text, instead))


def told_by(folder: Path, code: str) -> str:
    """What ``code`` prints in a process that runs the copy in ``folder``."""
    environment = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=True)
    return told.stdout.strip()
