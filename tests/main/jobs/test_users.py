import io
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from support.outer_servers import outer_servers
from usdcop.adapters.passwords import Passwords
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.core.access import Role
from usdcop.core.errors import UsageError
from usdcop.main.cli import app
from usdcop.main.jobs.users import FIRST_ADMIN, ensure_admin, new_password, operator
from usdcop.main.settings import read_settings
from usdcop.main.wiring import open_system

GIVEN = "correct horse battery"


@pytest.fixture
def variables(tmp_path: Path, postgres_url: str, redis_url: str) -> dict[str, str]:
    return outer_servers(tmp_path, postgres_url, redis_url)


def users(variables: dict[str, str], *arguments: str, given: str = "", code: int = 0) -> str:
    told = CliRunner().invoke(app, ["users", *arguments], env=variables, input=given)
    assert told.exit_code == code, told.output
    return told.output


def test_the_first_start_makes_an_administrator_and_tells_the_password_once(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with open_system(read_settings()) as system:
        password = ensure_admin(system)
        found = PostgresUsers(system.engine).find(FIRST_ADMIN)
        assert password is not None
        assert found is not None
        assert found[0].roles == {Role.ADMIN}
        assert Passwords().fits(password, found[1])
        assert ensure_admin(system) is None
        assert PostgresUsers(system.engine).find(FIRST_ADMIN) == found


def test_users_are_added_listed_and_changed(variables: dict[str, str], postgres: Engine) -> None:
    assert "There is none yet" in users(variables, "list")
    users(variables, "add", "ana", "--role", "admin", given=f"{GIVEN}\n")
    made = users(variables, "add", "maria", "--role", "trader", "--role", "viewer", "--generate")
    password = made.split("shown this once:")[1].strip()
    kept = PostgresUsers(postgres).find("maria")
    assert kept is not None
    assert Passwords().fits(password, kept[1])
    listed = json.loads(users(variables, "list", "--json"))
    assert listed == [
        {"name": "ana", "roles": ["admin"], "active": True, "made_by": operator()},
        {"name": "maria", "roles": ["trader", "viewer"], "active": True, "made_by": operator()},
    ]
    assert "trader, viewer" in users(variables, "list")
    users(variables, "roles", "maria", "--role", "operator")
    users(variables, "deactivate", "maria")
    users(variables, "password", "maria", given="another good password\n")
    changed = PostgresUsers(postgres).find("maria")
    assert changed is not None
    assert (changed[0].roles, changed[0].active) == (frozenset({Role.OPERATOR}), False)
    assert Passwords().fits("another good password", changed[1])
    users(variables, "activate", "maria")
    with postgres.begin() as connection:
        rows = connection.execute(text("SELECT actor, action, record FROM audit_log")).all()
    assert {(row.actor, row.action) for row in rows} == {(operator(), "user.changed")}
    assert len(rows) == 6
    assert "another good password" not in str(rows)


@pytest.mark.parametrize(
    ("arguments", "given", "code", "told"),
    [
        (("add", "Maria", "--role", "viewer"), GIVEN, 2, "small letter"),
        (("add", "omar", "--role", "root"), GIVEN, 2, "The roles are"),
        (("add", "omar"), GIVEN, 2, "--role"),
        (("add", "omar", "--role", "viewer"), "short\n", 2, "12 to 256 characters"),
        (("add", "omar", "--role", "viewer"), "", 2, "There is no password"),
        (("add", "omar", "--role", "viewer", GIVEN), GIVEN, 2, "unexpected extra argument"),
        (("password", "nobody"), GIVEN, 1, "There is no user nobody"),
        (("deactivate", "nobody"), "", 1, "There is no user nobody"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_cure(
    variables: dict[str, str], arguments: tuple[str, ...], given: str, code: int, told: str
) -> None:
    output = users(variables, *arguments, given=given, code=code)
    assert told in " ".join(output.split())


def test_the_last_administrator_stays(variables: dict[str, str]) -> None:
    users(variables, "add", "ana", "--role", "admin", given=f"{GIVEN}\n")
    assert "Nobody would be left" in users(variables, "deactivate", "ana", code=1)


def test_a_password_at_the_terminal_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = [GIVEN, GIVEN, GIVEN, "another"]
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: typed.pop(0))
    assert new_password(generate=False).text == GIVEN
    with pytest.raises(UsageError, match="differ"):
        new_password(generate=False)


def test_two_generated_passwords_differ() -> None:
    first, second = new_password(generate=True), new_password(generate=True)
    assert first.made
    assert first.text != second.text
    assert len(first.text) >= 20
