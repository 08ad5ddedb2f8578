"""Logs: JSON lines to the standard error and to a file of each process, with every secret struck out."""

import logging
import re
import sys
from collections.abc import MutableMapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

import orjson
import structlog
from structlog.typing import EventDict, Processor

from usdcop.main.embedded.files import folder

LARGEST_FILE: Final = 10_000_000
"""Bytes after which a log is set aside."""
FILES_KEPT: Final = 4
STRUCK: Final = "[struck out]"

_SECRET_NAMES: Final = re.compile(
    r"password|passwd|secret|token|authorization|cookie|api_?key|credential", re.IGNORECASE
)
_PASSWORD_IN_ADDRESS: Final = re.compile(r"(?P<before>://[^/\s:@]*:)[^\s/]+(?=@)")
_BEARER: Final = re.compile(r"(?P<before>\bBearer\s+)\S{6,}", re.IGNORECASE)
_SECRETS: Final = re.compile(
    r"(?P<before>(?:password|token|secret|api_?key)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;]+", re.IGNORECASE
)
_JWT: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")


def log_to(home: Path, name: str, level: str, **facts: str) -> None:
    """Let this process log as ``name``, every line with ``facts``, from now on.

    Lines go to the standard error and to ``<home>/logs/<name>.jsonl``; what libraries log is written alike.

    Raises:
        StorageError: the folder cannot be made.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", key="time"),
        _with({"process": name, **facts}),
        structlog.processors.format_exc_info,
        strike_out,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(_json),
        ],
    )
    _replace_handlers(logging.getLogger(), formatter, folder(home / "logs") / f"{name}.jsonl", level)


def strike_out(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401 - a processor's shape
    """``event`` without secrets: values of telling names, passwords in addresses, tokens in texts."""
    return {name: _struck(name, value) for name, value in event.items()}


def _struck(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever is logged
    if name.startswith("_"):  # structlog's own
        return value
    if _SECRET_NAMES.search(name) and value is not None:
        return STRUCK
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, dict):
        return {str(key): _struck(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_struck("", inner) for inner in value]
    return value


def without_secrets(text: str) -> str:
    """``text`` with passwords in addresses, bearer tokens and the like struck out."""
    for pattern in (_PASSWORD_IN_ADDRESS, _BEARER, _SECRETS):
        text = pattern.sub(rf"\g<before>{STRUCK}", text)
    return _JWT.sub(STRUCK, text)


def _with(facts: dict[str, str]) -> Processor:
    def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:  # noqa: ANN401
        return {**facts, **event}

    return add


def _json(event: Any, **_options: Any) -> str:  # noqa: ANN401 - a serializer's shape
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def _replace_handlers(root: logging.Logger, formatter: logging.Formatter, file: Path, level: str) -> None:
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    kept = RotatingFileHandler(file, maxBytes=LARGEST_FILE, backupCount=FILES_KEPT, encoding="utf-8")
    for handler in (logging.StreamHandler(sys.stderr), kept):
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # our own lines say more, and no query
    for name in ("httpx", "httpcore", "asyncio", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)
