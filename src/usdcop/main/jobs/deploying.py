"""Deploy: bundles registered, entered into the forward proof, promoted where the court agrees, rolled back."""

import getpass
from dataclasses import asdict
from pathlib import Path

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.errors import GateRefusedError, MissingInputError, UnreadableFileError, UsageError
from usdcop.core.layers import Layer
from usdcop.core.registry import Alias, TrainingRun
from usdcop.court.sessions import require_apart
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.console import out, print_json, print_table
from usdcop.main.jobs.predicting import NEWEST_SESSIONS, predicted
from usdcop.main.jobs.registering import Chosen, choose, registry_of
from usdcop.main.jobs.titles import decayed_before, too_little_training, win_title
from usdcop.main.jobs.verdict import (
    Bench,
    Judgement,
    StoredVerdict,
    bench_of,
    judge_anew,
    stale_because,
    store_verdict,
    stored_verdict,
)
from usdcop.main.wiring import System
from usdcop.pipeline.history import data_hash
from usdcop.pipeline.l5_serve import Deployed, serving_episodes
from usdcop.policy.bundle import Bundle


def show_models(system: System, *, as_json: bool) -> None:
    """Print every registered bundle, newest first."""
    versions = registry_of(system).versions()
    if as_json:
        print_json([asdict(one) for one in versions])
        return
    bench = _bench(system)
    rows = [
        (
            one.version,
            one.digest[:12],
            ", ".join(alias.upper() for alias in one.aliases),
            verdict_in_words(system, bench, one.digest),
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
        ContractError: it is no bundle, was trained on other features, its split's parts overlap, or it does not
            answer with numbers to what this home's newest sessions show.
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
    require_apart(bundle.contract.split, system.market.calendar)
    if list(system.lake.days(Layer.L4)):  # it must answer in the market it is registered for
        newest = serving_episodes(system.lake, system.market, NEWEST_SESSIONS)
        predicted(system, Deployed("unnamed", 0, bundle), newest)
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
    """Give a bundle a role; a champion is judged anew from what is in force.

    Raises:
        GateRefusedError: the court refuses the champion, or cannot judge it.
        MissingInputError: it has not been evaluated.
    """
    role, registry = _role(alias), registry_of(system)
    chosen = choose(registry, which)
    if role is Alias.CHAMPION:
        made = require_verdict(system, chosen)
        store_verdict(system, made)
        win_title(system, chosen.bundle.digest, made, f"cli:{getpass.getuser()}")
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


def require_verdict(system: System, chosen: Chosen) -> Judgement:
    """The judgement of a bundle from what is in force, where every gate lets it pass.

    Raises:
        GateRefusedError: one does not, or it cannot be judged.
        MissingInputError: it has not been evaluated.
    """
    bench = bench_of(system)
    made = judge_anew(system, bench, chosen.bundle, measure=False)
    refused = [
        *made.evaluation.gates.failed,
        *too_little_training(system, bench, chosen),
        *_decayed(system, chosen, made),
    ]
    if refused:
        raise GateRefusedError(
            f"Version {chosen.version} may not become champion: {len(refused)} gates refuse it ({', '.join(refused)}).",
            "It can be deployed as challenger, which trades its own paper account as UNPROVEN.",
            refused,
        )
    return made


def _decayed(system: System, chosen: Chosen, made: Judgement) -> list[str]:
    """Name of the refusal where a bundle lost its title to decay, and sessions from before it would prove it again."""
    since = decayed_before(system, chosen.bundle.digest)
    return ["decay"] if since is not None and made.evaluation.sessions[0] < since else []


def verdict_in_words(system: System, bench: Bench | None, digest: str) -> str:
    """What the newest verdict said of a bundle, whether it still holds, and whether what it was trained on still stands."""
    stored = stored_verdict(system, digest)
    if stored is None or bench is None:
        return "not evaluated"
    return _verdict(system, bench, digest, stored) + (
        "; its episodes have changed" if _altered(system, bench, digest) else ""
    )


def _altered(system: System, bench: Bench, digest: str) -> bool:
    """Whether the episodes of the split a bundle was trained on here are others now."""
    made = bench.trained.get(digest)
    return made is not None and data_hash(system.lake.days(Layer.L4), made.split) != made.data_hash


def _verdict(system: System, bench: Bench, digest: str, stored: StoredVerdict) -> str:
    said = "passed" if not stored.failed else f"UNPROVEN: {len(stored.failed)} refuse"
    stale = stale_because(system, bench, digest, stored)
    return f"{said}, STALE: {', '.join(stale)} differ" if stale else said


def _bench(system: System) -> Bench | None:
    """What the home knows; None where it has no history yet."""
    try:
        return bench_of(system)
    except MissingInputError:
        return None


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
