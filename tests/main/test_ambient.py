import json
import os
import subprocess
from pathlib import Path

import pytest

from support.homes import PROGRAM, environment
from usdcop.main.ambient import forget_postgres

ODD = {
    "PGSSLMODE": "require",
    "PGSERVICE": "none-such",
    "PGOPTIONS": "-c search_path=elsewhere",
    "PGHOSTADDR": "192.0.2.1",
}


def test_what_postgres_would_read_is_forgotten_and_nothing_else() -> None:
    given = {**ODD, "PATH": "/bin", "USDCOP_DATABASE_URL": ""}
    assert forget_postgres(given) == list(ODD)
    assert given == {"PATH": "/bin", "USDCOP_DATABASE_URL": ""}


def test_variables_of_a_server_that_is_somebody_elses_stay() -> None:
    given = {"PGSSLMODE": "require", "USDCOP_DATABASE_URL": "postgresql://a@b/c"}
    assert forget_postgres(given) == []
    assert given["PGSSLMODE"] == "require"


@pytest.mark.parametrize("name", [None, *ODD])
def test_a_home_is_reached_whatever_the_environment_says_of_postgres(
    shared_home: Path, name: str | None
) -> None:
    odd = {} if name is None else {name: ODD[name]}
    told = subprocess.run(
        [PROGRAM, "quality", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath, **environment(shared_home), **odd},
    )
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)
