"""Changes of roles for the analytics service: gates, the two-person rule, the registry, the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.promotions import NewPromotion, PostgresPromotions
from usdcop.core.errors import ConflictError, GateRefusedError, MissingInputError, UnknownError
from usdcop.core.registry import Alias, ModelRegistry, RegisteredBundle
from usdcop.main.jobs.deploying import require_verdict
from usdcop.main.jobs.registering import Chosen
from usdcop.main.jobs.titles import win_title
from usdcop.main.jobs.verdict import Judgement
from usdcop.main.serve.studio import SystemStudio
from usdcop.main.wiring import System
from usdcop.services.analytics.ports import Promotion


@dataclass(frozen=True, slots=True, eq=False)
class SystemDeployment:
    """``services.analytics.ports.Deployment`` on an open home.

    The row of a promotion and its trail are written first, the role in the registry, which has a database of
    its own, right after: a crash between the two leaves a row that says ``applied`` and an old role, which the
    same request again mends.
    """

    system: System
    studio: SystemStudio
    promotions: PostgresPromotions
    trail: PostgresAudit

    @property
    def registry(self) -> ModelRegistry:
        """The registry of the home."""
        return self.studio.registry

    def request(self, version: int, alias: Alias, reason: str, actor: str, *, override: bool) -> Promotion:
        """See ``Deployment.request``."""
        model = self._model(version)
        made, failed = self._judged(model) if alias is Alias.CHAMPION else (None, ())
        if failed and not override:
            raise _refused(model, failed)
        new = NewPromotion(version, model.digest, alias.value, failed, bool(failed), reason, actor)
        row = self.promotions.request(new, self.system.clock.now())
        if new.status == "applied":
            if made is not None:
                win_title(self.system, model.digest, made, actor)
            self.registry.set_alias(alias, version)
        return _promotion(row)

    def approve(self, promotion: UUID, actor: str) -> Promotion:
        """See ``Deployment.approve``."""
        waiting = self.promotions.waiting(promotion)
        if self._model(waiting.version).digest != waiting.bundle_hash:
            raise ConflictError(
                f"Version {waiting.version} is no longer the bundle that was asked for.",
                "Ask anew.",
                "BUNDLE_CHANGED",
            )
        row = self.promotions.decide(promotion, actor, self.system.clock.now(), agreed=True)
        if Alias(row.alias) is Alias.CHAMPION:
            win_title(self.system, waiting.bundle_hash, None, actor)
        self.registry.set_alias(Alias(row.alias), row.version)
        return _promotion(row)

    def refuse(self, promotion: UUID, actor: str) -> Promotion:
        """See ``Deployment.refuse``."""
        return _promotion(self.promotions.decide(promotion, actor, self.system.clock.now(), agreed=False))

    def rollback(self, alias: Alias, reason: str, actor: str) -> int:
        """See ``Deployment.rollback``."""
        version = self.registry.rollback(alias)
        detail = {"alias": alias.value, "version": version, "reason": reason}
        self.trail.append(self.system.clock.now(), actor, "model.rolled_back", f"role:{alias}", detail)
        return version

    def all(self) -> Sequence[Promotion]:
        """See ``Deployment.all``."""
        return [_promotion(row) for row in self.promotions.all()]

    def _model(self, version: int) -> RegisteredBundle:
        for model in self.studio.models():
            if model.version == version:
                return model
        raise UnknownError(f"There is no model version {version}.", "See GET /api/analytics/models.")

    def _judged(self, model: RegisteredBundle) -> tuple[Judgement | None, tuple[str, ...]]:
        """``model`` judged anew from what is in force, or the names of what refuses it as champion."""
        try:
            return require_verdict(self.system, Chosen(model.version, self.studio.bundle(model.version))), ()
        except GateRefusedError as error:
            return None, error.failed
        except MissingInputError:
            return None, ("not_evaluated",)


def _refused(model: RegisteredBundle, failed: tuple[str, ...]) -> GateRefusedError:
    return GateRefusedError(
        f"Version {model.version} may not become champion: {len(failed)} gates refuse it ({', '.join(failed)}).",
        "Deploy it as challenger, or ask with 'override' for a second person's agreement.",
        failed,
    )


def _promotion(row: Row[Any]) -> Promotion:
    return Promotion(
        id=row.id,
        version=row.version,
        bundle_hash=row.bundle_hash,
        alias=Alias(row.alias),
        status=row.status,
        failed_gates=tuple(row.failed_gates),
        override=row.override,
        reason=row.reason,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
