"""Typed readers of environment variables; every one fails loudly with the variable's name.

`NAME_FILE` beats `NAME`: secrets may come as files (systemd credentials, container secrets).
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class SettingError(Exception):
    """A setting that cannot be used; the message names it and says what is accepted."""


def text(name: str, default: str = "") -> str:
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE: cannot read {file} ({error.strerror})") from error
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise SettingError(f"{name}: write 1 or 0, not {value!r}")


def number(name: str, default: int, *, at_least: int | None = None) -> int:
    value = text(name, str(default))
    try:
        said = int(value)
    except ValueError:
        raise SettingError(f"{name}: write a whole number, not {value!r}") from None
    if at_least is not None and said < at_least:
        raise SettingError(f"{name}: write {at_least} or more, not {value!r}")
    return said


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def origin(url: str) -> str:
    """Scheme, host and port of an address; "" of none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def database(name: str, default_file: Path) -> dict[str, object]:
    """A Django database setting from a URL: `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    url = text(name, f"sqlite:///{default_file}")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(url.removeprefix("sqlite:///"))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(url)
    raise SettingError(f"{name}: write sqlite:///file or postgresql://user:password@host/name")


def sqlite(file: str) -> dict[str, object]:
    # Pages are held 4 MB a connection, and each thread has one; what is not held, the system has in its memory once for
    # all. Mapping the file instead was no faster, and every connection counted all of it as its own.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4000;"
    return {
        "ENGINE": "thidua.core.sqlite",
        "NAME": file,
        "CONN_MAX_AGE": None,
        # IMMEDIATE: a writer waits its turn at the start instead of failing in the middle.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "thidua.core.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Statements are read and planned once a connection, and only their values sent. A pooler between us must keep to that.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
    }
