"""The error tree: every failure a user can meet is one sentence and its cure.

UsdcopError
├── UsageError            the command or a setting is wrong             exit code 2
├── DataError             the data are wrong; trying again will not help exit code 1
│   ├── UnreadableFileError     empty, binary, torn or undecodable input
│   ├── ColumnsError            a table lacks a column it must have
│   ├── TimeFormatError         dates that cannot be read, or are mixed
│   ├── CorruptPartitionError   stored bytes differ from their checksum
│   ├── MissingPartitionError   a manifest names a file that is not there
│   │   └── NoDocumentError         a document that no manifest names
│   ├── MissingInputError       a layer has nothing to read yet
│   ├── ContractError           a bundle and the data do not fit each other
│   │   └── PolicyOutputError       a policy's answer is no number
│   ├── ReplayEndedError        market time has reached the end of the data
│   ├── UnknownError            what was asked for does not exist
│   ├── ConflictError           what was sent contradicts what is stored
│   └── VerificationError       stored things disagree with each other
├── AccessError           who asks may not                              exit code 1
│   ├── UnauthenticatedError    no token, or one that is not valid (any more)
│   └── ForbiddenError          signed in, but without the role it takes
├── SourceError           something outside failed; trying again may help exit code 1
│   ├── BusyError               somebody else is doing it right now
│   ├── VendorError             the market data vendor refused or failed
│   ├── CreditsError            no vendor key has credits left
│   ├── ServerError             a server of ours cannot start or answer
│   │   └── OverloadedError         more is asked of it than it can answer now
│   └── StorageError            disk full, read-only or unreachable
├── RiskRefusedError      an order was refused by a rule of risk        exit code 3
└── GateRefusedError      a gate said no                                exit code 3
    └── CannotBeJudgedError     too little, or nothing sound enough, to judge on
"""

from collections.abc import Sequence
from datetime import datetime


class UsdcopError(Exception):
    """Root of all failures; ``sentence`` says what is wrong, ``cure`` what to do."""

    exit_code = 1

    def __init__(self, sentence: str, cure: str = "") -> None:
        super().__init__(sentence, cure)
        self.sentence = sentence
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.sentence} {self.cure}".strip()


class UsageError(UsdcopError):
    """The command, an argument or a setting is wrong."""

    exit_code = 2


class DataError(UsdcopError):
    """The data are wrong; trying again will not help."""


class UnreadableFileError(DataError):
    """Input that is empty, binary, torn or in an unknown encoding."""


class ColumnsError(DataError):
    """A table lacks columns; ``missing`` names them."""

    def __init__(self, sentence: str, cure: str, missing: Sequence[str]) -> None:
        super().__init__(sentence, cure)
        self.missing = tuple(missing)


class TimeFormatError(DataError):
    """Times that cannot be read, or that mix several formats."""


class CorruptPartitionError(DataError):
    """Stored bytes whose checksum differs from the manifest's."""


class MissingPartitionError(DataError):
    """A file named by a manifest that is not there."""


class NoDocumentError(MissingPartitionError):
    """A document that was never stored, or was let go of: no manifest names it."""


class MissingInputError(DataError):
    """A layer that has nothing to read yet."""


class ContractError(DataError):
    """A bundle that does not fit the features, the calendar or the code."""


class PolicyOutputError(ContractError):
    """A policy whose answer is not finite: it decides nothing."""


class UnknownError(DataError):
    """What was asked for does not exist."""


class ConflictError(DataError):
    """What was sent contradicts what is stored; ``code`` names the contradiction."""

    def __init__(self, sentence: str, cure: str = "", code: str = "CONFLICT") -> None:
        super().__init__(sentence, cure)
        self.code = code


class VerificationError(DataError):
    """Stored things that disagree with each other."""


class ReplayEndedError(DataError):
    """Market time has reached the end of a replay; nothing happens after it."""


class AccessError(UsdcopError):
    """Who asks may not; ``code`` says why in one word."""

    def __init__(self, sentence: str, cure: str = "", code: str = "ACCESS") -> None:
        super().__init__(sentence, cure)
        self.code = code


class UnauthenticatedError(AccessError):
    """No token, or one that is not valid (any more)."""


class ForbiddenError(AccessError):
    """Signed in, but without the role it takes."""


class SourceError(UsdcopError):
    """Something outside failed; trying again may help."""


class BusyError(SourceError):
    """Somebody else is doing it right now."""


class VendorError(SourceError):
    """The vendor refused or failed; ``code`` is its own number where it gave one."""

    def __init__(self, sentence: str, cure: str = "", code: int | None = None) -> None:
        super().__init__(sentence, cure)
        self.code = code


class CreditsError(SourceError):
    """No key has credits left; ``free_at`` says when the next one has, if that is known."""

    def __init__(self, sentence: str, cure: str = "", free_at: datetime | None = None) -> None:
        super().__init__(sentence, cure)
        self.free_at = free_at


class ServerError(SourceError):
    """A server of ours cannot start, answer or stop."""


class OverloadedError(ServerError):
    """A server has more to do than it can; nothing was done, and in ``retry_after`` seconds it may have time."""

    retry_after = 1


class StorageError(SourceError):
    """The disk or the object store refuses: full, read-only or unreachable."""


class RiskRefusedError(UsdcopError):
    """An order was refused; ``code`` names the rule, such as ``HALTED`` or ``STALE_QUOTE``."""

    exit_code = 3

    def __init__(self, sentence: str, cure: str, code: str) -> None:
        super().__init__(sentence, cure)
        self.code = code


class GateRefusedError(UsdcopError):
    """A gate said no; ``failed`` names the gates."""

    exit_code = 3

    def __init__(self, sentence: str, cure: str, failed: Sequence[str]) -> None:
        super().__init__(sentence, cure)
        self.failed = tuple(failed)


class CannotBeJudgedError(GateRefusedError):
    """There is not enough, or nothing sound enough, to judge on; that is never a pass."""

    def __init__(self, sentence: str, cure: str) -> None:
        super().__init__(sentence, cure, ("cannot_be_judged",))
