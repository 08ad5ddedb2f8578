"""The model registry of a home, opened when a job needs it."""

from dataclasses import dataclass

from usdcop.core.errors import ContractError, MissingInputError, UsageError
from usdcop.core.registry import Alias, ModelRegistry
from usdcop.main.settings import silence_telemetry
from usdcop.main.wiring import System, store_url
from usdcop.pipeline.l5_serve import Deployed
from usdcop.policy.bundle import Bundle

NEWEST = "newest"


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A registered bundle."""

    version: int
    bundle: Bundle


def registry_of(system: System) -> ModelRegistry:
    """The registry of ``system``; its library is loaded here, which takes seconds."""
    silence_telemetry()
    from usdcop.adapters.model_registry import MlflowRegistry  # noqa: PLC0415 - heavy, and only after that

    return MlflowRegistry(system.addresses.registry, system.objects, store_url(system.settings))


def choose(registry: ModelRegistry, which: str) -> Chosen:
    """The bundle called ``which``: a version, an alias, or ``newest``.

    Raises:
        UsageError: there is no such bundle.
        MissingInputError: nothing is registered.
    """
    if which in set(Alias):
        found = registry.by_alias(Alias(which))
        if found is None:
            raise UsageError(f"No bundle is deployed as {which}.", "See 'usdcop models list'.")
        return Chosen(found[0], Bundle.load(found[1]))
    version = _version(registry, which)
    return Chosen(version, Bundle.load(registry.load(version)))


def deployed(registry: ModelRegistry) -> tuple[list[Deployed], list[str]]:
    """Every bundle that has a role, and why each that cannot be used is silent."""
    able, silent = [], []
    for alias in Alias:
        held = registry.by_alias(alias)
        if held is None:
            continue
        version, data = held
        try:
            able.append(Deployed(alias.value, version, Bundle.load(data)))
        except ContractError as error:
            silent.append(f"{alias} v{version} is silent: {error}")
    return able, silent


def _version(registry: ModelRegistry, which: str) -> int:
    if which == NEWEST:
        versions = registry.versions()
        if not versions:
            raise MissingInputError("No bundle is registered yet.", "Train one with 'usdcop train'.")
        return versions[0].version
    if not which.isdigit():
        aliases = ", ".join(Alias)
        raise UsageError(
            f"{which!r} names no bundle.",
            f"Give a version number, {NEWEST}, one of {aliases}, or a baseline: flat, long, short, fade, trend.",
        )
    return int(which)
