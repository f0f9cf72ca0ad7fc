"""The settings, read once from the environment; a wrong one stops the start with its name."""

import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path

from app import observe

ROOT = Path(__file__).resolve().parent.parent


class ConfigProblem(Exception):
    """A setting is missing or unreadable."""


@dataclass(frozen=True)
class Config:
    """HEJIE_<NAME> in the environment for each field."""

    database_url: str
    secret_key: str
    data_dir: Path
    demo: bool = False
    clock_file: str | None = None
    sweep_seconds: float = 1.0
    sign_in_tries: int = 5
    sign_in_lock_minutes: int = 15
    session_idle_minutes: int = 60
    session_hours: int = 12
    argon2_time_cost: int = 3
    argon2_memory_kib: int = 65536
    step_limit: int = 2000
    paper_megabytes: int = 50
    clamd: str | None = None
    progress_url: str | None = None
    centre_phone: str | None = None
    secure_cookies: bool = False
    proxies: int = 0
    log_level: str = "WARNING"
    testing: bool = False


_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def read(environ=os.environ) -> Config:
    """Read the settings. Without HEJIE_SECRET_KEY a key is made once and kept in the data folder."""
    data_dir = Path(environ.get("HEJIE_DATA_DIR", ROOT / "var")).resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    values = {
        "data_dir": data_dir,
        "database_url": environ.get("HEJIE_DATABASE_URL", f"sqlite:///{data_dir / 'hejie.db'}"),
        "secret_key": environ.get("HEJIE_SECRET_KEY") or _kept_secret(data_dir / "secret_key"),
    }
    for field in fields(Config):
        raw = environ.get(f"HEJIE_{field.name.upper()}")
        if field.name not in values and raw is not None:
            values[field.name] = _typed(field.name, raw, field.default)
    return _sound(Config(**values))


def _sound(settings: Config) -> Config:
    if settings.log_level not in observe.LEVELS:
        raise ConfigProblem(f"HEJIE_LOG_LEVEL={settings.log_level!r} is none of {', '.join(observe.LEVELS)}")
    for name in ("proxies", "sign_in_tries", "session_idle_minutes", "session_hours", "sweep_seconds", "step_limit",
                 "paper_megabytes"):
        if getattr(settings, name) < (0 if name == "proxies" else 0.01):
            raise ConfigProblem(f"HEJIE_{name.upper()}={getattr(settings, name)} is too small")
    return settings


def _typed(name: str, raw: str, default):
    try:
        if isinstance(default, bool):
            if raw.lower() not in _TRUE | _FALSE:
                raise ValueError("use 1 or 0")
            return raw.lower() in _TRUE
        return type(default)(raw) if default is not None else raw
    except ValueError as why:
        raise ConfigProblem(f"HEJIE_{name.upper()}={raw!r} cannot be read: {why}") from why


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.write_text(secrets.token_hex(32))
        path.chmod(0o600)
    return path.read_text().strip()
