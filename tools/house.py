"""House rules that no linter knows: file length, mirrored tests, names of files, nothing of one machine."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 400
BANNED_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|misc)(_|$)")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/\w+")
LOCK_ADDRESS = re.compile(r"https?://|^--(?:extra-)?index-url|^--find-links", re.MULTILINE)
BY_BLAS = re.compile(
    r"(?:convolve|corrcoef|correlate|cov|dot|einsum|inner|linalg|lstsq|matmul|multi_dot|polyfit|tensordot|vdot|vecdot)"
)
MAY_MULTIPLY = Path("src/usdcop/rl/networks.py")  # by XLA, which brings its own products
TESTS_BY_NAME = {"__init__.py", "__main__.py", "py.typed"}


def tracked(*patterns: str) -> list[Path]:
    """Files git tracks or would track that match ``patterns``."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def too_long() -> Iterator[str]:
    """Source files of more than ``MAX_LINES`` lines."""
    for path in tracked("src/*.py", "tests/*.py", "bench/*.py", "tools/*.py"):
        lines = len(path.read_text().splitlines())
        if lines > MAX_LINES:
            yield f"{path.relative_to(ROOT)}: {lines} lines; split it by subject (at most {MAX_LINES})"


def badly_named() -> Iterator[str]:
    """Files named after nothing."""
    for path in tracked("src/*.py"):
        if BANNED_NAMES.search(path.stem):
            yield f"{path.relative_to(ROOT)}: name the file after its subject"


def unmirrored() -> Iterator[str]:
    """Source files with neither a test file of their own nor a line ``# untested: why``."""
    for path in tracked("src/usdcop/*.py"):
        inside = path.relative_to(ROOT / "src" / "usdcop")
        if path.name in TESTS_BY_NAME or "versions" in inside.parts:
            continue
        test = ROOT / "tests" / inside.parent / f"test_{path.name}"
        if not test.exists() and "# untested: " not in path.read_text():
            yield f"{path.relative_to(ROOT)}: no {test.relative_to(ROOT)} and no line '# untested: why'"


def tied_to_a_machine() -> Iterator[str]:
    """Tracked text that names a path of one machine, or locks that name an address."""
    for path in tracked():
        if path.suffix in {".png", ".gz", ".ico", ".parquet", ".onnx"}:
            continue
        text = path.read_text(errors="replace")
        if MACHINE_PATH.search(text):
            yield f"{path.relative_to(ROOT)}: holds an absolute path of one machine"
        if path.suffix == ".lock" and LOCK_ADDRESS.search(text):
            yield f"{path.relative_to(ROOT)}: a lock must carry no address"


def by_blas() -> Iterator[str]:
    """Products and decompositions whose last digits follow the processor: they may touch stored numbers."""
    for path in tracked("src/*.py"):
        inside = path.relative_to(ROOT)
        for node in ast.walk(ast.parse(path.read_text())):
            if (word := _blas_word(node)) and inside != MAY_MULTIPLY:
                yield f"{inside}:{node.lineno}: {word} goes through BLAS; sum elementwise products (docs/adr/0024)"  # type: ignore[attr-defined] # those nodes have lines


def _blas_word(node: ast.AST) -> str:
    """What ``node`` asks of BLAS or LAPACK; empty: nothing."""
    match node:
        case ast.BinOp(op=ast.MatMult()) | ast.AugAssign(op=ast.MatMult()):
            return "@"
        case ast.Attribute(attr=word) | ast.alias(name=word) if BY_BLAS.fullmatch(word.split(".")[-1]):
            return word
        case ast.ImportFrom(module=str(word)) if BY_BLAS.fullmatch(word.split(".")[-1]):
            return word
    return ""


def main() -> int:
    """Print every broken rule; return 1 if there is any."""
    broken = [
        line for rule in (too_long, badly_named, unmirrored, tied_to_a_machine, by_blas) for line in rule()
    ]
    print("\n".join(broken) or "house rules: kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
