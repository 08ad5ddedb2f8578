"""Deploy: bundles registered, promoted where the gates agree, rolled back."""

import getpass
import json
from dataclasses import asdict
from pathlib import Path

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.errors import GateRefusedError, MissingInputError, UnreadableFileError, UsageError
from usdcop.core.layers import Layer
from usdcop.core.registry import Alias, TrainingRun
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.console import out, print_json, print_table
from usdcop.main.jobs.registering import Chosen, choose, registry_of
from usdcop.main.wiring import System
from usdcop.pipeline.gates import rlready_gate
from usdcop.pipeline.history import load_history
from usdcop.policy.bundle import Bundle

VERDICTS = "verdicts"
"""Folder of L6 with the gates' judgement of each bundle, by digest."""


def show_models(system: System, *, as_json: bool) -> None:
    """Print every registered bundle, newest first."""
    versions = registry_of(system).versions()
    if as_json:
        print_json([asdict(one) for one in versions])
        return
    rows = [
        (
            one.version,
            one.digest[:12],
            ", ".join(alias.upper() for alias in one.aliases),
            gates_in_words(system, one.digest),
            one.run.tags.get("split_id", ""),
            one.run.metrics.get("validation_return_bps"),
            f"{one.created_at:%Y-%m-%d %H:%M}",
        )
        for one in versions
    ]
    print_table(
        "Models", ("version", "bundle", "role", "gates", "split", "validation bps", "registered (UTC)"), rows
    )


def register(system: System, file: Path, alias: str | None, *, as_json: bool) -> None:
    """Register the bundle in ``file``, also one trained elsewhere, and deploy it if told to.

    Raises:
        UnreadableFileError: the file cannot be read.
        ContractError: it is no bundle, or was trained on other features.
    """
    role = _role(alias) if alias else None
    if role is Alias.CHAMPION:
        raise UsageError(
            "A bundle cannot be registered as champion.", "Evaluate it, then 'usdcop models promote'."
        )
    try:
        bundle = Bundle.load(file.read_bytes())
    except OSError as error:
        raise UnreadableFileError(
            f"{file} cannot be read: {error.strerror}.", "Give a bundle (.onnx)."
        ) from error
    bundle.check_features(FEATURE_NAMES, feature_hash())
    registry = registry_of(system)
    run = registry.track(TrainingRun(bundle.contract.name, tags={"trained_by": bundle.contract.trained_by}))
    version = registry.register(bundle.data, run)
    if role is not None:
        registry.set_alias(role, version)
    _say(
        f"Registered as version {version} ({bundle.digest[:12]}).",
        {"version": version, "digest": bundle.digest},
        as_json=as_json,
    )


def promote(system: System, which: str, alias: str, *, as_json: bool) -> None:
    """Give a bundle a role; only the champion's needs the gates.

    Raises:
        GateRefusedError: a gate refuses the champion.
        MissingInputError: it has not been evaluated.
    """
    role, registry = _role(alias), registry_of(system)
    chosen = choose(registry, which)
    if role is Alias.CHAMPION:
        require_gates(system, chosen)
    registry.set_alias(role, chosen.version)
    _record(system, "model.promoted", role, chosen.version)
    _say(
        f"Version {chosen.version} is {role} now.",
        {"version": chosen.version, "alias": role.value},
        as_json=as_json,
    )


def rollback(system: System, alias: str, *, as_json: bool) -> None:
    """Give a role back to its previous holder.

    Raises:
        UsageError: nothing held it before.
    """
    role = _role(alias)
    version = registry_of(system).rollback(role)
    _record(system, "model.rolled_back", role, version)
    _say(f"Version {version} is {role} again.", {"version": version, "alias": role.value}, as_json=as_json)


def require_gates(system: System, chosen: Chosen) -> None:
    """Let pass a bundle that every gate lets pass.

    Raises:
        GateRefusedError: one does not.
        MissingInputError: it has not been evaluated.
    """
    failed = _failed_gates(system, chosen.bundle.digest)
    if failed is None:
        raise MissingInputError(
            f"Version {chosen.version} has not been evaluated.",
            f"Run 'usdcop evaluate {chosen.version}' first.",
        )
    history = load_history(system.lake, system.market, system.clock.now(), system.settings.splits)
    trained = history.episodes.trainable(*chosen.bundle.contract.split.train)
    enough = rlready_gate(len(trained), system.settings.gates)
    refused = [*failed, *([] if enough.passed else [enough.name])]
    if refused:
        raise GateRefusedError(
            f"Version {chosen.version} may not become champion: {len(refused)} gates refuse it ({', '.join(refused)}).",
            "It can be deployed as challenger, which trades its own paper account as UNPROVEN.",
            refused,
        )


def gates_in_words(system: System, digest: str) -> str:
    """What the gates said of a bundle."""
    failed = _failed_gates(system, digest)
    if failed is None:
        return "not evaluated"
    return "passed" if not failed else f"UNPROVEN: {len(failed)} refuse"


def record_gates(system: System, digest: str, failed: tuple[str, ...]) -> None:
    """Keep the gates' judgement of a bundle; the newest counts."""
    text = json.dumps({"bundle": digest, "failed": list(failed)}, indent=1)
    system.lake.put_document(Layer.L6, f"{VERDICTS}/{digest}.json", text.encode())


def _failed_gates(system: System, digest: str) -> list[str] | None:
    path = f"{VERDICTS}/{digest}.json"
    if path not in system.lake.documents(Layer.L6, VERDICTS):
        return None
    failed: list[str] = json.loads(system.lake.get_document(Layer.L6, path))["failed"]
    return failed


def _record(system: System, action: str, role: Alias, version: int) -> None:
    """Put a change of role made at the command line into the audit trail."""
    detail = {"alias": role.value, "version": version, "by": "command line"}
    PostgresAudit(system.engine).append(
        system.clock.now(), f"cli:{getpass.getuser()}", action, f"role:{role}", detail
    )


def _role(alias: str) -> Alias:
    try:
        return Alias(alias)
    except ValueError:
        raise UsageError(f"{alias!r} is no role.", f"Choose one of {', '.join(Alias)}.") from None


def _say(sentence: str, facts: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(facts)
    else:
        out.print(sentence)
