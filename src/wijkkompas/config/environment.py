"""The environment is read here and nowhere else.

Two modes. *Example* (no DATABASE_URL): embedded PostgreSQL, example accounts, fixed secrets, 127.0.0.1 only.
*Production* (DATABASE_URL set): refuses to start without secrets of its own; every refusal has a test.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

EXAMPLE_SECRET = "example-secret-only-for-example-mode"  # noqa: S105  # pragma: allowlist secret
SECRETS = {
    "SECRET_KEY": "signs sessions and links",
    "CONTEXT_KEY": "signs who acts in the database",
    "CASE_MASTER_KEY": "wraps the keys of what residents write",
    "CODE_PEPPER": "hashes volgcodes",
}


class Refused(SystemExit):
    """The process does not start; the message says why and what to do."""

    def __init__(self, reasons: list[str]) -> None:
        lines = "\n".join(f"  - {reason}" for reason in reasons)
        super().__init__(f"Wijkkompas does not start:\n{lines}\nSee docs/howto/run.md.")
        self.reasons = reasons


@dataclass(frozen=True)
class Environment:
    """What the process was told, checked and typed."""

    example: bool
    home: Path
    secret_key: str
    context_key: bytes
    code_pepper: bytes
    master_keys: list[tuple[str, bytes]]
    app_dsn: dict[str, str]
    owner_dsn: dict[str, str]
    figures_dsn: dict[str, str]
    hosts: list[str]
    port: int
    base_url: str
    mail_url: str
    mail_from: str
    token_file: str
    trusted_proxies: frozenset[str] = field(default_factory=frozenset)
    reads_per_minute: int = 600
    audit_old_keys: frozenset[str] = field(default_factory=frozenset)
    secure: bool = True


def _secret(env: Mapping[str, str], name: str) -> str:
    """From NAME, or from the file that NAME_FILE points at (systemd credentials, mounted secrets)."""
    if path := env.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf8").strip()
    return env.get(name, "")


def parse_dsn(url: str) -> dict[str, str]:
    """`postgresql://user:password@host:port/name?host=/socket` as Django wants it; also `host=... user=...` strings."""
    if "://" not in url:
        parts = dict(piece.split("=", 1) for piece in url.split() if "=" in piece)
        return {
            "NAME": parts.get("dbname", "wijkkompas"),
            "USER": parts.get("user", ""),
            "PASSWORD": parts.get("password", ""),
            "HOST": parts.get("host", ""),
            "PORT": parts.get("port", ""),
        }
    parsed = urlsplit(url)
    query = dict(parse_qsl(parsed.query))
    found = {
        "NAME": parsed.path.lstrip("/") or "wijkkompas",
        "USER": unquote(parsed.username or ""),
        "PASSWORD": unquote(parsed.password or ""),
        "HOST": query.pop("host", parsed.hostname or ""),
        "PORT": str(parsed.port or query.pop("port", "")),
    }
    return found | {name.upper(): value for name, value in query.items() if name.startswith("ssl")}


def _master_keys(text: str) -> list[tuple[str, bytes]]:
    """`name:base64,name:base64`; the first wraps new keys, the others still open old ones. Each is 32 bytes."""
    keys = []
    for piece in filter(None, (p.strip() for p in text.split(","))):
        name, _, encoded = piece.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not name or len(key) != 32:
            raise ValueError("CASE_MASTER_KEY must be name:base64-of-32-bytes")
        keys.append((name, key))
    return keys


def _home(env: Mapping[str, str]) -> Path:
    return Path(env.get("WIJKKOMPAS_HOME", ".data")).absolute()


def _example(env: Mapping[str, str]) -> Environment:
    from wijkkompas.config import launcher

    home = _home(env)
    socket = str(launcher.socket_folder(home))
    dsn = {"NAME": env.get("WIJKKOMPAS_TEST_DATABASE", "wijkkompas"), "HOST": socket, "PORT": "", "PASSWORD": ""}
    stretch = lambda label: hashlib.sha256(f"{EXAMPLE_SECRET}|{label}".encode()).digest()  # noqa: E731
    port = int(env.get("PORT", "8000"))
    return Environment(
        example=True,
        home=home,
        secret_key=EXAMPLE_SECRET,
        context_key=stretch("context"),
        code_pepper=stretch("code"),
        master_keys=[("example", stretch("master"))],
        app_dsn=dsn | {"USER": "wk_app"},
        owner_dsn=dsn | {"USER": "wk_owner"},
        figures_dsn=dsn | {"USER": "wk_figures"},
        hosts=["localhost", "127.0.0.1", "[::1]", "testserver"],
        port=port,
        base_url=f"http://localhost:{port}",
        mail_url="console",
        mail_from="Wijkkompas <post@example.org>",
        token_file="",
        reads_per_minute=int(env.get("READS_PER_MINUTE", "600")),
        secure=False,
    )


def _production(env: Mapping[str, str]) -> Environment:
    reasons = []
    found = {name: _secret(env, name) for name in SECRETS}
    for name, purpose in SECRETS.items():
        if not found[name]:
            reasons.append(f"{name} (or {name}_FILE) is missing; it {purpose}")
        elif EXAMPLE_SECRET in found[name]:
            reasons.append(f"{name} is the example secret; make one of your own")
        elif len(found[name]) < 32:
            reasons.append(f"{name} is too short; use at least 32 characters")
    masters: list[tuple[str, bytes]] = []
    if found["CASE_MASTER_KEY"]:
        try:
            masters = _master_keys(found["CASE_MASTER_KEY"])
        except ValueError as error:
            reasons.append(str(error))
    hosts = [host for host in env.get("ALLOWED_HOSTS", "").split(",") if host]
    if not hosts:
        reasons.append("ALLOWED_HOSTS is missing: the names of your site, with commas")
    if not _secret(env, "MAIL_URL"):
        reasons.append("MAIL_URL is missing: smtp://user:password@host:587 (people log in with a code by e-mail)")
    app = parse_dsn(_secret(env, "DATABASE_URL"))
    owner = parse_dsn(_secret(env, "DATABASE_OWNER_URL")) if _secret(env, "DATABASE_OWNER_URL") else app
    if app["USER"] in {"postgres", "wk_owner"}:
        reasons.append("DATABASE_URL uses the owner or a superuser; the web process must log in as wk_app")
    if reasons:
        raise Refused(reasons)
    figures = _secret(env, "DATABASE_FIGURES_URL")
    return Environment(
        example=False,
        home=_home(env),
        secret_key=found["SECRET_KEY"],
        context_key=_context_key(found["CONTEXT_KEY"]),
        code_pepper=found["CODE_PEPPER"].encode(),
        master_keys=masters,
        app_dsn=app,
        owner_dsn=owner,
        figures_dsn=parse_dsn(figures) if figures else app,
        hosts=hosts,
        port=int(env.get("PORT", "8000")),
        base_url=env.get("BASE_URL", f"https://{hosts[0]}"),
        mail_url=_secret(env, "MAIL_URL"),
        mail_from=env.get("MAIL_FROM", f"Wijkkompas <post@{hosts[0]}>"),
        token_file=env.get("DESIGN_TOKENS_URL", ""),
        trusted_proxies=frozenset(p for p in env.get("TRUSTED_PROXIES", "").split(",") if p),
        reads_per_minute=int(env.get("READS_PER_MINUTE", "600")),
        audit_old_keys=frozenset(k.strip() for k in env.get("AUDIT_OLD_KEYS", "").split(",") if k.strip()),
    )


def _context_key(text: str) -> bytes:
    """At most one block of SHA-256, so that the database can keep the two pads."""
    return hashlib.sha256(text.encode()).digest()


def read(env: Mapping[str, str] | None = None) -> Environment:
    """Read and check the environment; raises `Refused` in production with every reason at once."""
    env = os.environ if env is None else env
    if _secret(env, "DATABASE_URL"):
        if env.get("WIJKKOMPAS_EXAMPLE") == "1":
            raise Refused(["example mode refuses DATABASE_URL: example accounts must never reach a real database"])
        return _production(env)
    return _example(env)
