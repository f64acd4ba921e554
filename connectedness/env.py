"""The only reader of the environment: every setting an operator can turn, typed, in one place."""

import contextlib
import os
import secrets
import shlex
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from environ.fileaware_mapping import FileAwareMapping

from connectedness.env_sign_in import SignIn, UnusableSetting, read_sign_in

BASE_DIR = Path(__file__).resolve().parent.parent
SMALLEST_SECRET = 50
FEWEST_SIGNS = 10
KNOWN_PASSWORDS = {"password", "postgres", "connectedness", "changeme", "secret", "admin"}
SHORTEST_TRAIL_DAYS = 30
LONGEST_UNDO_DAYS = 366


class WeakSecret(Exception):
    """The secret key is missing or too weak for production."""


class FromFilesToo(environ.FileAwareEnv):  # type: ignore[misc]  # it ships no types
    """Reads ``NAME``, or the file that ``NAME_FILE`` names without the line break at its end."""

    ENVIRON = FileAwareMapping(cache=False)

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """The value; an empty ``NAME_FILE`` counts as none."""
        value = super().get_value(var, *args, **kwargs)
        return value.strip() if isinstance(value, str) and os.environ.get(f"{var}_FILE") else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What the operator set, or the embedded defaults that need nothing installed."""

    var_dir: Path
    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    database: dict[str, object]
    redis_url: str
    email: dict[str, object]
    default_from_email: str
    site_address: str
    behind_https: bool
    demo: bool
    solver_memory_mb: int
    solver_command: list[str]
    run_lease_seconds: int
    run_resend_seconds: int
    sign_in: SignIn
    trail_keep_days: int
    trail_masks_addresses: bool
    undo_keep_days: int
    trusted_proxies: int
    break_glass_minutes: int


def read_environment() -> Environment:
    """Read the process environment once; raises ``WeakSecret`` where production would be unsafe.

    Whatever it names may stand in a file instead, which ``<name>_FILE`` names: secrets as containers mount them.
    """
    env = FromFilesToo()
    var_dir = Path(env.str("CONNECTEDNESS_VAR", default=str(BASE_DIR / "var")))
    demo = env.bool("DEMO", default=False)
    debug = env.bool("DEBUG", default=False)
    return Environment(
        var_dir=var_dir,
        debug=debug,
        secret_key=_secret_key(env, var_dir),
        allowed_hosts=_allowed_hosts(env),
        csrf_trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", default=[]),
        database=_database(env, var_dir),
        redis_url=env.str("REDIS_URL", default=""),
        email=env.email_url("EMAIL_URL", default=f"filemail:///{var_dir.absolute() / 'mail'}"),
        default_from_email=env.str("DEFAULT_FROM_EMAIL", default="connectedness@localhost"),
        site_address=_site_address(env),
        behind_https=env.bool("BEHIND_HTTPS", default=False),
        demo=demo,
        solver_memory_mb=env.int("SOLVER_MEMORY_MB", default=2048),
        solver_command=shlex.split(env.str("SOLVER_COMMAND", default="")),
        run_lease_seconds=env.int("RUN_LEASE_SECONDS", default=30),
        run_resend_seconds=env.int("RUN_RESEND_SECONDS", default=15),
        sign_in=read_sign_in(env),
        trail_keep_days=_trail_keep_days(env),
        trail_masks_addresses=env.bool("TRAIL_MASKS_ADDRESSES", default=False),
        undo_keep_days=_undo_keep_days(env),
        trusted_proxies=env.int("TRUSTED_PROXIES", default=0),
        break_glass_minutes=env.int("BREAK_GLASS_MINUTES", default=60),
    )


def _trail_keep_days(env: environ.Env) -> int:
    """Six years, as long as a hospital keeps its own security records (45 CFR 164.316(b)(2)(i)), unless said."""
    days = int(env.int("TRAIL_KEEP_DAYS", default=6 * 365 + 2))
    if days < SHORTEST_TRAIL_DAYS:
        raise UnusableSetting(
            f"TRAIL_KEEP_DAYS is {days}; the trail is kept for at least {SHORTEST_TRAIL_DAYS} days. "
            "Set a higher number, or leave it out for six years."
        )
    return days


def _undo_keep_days(env: environ.Env) -> int:
    days = int(env.int("UNDO_KEEP_DAYS", default=30))
    if not 1 <= days <= LONGEST_UNDO_DAYS:
        raise UnusableSetting(
            f"UNDO_KEEP_DAYS is {days}; what can be undone is kept for 1 to {LONGEST_UNDO_DAYS} days. "
            "Set a number between, or leave it out for 30."
        )
    return days


def _site_address(env: environ.Env) -> str:
    """What links in mails begin with: as the operator said, else the first name under which people reach it."""
    scheme = "https" if env.bool("BEHIND_HTTPS", default=False) else "http"
    said = env.str("SITE_ADDRESS", default="") or f"{scheme}://{_allowed_hosts(env)[0]}"
    return str(said).rstrip("/")


def _allowed_hosts(env: environ.Env) -> list[str]:
    """Said by the operator where others can reach it; never a name that fits all."""
    hosts: list[str] = env.list("ALLOWED_HOSTS", default=[])
    if env.bool("BEHIND_HTTPS", default=False) and (not hosts or "*" in hosts):
        raise UnusableSetting(
            f"ALLOWED_HOSTS is {', '.join(hosts) or 'not set'}, and BEHIND_HTTPS is on. "
            "Write the names under which people reach it: connectedness.example.org."
        )
    return hosts or ["localhost", "127.0.0.1", "[::1]"]


def _database(env: environ.Env, var_dir: Path) -> dict[str, object]:
    """Where rows are kept. A password that everybody knows is refused."""
    found: dict[str, object] = env.db_url(
        "DATABASE_URL", default=f"sqlite:///{var_dir / 'connectedness.sqlite3'}"
    )
    password = str(found.get("PASSWORD") or "")
    if password.lower() in KNOWN_PASSWORDS:
        raise WeakSecret(
            "The password in DATABASE_URL is one that everybody tries first. Give the database another: "
            "python -c 'import secrets; print(secrets.token_urlsafe(24))'"
        )
    return found


def _secret_key(env: environ.Env, var_dir: Path) -> str:
    """The operator's key, or one made once and kept in ``var`` so that sessions outlive a restart."""
    given = env.str("SECRET_KEY", default="")
    if given:
        if (
            len(given) < SMALLEST_SECRET
            or len(set(given)) < FEWEST_SIGNS
            or given.startswith("django-insecure")
        ):
            raise WeakSecret(
                f"SECRET_KEY has {len(given)} characters, {len(set(given))} of them different; at least "
                f"{SMALLEST_SECRET} random ones are needed. "
                "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
            )
        return str(given)
    return _kept_key(var_dir / "secret_key")


def _kept_key(path: Path) -> str:
    """Read the kept key, or make it so that only its owner can read it.

    The key is written aside and then given its name in one step that fails if the name is taken: of two processes
    that start at once, both end with the same whole key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=path.parent) as aside:
            aside.write(secrets.token_urlsafe(64))
            aside.flush()
            with contextlib.suppress(FileExistsError):
                os.link(aside.name, path)
    return path.read_text(encoding="ascii")
