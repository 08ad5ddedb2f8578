"""Signing in and out from the command line, at the trading service of the home."""

from usdcop.adapters.clock import SystemWall
from usdcop.core.errors import AccessError
from usdcop.main.client import authorised, keep, request, service_client, tokens_file
from usdcop.main.console import say
from usdcop.main.settings import Settings


def sign_in(settings: Settings, name: str, password: str) -> None:
    """Sign ``name`` in and keep the tokens in the home, for commands that write through the services.

    Raises:
        ServerError: the service does not answer.
        UnauthenticatedError: the name or the password is wrong.
    """
    form = {"grant_type": "password", "username": name, "password": password}
    with service_client(settings, "trading") as client:
        answer = request(client, "POST", "/api/auth/token", data=form).json()
    keep(tokens_file(settings), answer, SystemWall().now())
    say(f"Signed in as {answer['user']} ({', '.join(answer['roles'])}).")


def sign_out(settings: Settings) -> None:
    """End the sign-in and forget its tokens.

    Raises:
        UsageError: nobody is signed in.
        ServerError: the service does not answer; the tokens are kept.
    """
    with authorised(settings, SystemWall()) as client:
        try:
            request(client, "POST", "/api/auth/logout")
        except AccessError as error:
            say(f"The sign-in had ended already: {error.sentence}")
    tokens_file(settings).unlink(missing_ok=True)
    say("Signed out.")
