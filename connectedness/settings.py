"""Django's settings: one typed module, fed by ``env`` alone."""

import sys
from datetime import timedelta
from typing import Any

from csp.constants import NONCE, NONE, SELF
from kombu import Queue

from connectedness.env import BASE_DIR, read_environment

ENV = read_environment()

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins
VAR_DIR = ENV.var_dir

INSTALLED_APPS = [
    "connectedness.accounts",
    "connectedness.trail",
    "connectedness.web",
    "scheduling",
    "connectedness.joining",
    "coaching",
    "connectedness.web.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "auditlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "connectedness.sso",
    "allauth.socialaccount.providers.saml",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "connectedness.web.health.health_middleware",
    "connectedness.web.outage.OutageMiddleware",
    # Outside of whatever can refuse a request, so that refusals carry the same headers as pages.
    "connectedness.web.headers.headers_middleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "connectedness.web.addresses.addresses_middleware",
    "connectedness.trail.origin.origin_middleware",
    "connectedness.web.once.once_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "connectedness.web.kept.kept_middleware",
    "connectedness.web.door.DoorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "connectedness.urls"
WSGI_APPLICATION = "connectedness.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "connectedness.landing.frame.page_frame",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

_IS_SQLITE = "sqlite3" in str(ENV.database["ENGINE"])
DATABASES: dict[str, dict[str, Any]] = {"default": {**ENV.database, "ATOMIC_REQUESTS": False}}
if _IS_SQLITE:
    # A writer takes its lock at once, so that two writers queue instead of failing at commit.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    # A lock held by somebody else ends as a clear error after five seconds, not as a hung page.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
        "options": "-c lock_timeout=5s -c statement_timeout=30s",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url,
        "OPTIONS": {"socket_timeout": 5, "health_check_interval": 30},
    }
    if ENV.redis_url
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(ENV.var_dir / "cache"),
        # Limits are kept here: with fewer, whoever tries much would push their own counts out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- sign-in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "connectedness.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Connectedness: "
ACCOUNT_FORMS = {"request_login_code": "connectedness.accounts.forms.AskForCodeForm"}
# How many / in what time / of whom. “key” is an account with an address or a known device (accounts/limits.py).
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/5m/ip,5/5m/key",
    "login_failed_anywhere": "100/h/key",
    "login_failed_known_device": "5/5m/key",
    "request_login_code": None,
    "code_mailed": "100/5m/ip,3/5m/key",
    "code_mailed_anywhere": "200/h/key",
    "code_mailed_known_device": "3/5m/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(ENV.sign_in.recent.total_seconds())
# No “remember me”: every session ends after the same time.
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {"add_webauthn": "connectedness.accounts.forms.AddPasskeyForm"}
MFA_ADAPTER = "connectedness.accounts.second_step.SecondStepAdapter"
MFA_TOTP_ISSUER = "Connectedness"
# Browsers take http://localhost for secure; everywhere else passkeys need HTTPS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.behind_https
SOCIALACCOUNT_ADAPTER = "connectedness.sso.adapter.HospitalSignInAdapter"
SOCIALACCOUNT_PROVIDERS = ENV.sign_in.providers
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
REQUIRE_MFA_ROLES = ENV.sign_in.second_step_roles
SESSION_LONGEST = ENV.sign_in.session_longest
SESSION_IDLE = ENV.sign_in.session_idle
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
INVITATION_LASTS = ENV.sign_in.invitation_lasts
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- the trail ---------------------------------------------------------------------------------
TRAIL_KEPT = timedelta(days=ENV.trail_keep_days)
# Steps that can be taken back, with the words that they took away.
UNDO_KEPT = timedelta(days=ENV.undo_keep_days)
TRAIL_MASKS_ADDRESSES = ENV.trail_masks_addresses
# How many servers in front may say where a request came from; none: the connection itself is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
# Rows whose changes the trail tells, and the fields of which it tells only that they changed.
_CONTACT = {"mask_fields": ["email", "phone", "pager"], "mask_callable": "connectedness.trail.changes.masked"}
AUDITLOG_USE_FK_STRING_REPRESENTATION = True
_SIGN_INS_OWN = ["password", "last_login", "sign_outs"]
AUDITLOG_INCLUDE_TRACKING_MODELS: list[Any] = [
    "scheduling.Program",
    "scheduling.AcademicYear",
    "scheduling.Rotation",
    {"model": "scheduling.Site", **_CONTACT, "mask_fields": ["phone"]},
    {"model": "scheduling.Resident", **_CONTACT},
    {"model": "scheduling.Faculty", **_CONTACT},
    {"model": "accounts.User", **_CONTACT, "mask_fields": ["email"], "exclude_fields": _SIGN_INS_OWN},
]
GLASS_STAYS_OPEN = timedelta(minutes=ENV.break_glass_minutes)

# --- headers -----------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Which host is asked for is what the request says, not what somebody in front claims; the server in front passes it on.
USE_X_FORWARDED_HOST = False
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
if ENV.behind_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- languages, times, files -------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = ENV.var_dir / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "connectedness.web.static_files.HashedFiles"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- mail --------------------------------------------------------------------------------------
for _key, _value in ENV.email.items():
    globals()[_key] = _value
DEFAULT_FROM_EMAIL = ENV.default_from_email
SITE_ADDRESS = ENV.site_address
# A mail server that hangs is said on the page, within seconds.
EMAIL_TIMEOUT = ENV.email.get("EMAIL_TIMEOUT", 10)

# --- what goes wrong ---------------------------------------------------------------------------
# Without this an error of a page would leave no trace: Django mails it to administrators, of whom there are none.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"not_in_debug": {"()": "django.utils.log.RequireDebugFalse"}},
    "handlers": {
        "service_log": {"class": "logging.StreamHandler", "level": "ERROR", "filters": ["not_in_debug"]}
    },
    "loggers": {"django.request": {"handlers": ["service_log"]}},
}

# --- work --------------------------------------------------------------------------------------
# The run's row is the record; a message carries only its id (docs/decisions/0003-row-as-queue.md).
CELERY_BROKER_URL = ENV.redis_url or "embedded://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_QUEUES = (Queue("solve"),)
CELERY_TASK_DEFAULT_QUEUE = "solve"
CELERY_TASK_PUBLISH_RETRY = False
# One run at a time in a thread: the solver is a process of its own, and the main thread stays with the broker.
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_CONCURRENCY = 1
# Nobody sends commands to workers; on the embedded broker their reply queues would only pile up files.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
BROKER_DIR = ENV.var_dir / "broker"
if ENV.redis_url:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 30,
        "visibility_timeout": 3600,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # One folder both ways: what a sender puts out is what a worker takes in.
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "polling_interval": 0.25,
    }

# How a run is kept alive, in seconds; the reaper takes over a run whose lease has passed.
RUN_LEASE_SECONDS = ENV.run_lease_seconds
RUN_HEARTBEAT_SECONDS = RUN_LEASE_SECONDS / 6
RUN_MAX_ATTEMPTS = 3
RUN_RESEND_SECONDS = ENV.run_resend_seconds
CANARY_SECONDS = 30
WORKER_SILENT_SECONDS = 90
SOLVER_MEMORY_MB = ENV.solver_memory_mb
SOLVER_COMMAND = ENV.solver_command or [sys.executable, "-m", "scheduling.solver"]

SILENCED_SYSTEM_CHECKS: list[str] = []
DEMO = ENV.demo
