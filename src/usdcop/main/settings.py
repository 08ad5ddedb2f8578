"""Settings: read from the environment once, here and nowhere else; each with unit, default and reason."""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.errors import UsageError
from usdcop.core.risk import RiskLimits
from usdcop.core.units import Bps, Cop, Usd
from usdcop.live.plan import LiveSettings
from usdcop.main.modes import Mode
from usdcop.pipeline.gates import LayerGateSettings
from usdcop.pipeline.splits import SplitSettings
from usdcop.services.kit.settings import AuthMode, ServiceSettings


class Environment(BaseSettings):
    """The variables ``USDCOP_*`` and ``TWELVEDATA_API_KEYS``, as they stand."""

    model_config = SettingsConfigDict(env_prefix="USDCOP_", frozen=True, extra="ignore")

    home: Path = Path(".usdcop")
    """Folder that holds ``real/``, ``replay/`` and ``synthetic/``."""
    mode: Mode = Mode.REAL
    """Which of them is used; ``--mode`` overrides it."""
    database_url: SecretStr | None = None
    """PostgreSQL to use instead of the embedded one."""
    redis_url: SecretStr | None = None
    """Redis to use instead of the embedded one."""
    object_store_url: str | None = None
    """``file:///folder`` or ``s3://bucket/prefix``; default: a folder in the home."""
    mlflow_url: SecretStr | None = None
    """Database of the model registry; default: a database of its own in the embedded PostgreSQL."""
    s3_endpoint: str | None = None
    """Address of an S3-compatible store such as MinIO; default: the cloud's own."""
    s3_access_key: SecretStr | None = None
    """Access key of the store."""
    s3_secret_key: SecretStr | None = None
    """Secret key of the store."""
    postgres_port: int = Field(default=0, ge=0, le=65535)
    """Port of the embedded PostgreSQL; 0 chooses a free one and keeps it."""
    redis_port: int = Field(default=0, ge=0, le=65535)
    """Port of the embedded Redis; 0 chooses a free one and keeps it."""
    simulator_port: int = Field(default=0, ge=0, le=65535)
    """Port of the simulator; 0 chooses a free one."""
    clock: str = "real"
    """``real``, or a simulated clock ``sim:START@ANCHOR,x30,closed=x3600``."""
    notional_usd: float = Field(default=100_000.0, gt=0, allow_inf_nan=False)
    """Dollars of one unit of position."""
    half_spread_bps: float = Field(default=2.5, ge=0, allow_inf_nan=False)
    """Half the spread, in basis points of the price, paid per unit of position changed."""
    slippage_bps: float = Field(default=0.5, ge=0, allow_inf_nan=False)
    """Slippage, in basis points of the price, paid per unit of position changed."""
    l0_min_coverage: float = Field(default=0.95, ge=0, le=1)
    """Gate of L0: least share of the expected bars that must be stored."""
    l0_max_stale: float = Field(default=0.02, ge=0, le=1)
    """Gate of L0: largest share of rows in stale sessions."""
    l4_min_episodes: int = Field(default=500, ge=1)
    """Gate of L4: fewest training episodes of a policy that may become champion."""
    vendor_url: str = "https://api.twelvedata.com"
    """Address of the market data vendor."""
    credits_per_minute: int = Field(default=8, ge=1)
    """Vendor credits of one key in a minute."""
    credits_per_day: int = Field(default=800, ge=1)
    """Vendor credits of one key in a day."""
    simulator_url: str | None = None
    """Address of a running simulator to fetch from, in a synthetic or replay home; ``usdcop up`` sets it."""
    service_database_url: SecretStr | None = None
    """PostgreSQL as a role that owns nothing, for the services; default: ``USDCOP_DATABASE_URL``."""
    host: str = "127.0.0.1"
    """Address the services listen on. Anything but loopback forces ``USDCOP_AUTH=all``."""
    trading_port: int = Field(default=8000, ge=0, le=65535)
    """Port of the trading service."""
    analytics_port: int = Field(default=8001, ge=0, le=65535)
    """Port of the analytics service."""
    pipeline_port: int = Field(default=8002, ge=0, le=65535)
    """Port of the pipeline service."""
    compliance_port: int = Field(default=8003, ge=0, le=65535)
    """Port of the compliance service."""
    stream_port: int = Field(default=8082, ge=0, le=65535)
    """Port of the stream."""
    orchestrator_port: int = Field(default=8085, ge=0, le=65535)
    """Port of the orchestrator."""
    scheduler_port: int = Field(default=8086, ge=0, le=65535)
    """Port of the scheduler's health and metrics."""
    dashboard_port: int = Field(default=5000, ge=0, le=65535)
    """Port of the dashboard; 0 chooses a free one."""
    dashboard: bool = True
    """Whether ``usdcop up`` starts the dashboard, where Node and its build are there."""
    dashboard_dir: Path | None = None
    """Folder of the dashboard; default: ``dashboard`` in the checkout this package is used from."""
    auth: AuthMode = AuthMode.WRITES
    """What needs a token: ``writes`` or ``all``."""
    jwt_secret: SecretStr | None = None
    """Key that tokens are signed with, 32 bytes or more; default: generated and kept in the home."""
    origins: str | None = None
    """Origins of browsers that may call the services, separated by commas; default: the dashboard on this machine."""
    hosts: str = "127.0.0.1,localhost,[::1]"
    """Names the services may be called by, separated by commas."""
    proxies: str = ""
    """Addresses of proxies whose forwarded client addresses count, separated by commas."""
    rate_per_minute: int = Field(default=600, ge=1)
    """Requests a minute of one client."""
    risk_position_usd: float = Field(default=500_000.0, gt=0, allow_inf_nan=False)
    """Largest position of an account, in dollars."""
    risk_order_usd: float = Field(default=250_000.0, gt=0, allow_inf_nan=False)
    """Largest order, in dollars."""
    risk_daily_loss_cop: float = Field(default=20_000_000.0, gt=0, allow_inf_nan=False)
    """Loss of an account in a session, in pesos, after which it only reduces."""
    quote_poll_seconds: float = Field(default=5.0, gt=0, allow_inf_nan=False)
    """Wanted seconds between quotes; the credit budget may stretch them."""
    l0_patience_minutes: float = Field(default=30.0, ge=0, allow_inf_nan=False)
    """Longest wait for L0 after the opening; then the feed starts on history."""
    ab_salt: str = "usdcop"
    """Salt of the hash that assigns sessions to the champion or the challenger."""
    retention_days: int = Field(default=365, ge=183)
    """Days of bars kept in PostgreSQL; older ones are served from the object store."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least grave log line that is written."""
    otlp_endpoint: str | None = Field(default=None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    """Where traces go; none are made without it."""
    twelvedata_api_keys: SecretStr | None = Field(default=None, validation_alias="TWELVEDATA_API_KEYS")
    """Vendor keys, separated by commas. Use only keys you are entitled to; one is enough."""

    @field_validator("home", mode="after")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()


@dataclass(frozen=True, slots=True)
class VendorSettings:
    """How the vendor is reached, and what a key may spend."""

    url: str
    keys: tuple[str, ...]
    credits_per_minute: int
    credits_per_day: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program was told, in groups; made once and passed on."""

    mode: Mode
    home: Path
    """Folder of the mode: its database, Redis, objects, logs and reports."""
    environment: Environment
    costs: CostModel
    stakes: Stakes
    vendor: VendorSettings
    gates: LayerGateSettings
    splits: SplitSettings
    services: ServiceSettings
    live: LiveSettings
    risk: RiskLimits
    prediction_lifetime: timedelta = timedelta(hours=1)
    """How long cached predictions are kept."""


def read_settings(mode: Mode | None = None) -> Settings:
    """The settings of this process.

    Args:
        mode: overrides ``USDCOP_MODE``.

    Raises:
        UsageError: a variable has a value that cannot be used.
    """
    try:
        environment = Environment()
    except ValidationError as error:
        raise UsageError(_sentence(error), "Correct or unset the variable.") from None
    chosen = mode or environment.mode
    keys = environment.twelvedata_api_keys
    return Settings(
        mode=chosen,
        home=environment.home / chosen.value,
        environment=environment,
        costs=CostModel(Bps(environment.half_spread_bps), Bps(environment.slippage_bps)),
        stakes=Stakes(Usd(environment.notional_usd)),
        gates=LayerGateSettings(
            min_coverage=environment.l0_min_coverage,
            max_stale=environment.l0_max_stale,
            min_training_episodes=environment.l4_min_episodes,
        ),
        splits=SplitSettings(),
        services=_services(environment),
        live=LiveSettings(
            quote_poll=timedelta(seconds=environment.quote_poll_seconds),
            l0_patience=timedelta(minutes=environment.l0_patience_minutes),
            ab_salt=environment.ab_salt,
        ),
        risk=RiskLimits(
            position=Usd(environment.risk_position_usd),
            order=Usd(environment.risk_order_usd),
            daily_loss=Cop(environment.risk_daily_loss_cop),
        ),
        vendor=VendorSettings(
            url=environment.vendor_url,
            keys=_listed(keys.get_secret_value()) if keys else (),
            credits_per_minute=environment.credits_per_minute,
            credits_per_day=environment.credits_per_day,
        ),
    )


def _services(environment: Environment) -> ServiceSettings:
    return ServiceSettings(
        host=environment.host,
        origins=_origins(environment),
        hosts=_listed(environment.hosts),
        proxies=_listed(environment.proxies),
        rate_per_minute=environment.rate_per_minute,
    )


def _origins(environment: Environment) -> tuple[str, ...]:
    if environment.origins is not None:
        return _listed(environment.origins)
    return tuple(f"http://{name}:{environment.dashboard_port}" for name in ("127.0.0.1", "localhost"))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def silence_telemetry() -> None:
    """Keep libraries from calling home: nothing leaves this machine but requests to the vendor."""
    for name in ("MLFLOW_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
        os.environ.setdefault(name, "true")  # noqa: TID251 - read by the library when it is imported


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "a setting"
    variable = name if name.isupper() else f"USDCOP_{name.upper()}"
    return f"{variable}: {first['msg']}."
