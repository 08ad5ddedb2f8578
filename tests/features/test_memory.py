import platform
import subprocess
import sys

import pytest

from usdcop.features.memory import reuse_pages

SCRIPT = """
import resource, sys
import numpy as np
from usdcop.features.memory import reuse_pages

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    columns = [np.ones(20_000) for _ in range(60)]
    del columns
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

if sys.argv[1] == "reused":
    reuse_pages()
faults()
print(faults())
"""


def faults_of_a_second_block(memory: str) -> int:
    command = [sys.executable, "-c", SCRIPT, memory]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives memory back so eagerly")
def test_a_second_block_takes_hardly_any_new_page() -> None:
    assert faults_of_a_second_block("reused") * 10 < faults_of_a_second_block("plain")


def test_asking_twice_is_no_fault() -> None:
    reuse_pages()
    reuse_pages()
