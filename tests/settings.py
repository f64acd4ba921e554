"""The project's settings as the tests see them: nothing of the caller's installation, nothing slow.

Every process gets a folder of its own in place of ``var/`` and embedded parts, whatever the environment
names; ``TEST_DATABASE_URL`` alone chooses another database (``python -m tests`` sets it).
"""

import atexit
import os
import shutil
import tempfile

OPERATORS_OWN = (
    "ALLOWED_HOSTS",
    "BREAK_GLASS_MINUTES",
    "BEHIND_HTTPS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "DEMO",
    "EMAIL_URL",
    "REDIS_URL",
    "RUN_LEASE_SECONDS",
    "RUN_RESEND_SECONDS",
    "SECRET_KEY",
    "SITE_ADDRESS",
    "SOLVER_COMMAND",
    "SOLVER_MEMORY_MB",
    "TRAIL_KEEP_DAYS",
    "TRAIL_MASKS_ADDRESSES",
    "TRUSTED_PROXIES",
    "UNDO_KEEP_DAYS",
)
SIGN_IN = ("INVITATION_", "OIDC_", "RECENT_SIGN_IN_", "REQUIRE_MFA_", "SAML_", "SESSION_")
for _name in [name for name in os.environ if name in OPERATORS_OWN or name.startswith(SIGN_IN)]:
    os.environ.pop(_name)
if _database := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = _database

_var = tempfile.mkdtemp(prefix="connectedness-tests-")
os.mkdir(f"{_var}/static")
atexit.register(shutil.rmtree, _var, ignore_errors=True)
os.environ["CONNECTEDNESS_VAR"] = _var

# Playwright's sync API runs an event loop beside the test; Django would take it for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from connectedness.settings import *  # noqa: E402, F403
from connectedness.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Hashed names need collectstatic; the deployment tests run with the real storage.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A page that asks the database once per row fails its test.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
# Signing in asks for its own rows more than once, which is not ours to change.
ZEAL_ALLOWLIST = [{"model": f"{app}.*"} for app in ("account", "mfa", "sessions", "usersessions")]
# Connections of a pool outlive the test that opened them and keep the test database from being dropped.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
