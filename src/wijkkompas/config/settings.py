"""Django's settings; what differs per installation comes from `environment`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from wijkkompas.config import environment
from wijkkompas.talen.values import LANGUAGES as INTERFACE_LANGUAGES

ENVIRONMENT = environment.read()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = ENVIRONMENT.home

EXAMPLE_MODE = ENVIRONMENT.example
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
CONTEXT_KEY = ENVIRONMENT.context_key
AUDIT_OLD_KEYS = ENVIRONMENT.audit_old_keys  # public keys that signed heads before CONTEXT_KEY was changed
CODE_PEPPER = ENVIRONMENT.code_pepper
MASTER_KEYS = ENVIRONMENT.master_keys
ALLOWED_HOSTS = ENVIRONMENT.hosts
BASE_URL = ENVIRONMENT.base_url
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
READS_PER_MINUTE = ENVIRONMENT.reads_per_minute
DESIGN_TOKENS_URL = ENVIRONMENT.token_file

INSTALLED_APPS = [
    "wijkkompas.kern",
    "wijkkompas.mensen",
    "wijkkompas.toestemming",
    "wijkkompas.talen",
    "wijkkompas.post",
    "wijkkompas.toezeggingen",
    "wijkkompas.wegwijzer",
    "wijkkompas.regelingen",
    "wijkkompas.wijkteam",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "anymail",
    "procrastinate.contrib.django",
    "wijkkompas.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wijkkompas.config.doors.Doors",
    "wijkkompas.config.middleware.SizeLimit",
    "wijkkompas.config.middleware.ReadLimit",
    "csp.middleware.CSPMiddleware",
    "wijkkompas.config.middleware.CachePolicy",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "wijkkompas.config.accounts.LoggingIn",
    "wijkkompas.config.middleware.ActingAs",
    "wijkkompas.config.middleware.SecondFactor",
]

ROOT_URLCONF = "wijkkompas.config.urls"
WSGI_APPLICATION = "wijkkompas.config.wsgi.application"
AUTH_USER_MODEL = "mensen.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wijkkompas.config.context.page",
            ]
        },
    }
]


def _database(dsn: dict[str, str]) -> dict[str, object]:
    known = {name: dsn[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    extra = {name.lower(): value for name, value in dsn.items() if name not in known}  # sslmode and the like
    return {
        "ENGINE": "django.db.backends.postgresql",
        **known,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"server_side_binding": True, "connect_timeout": 5, **extra},
    }


DATABASES = {"default": _database(ENVIRONMENT.app_dsn), "owner": _database(ENVIRONMENT.owner_dsn)}
DATABASE_ROUTERS: list[str] = []

# Log in: e-mail and password, or a code by e-mail; a second factor for people at work (middleware.SecondFactor).
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "wijkkompas.config.accounts.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "wijkkompas.config.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Wijkkompas: "
MFA_ADAPTER = "wijkkompas.config.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Wijkkompas"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "wijkkompas.mensen.throttle.pseudonymous_address"
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS: list[str] = []

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone with the browser: nobody sees later that a form was opened here
CSRF_FAILURE_VIEW = "wijkkompas.config.views.csrf_failure"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31536000 if ENVIRONMENT.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.secure
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = "nl"
LANGUAGES = [(code, _(name)) for code, name in INTERFACE_LANGUAGES]
LOCALE_PATHS = [PACKAGE / "talen" / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_MANIFEST_STRICT = False

EMAIL_BACKEND = "wijkkompas.post.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
if ENVIRONMENT.mail_url == "console":
    POST_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    _mail = urlsplit(ENVIRONMENT.mail_url)
    if _mail.scheme.startswith("anymail+"):
        POST_BACKEND = f"anymail.backends.{_mail.scheme.removeprefix('anymail+')}.EmailBackend"
        ANYMAIL = {f"{_mail.scheme.removeprefix('anymail+').upper()}_API_KEY": unquote(_mail.password or "")}
    else:
        POST_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 587
        EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
        EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp" and bool(_mail.username), _mail.scheme == "smtps"
EMAIL_TIMEOUT = 20

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 10, "stalled_worker_timeout": 30}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "wijkkompas.config.logs.WithoutPersonalData"}},
    "formatters": {"json": {"()": "wijkkompas.config.logs.PrivateJsonFormatter"}},
    "handlers": {
        "nowhere": {"class": "logging.NullHandler"},
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["private"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "wijkkompas": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "procrastinate": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
