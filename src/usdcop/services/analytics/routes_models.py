"""Models: what is registered and deployed, how it was judged, and changes of roles."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response

from usdcop.backtest.statistics import deflated_sharpe
from usdcop.core.access import Principal, Role
from usdcop.core.metrics import SESSIONS_A_YEAR, Metric, known, unknown
from usdcop.core.registry import Alias, RegisteredBundle, TrainingRun
from usdcop.core.trials import Look
from usdcop.court.spending import look_level
from usdcop.pipeline.changes import Mark
from usdcop.services.analytics import schemas, schemas_models
from usdcop.services.analytics.context import About, Ports, SymbolQuery, Wanted, known_symbol, ref
from usdcop.services.analytics.figures import judged_of, split
from usdcop.services.analytics.ports import AnalyticsPorts, Bets, CourtStanding, PastEvaluation, Promotion
from usdcop.services.kit.access import Reader, signed_in
from usdcop.services.kit.errors import PROBLEMS, documented
from usdcop.services.kit.marks import bars_changed

# untested: here, but over HTTP in tests/main/serve/test_analytics.py

routes = APIRouter(prefix="/api/analytics", tags=["models"], responses={**PROBLEMS, **documented(404)})

Operator = Annotated[Principal, signed_in(Role.OPERATOR)]
Second = Annotated[Principal, signed_in(Role.COMPLIANCE)]
Version = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="Version of the registered model.", examples=[1])
]


@routes.get("/models", summary="Registered bundles with roles, gates and metrics")
def models(ports: Ports, _who: Reader, symbol: SymbolQuery = "USDCOP") -> schemas_models.Models:
    """Newest first. A model whose gates refuse it, or that was not judged, is UNPROVEN."""
    name = known_symbol(symbol)
    rows = tuple(_row(ports, model) for model in ports.studio.models())
    now = ports.clock.now()
    return schemas_models.Models(symbol=name, data_kind=ports.data_kind, timestamp=now, data=rows)


@routes.get("/production-gates", summary="The production gates of a model")
def production_gates(about: About, _who: Reader) -> schemas.ProductionGates:
    """Judged on the model's test part; without an evaluation there is no gate, and it is not ready."""
    report = about.ports.studio.evaluation(about.model.digest)
    gates = [_gate(gate) for gate in report["evaluation"]["gates"]["gates"]] if report else []
    passing = sum(gate.status == "passed" for gate in gates)
    return schemas.ProductionGates(
        symbol=about.symbol,
        timestamp=about.ports.clock.now(),
        model=ref(about.model),
        data_kind=about.ports.data_kind,
        production_ready=bool(gates) and passing == len(gates),
        passing_gates=passing,
        total_gates=len(gates),
        gates=tuple(gates),
        verdict=report["evaluation"]["verdict"]["sentence"] if report else None,
        rivals=tuple(_rival(one) for one in report["evaluation"]["rivals"]) if report else (),
        **judged_of(report, about.ports.studio.standing(about.model).judged_on),
    )


@routes.get("/runs", summary="Training runs, grouped by configuration")
def runs(ports: Ports, _who: Reader) -> schemas_models.TrainingRuns:
    """Newest first. Runs of one group differ by seed; those without a version were not shipped."""
    versions: dict[str, list[int]] = {}
    for model in ports.studio.models():
        versions.setdefault(model.run_id, []).append(model.version)
    rows = (_training(run_id, run, versions.get(run_id, ())) for run_id, run in ports.studio.runs())
    return schemas_models.TrainingRuns(data=tuple(rows))


@routes.get("/trials", summary="Every look at the test set, and what the next one would be")
def trials(about: About, _who: Reader) -> schemas_models.Trials:
    """A look shows one trial or one declared batch, and spends its share of the test set's error once."""
    standing = about.ports.studio.standing(about.model)
    ratios = [
        ratio
        for look in standing.looks
        for ratio in ([one.sharpe_per_session for one in look.trials] or [None])
    ]
    figures = _luck(about, standing, ratios)
    values, reasons = split(figures)
    told = {
        "trials": len(ratios),
        **values,
        "reasons": reasons,
        "next_look": _next_look(standing),
        "others": OTHER_HOMES,
        "data": [row for look in standing.looks for row in _trial_rows(look, about.model)],
    }
    return schemas_models.Trials.model_validate(told)


OTHER_HOMES = "Looks that were taken in other homes cannot be seen here."


def _luck(about: Wanted, standing: CourtStanding, ratios: Sequence[float | None]) -> dict[str, Metric]:
    """Sharpe ratio of a model that was looked at, and what all looks do to it."""
    if standing.look is None:
        hidden = unknown("it was not looked at yet")
        return {"sharpe": hidden, "deflated_sharpe": hidden, "hurdle": hidden}
    tested = about.tested()
    deflated = deflated_sharpe(tested.returns, ratios)
    return {
        "sharpe": tested.metrics.sharpe,
        "deflated_sharpe": deflated.probability,
        "hurdle": deflated.hurdle,
    }


def _next_look(standing: CourtStanding) -> schemas_models.NextLook:
    sessions = standing.sessions
    return schemas_models.NextLook(
        number=standing.next_number,
        level=standing.next_level,
        used_up=standing.used_up,
        test_first=sessions[0] if sessions else None,
        test_last=sessions[-1] if sessions else None,
        sessions=len(sessions),
    )


def _trial_rows(look: Look, model: RegisteredBundle) -> list[schemas_models.TrialRow]:
    kept = [(one.bundle_hash, one.sharpe_per_session) for one in look.trials]
    shown: Sequence[tuple[str | None, float | None]] = kept or [(None, None)]
    return [
        schemas_models.TrialRow(
            number=look.number,
            level=look_level(look.number),
            kind=look.kind.value,
            bundle_hash=bundle_hash,
            chosen=bundle_hash == model.digest,
            test_first=look.first,
            test_last=look.last,
            sessions=look.sessions,
            sharpe=_a_year(ratio),
            actor=look.actor,
            looked_at=look.at,
        )
        for bundle_hash, ratio in shown
    ]


@routes.get("/evaluations", summary="Every evaluation that was kept")
def evaluations(ports: Ports, _who: Reader, symbol: SymbolQuery = "USDCOP") -> schemas_models.Evaluations:
    """Newest first, from the table `rl_metrics`: a row for each bundle and last session that judged it."""
    found, stale = ports.studio.evaluations(known_symbol(symbol)), ports.studio.stale_reports()
    return schemas_models.Evaluations(data=tuple(_past(one, stale) for one in found))


@routes.get("/court", summary="Forward proof and decay of a model")
def court(about: About, _who: Reader) -> schemas_models.Court:
    """The bets of its forward proof with their target, and V since its promotion with the line that costs the title."""
    studio, model = about.ports.studio, about.model
    title = studio.title(model)
    return schemas_models.Court(
        model=ref(model),
        forward=_curve(studio.forward(model)),
        decay=_curve(studio.decay(model)),
        title=None if title is None else title.event.value,
        title_reason=None if title is None else title.reason,
        title_since=None if title is None else title.since,
    )


def _curve(bets: Bets | None) -> schemas_models.Curve | None:
    if bets is None:
        return None
    points = tuple(
        schemas_models.CurvePoint(session=day, value=value)
        for day, value in zip(bets.sessions, bets.wealth.tolist(), strict=True)
    )
    return schemas_models.Curve(limit=bets.limit, data=points)


@routes.get("/reports", summary="Stored evaluation reports")
def reports(ports: Ports, _who: Reader) -> schemas_models.ReportList:
    """Ids for `reports/{id}`, newest last."""
    stale = ports.studio.stale_reports()
    marks = {name: mark for name, found in stale.items() if (mark := bars_changed(found)) is not None}
    return schemas_models.ReportList(
        data=tuple(ports.studio.reports()), stale=tuple(stale), bars_changed=marks
    )


ReportId = Annotated[
    str,
    Path(
        pattern=r"^[0-9a-f]{12}-\d{8}$", description="An id of `reports`.", examples=["984a57baf481-20250627"]
    ),
]


@routes.get(
    "/reports/{report_id}",
    summary="A stored report as JSON",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)
def report(ports: Ports, _who: Reader, report_id: ReportId) -> Response:
    """Everything that was reported of a model; figures that cannot be known are null with a reason."""
    return Response(ports.studio.report(report_id, "json"), media_type="application/json")


@routes.get(
    "/reports/{report_id}/pdf",
    summary="A stored report as PDF",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
)
def report_pdf(ports: Ports, _who: Reader, report_id: ReportId) -> Response:
    """The same report for reading."""
    return Response(ports.studio.report(report_id, "pdf"), media_type="application/pdf")


@routes.post(
    "/models/{version}/promotions",
    summary="Give a model a role",
    status_code=201,
    responses={
        **documented(409),
        202: {"model": schemas_models.PromotionRow, "description": "It waits for a second person."},
    },
)
def promote(
    ports: Ports, who: Operator, version: Version, body: schemas_models.PromotionRequest, response: Response
) -> schemas_models.PromotionRow:
    """Only a champion needs the gates. Where they refuse, 409 names them; with `override` a second person decides."""
    done = ports.deployment.request(version, body.alias, body.reason, who.name, override=body.override)
    response.status_code = 202 if done.status == "waiting" else 201
    return _promotion(done)


@routes.get("/promotions", summary="Changes of roles that were asked for")
def promotions(ports: Ports, _who: Reader) -> schemas_models.Promotions:
    """Newest first."""
    return schemas_models.Promotions(data=tuple(_promotion(one) for one in ports.deployment.all()))


@routes.post("/promotions/{promotion_id}/approve", summary="Agree to an override", responses=documented(409))
def approve(ports: Ports, who: Second, promotion_id: UUID) -> schemas_models.PromotionRow:
    """The second person: not the one who asked. Bound to the hash of the bundle that was asked for."""
    return _promotion(ports.deployment.approve(promotion_id, who.name))


@routes.post("/promotions/{promotion_id}/refuse", summary="Refuse an override", responses=documented(409))
def refuse(ports: Ports, who: Second, promotion_id: UUID) -> schemas_models.PromotionRow:
    """The second person does not agree; the request is closed."""
    return _promotion(ports.deployment.refuse(promotion_id, who.name))


@routes.post("/models/rollback", summary="Give a role back to its previous holder")
def rollback(
    ports: Ports, who: Operator, body: schemas_models.RollbackRequest
) -> schemas_models.RollbackDone:
    """One person is enough to go back."""
    version = ports.deployment.rollback(body.alias, body.reason, who.name)
    return schemas_models.RollbackDone(alias=body.alias, version=version)


def _row(ports: AnalyticsPorts, model: RegisteredBundle) -> schemas_models.ModelRow:
    report = ports.studio.evaluation(model.digest)
    told: Mapping[str, Any] | None = report["evaluation"] if report else None
    failed = None if told is None else [one["name"] for one in told["gates"]["gates"] if not one["passed"]]
    standing = ports.studio.standing(model)
    entry = standing.entry
    return schemas_models.ModelRow(
        version=model.version,
        name=model.run.name,
        bundle_hash=model.digest,
        roles=model.aliases,
        held_before=model.held_before,
        badge=badge(model.aliases, proven=failed == [], stale=bool(standing.stale)),
        registered_at=model.created_at,
        run_id=model.run_id,
        test_first=standing.sessions[0] if standing.sessions else None,
        test_last=standing.sessions[-1] if standing.sessions else None,
        trained_here=standing.trained_here,
        look=None if standing.look is None else standing.look.number,
        level=standing.level,
        entry=None if entry is None else entry.number,
        stop=None if entry is None else entry.stop,
        stale=standing.stale,
        failed_gates=None if failed is None else tuple(failed),
        metrics=None if told is None else _plain(told["metrics"]),
        intervals=None if told is None else {name: _ends(one) for name, one in told["intervals"].items()},
        costs=None
        if told is None
        else {f"x{one['multiple']:g}": _plain(one["metrics"]) for one in told["cost_rows"]},
        verdict=None if told is None else told["verdict"]["sentence"],
        bars_changed=bars_changed(standing.trained_on),
        **judged_of(report, standing.judged_on),
    )


def _past(one: PastEvaluation, stale: Mapping[str, Mark | None]) -> schemas_models.EvaluationRow:
    mark = stale.get(f"{one.bundle_hash[:12]}-{one.last_session:%Y%m%d}")
    return schemas_models.EvaluationRow.model_validate({**asdict(one), "bars_changed": bars_changed(mark)})


def badge(roles: tuple[Alias, ...], *, proven: bool, stale: bool) -> str:
    """What a screen writes beside a model of these ``roles``: UNPROVEN outweighs STALE."""
    role = next((alias.upper() for alias in Alias if alias in roles), "NONE")
    if not proven:
        return f"{role} UNPROVEN"
    return f"{role} STALE" if stale else role


def _plain(metrics: Mapping[str, Any]) -> dict[str, float | None]:
    """Plain figures of a report's metrics."""
    return {
        name: one["value"] if isinstance(one, dict) else float(one)
        for name, one in metrics.items()
        if not isinstance(one, dict) or "value" in one
    }


def _ends(interval: Mapping[str, Any]) -> tuple[float | None, float | None]:
    return interval["low"]["value"], interval["high"]["value"]


def _gate(gate: Mapping[str, Any]) -> schemas.Gate:
    return schemas.Gate(
        name=gate["name"],
        title=gate["title"],
        value=gate["value"]["value"],
        threshold=gate["threshold"],
        operator=gate["operator"],
        status="passed" if gate["passed"] else "failed",
        description=gate["description"],
        reason=gate["value"]["reason"],
        unit=gate["unit"],
        low=gate["interval"]["low"]["value"],
        high=gate["interval"]["high"]["value"],
        measured=gate["measured"],
        needed=gate["needed"],
    )


def _rival(rival: Mapping[str, Any]) -> schemas.RivalRow:
    low, high = _ends(rival["advantage"]["interval"])
    return schemas.RivalRow(
        name=rival["name"],
        advantage_bps=rival["advantage"]["mean_bps"]["value"],
        low_bps=low,
        high_bps=high,
        beats=low is not None and low > 0.0,
    )


def _training(run_id: str, run: TrainingRun, versions: Sequence[int]) -> schemas_models.TrainingRow:
    return schemas_models.TrainingRow(
        run_id=run_id,
        name=run.name,
        group=run.tags.get("config_hash", run.name)[:12],
        seed=run.tags.get("seed"),
        versions=tuple(versions),
        params=dict(run.params),
        metrics=dict(run.metrics),
        tags=dict(run.tags),
    )


def _promotion(one: Promotion) -> schemas_models.PromotionRow:
    return schemas_models.PromotionRow(
        **{name: getattr(one, name) for name in schemas_models.PromotionRow.model_fields}
    )


def _a_year(sharpe_per_session: float | None) -> float | None:
    metric = unknown("-") if sharpe_per_session is None else known(sharpe_per_session * SESSIONS_A_YEAR**0.5)
    return metric.value
