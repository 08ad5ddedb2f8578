"""Passwords: kept as argon2id hashes only."""

import threading
from functools import cached_property
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE: Final = 2
"""Hashes reckoned at once in a process: each takes 64 MiB, so a flood of sign-ins must not take them all."""


class Passwords:
    """Hashes and checks passwords. May be shared by threads.

    Args:
        hasher: with the parameters to hash with; the default takes 64 MiB and three rounds.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = threading.Semaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        """The hash to keep of ``password``, with its salt and parameters."""
        with self._room:
            return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether ``password`` is the one that ``kept`` was made of; without ``kept`` no, after as long a time."""
        with self._room:
            try:
                self._hasher.verify(kept or self._nobodys, password)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("the password of nobody")
