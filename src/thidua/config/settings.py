"""All settings, one file. What can be set from outside is read through `env` and stands in docs/reference/settings.md."""

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from thidua.config import env

DATA = Path(env.text("THIDUA_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("THIDUA_DEBUG")
# The demonstration: role buttons on the sign-in page, mail to a folder. Loopback only; `thidua up --demo` sets it.
DEMO = env.flag("THIDUA_DEMO")


def secret_key() -> str:
    """The key given from outside, or one made once and kept in the data folder."""
    given = env.text("THIDUA_SECRET_KEY")
    if given:
        return given
    kept = DATA / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.words("THIDUA_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("THIDUA_ORIGINS")
BASE_URL = env.text("THIDUA_BASE_URL", "http://127.0.0.1:8000")
IS_HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "thidua.core",
    "thidua.org",
    "thidua.documents",
    "thidua.notifications",
    "thidua.indicator",
    "thidua.movement",
    "thidua.tasks",
    "thidua.registers",
    "thidua.pledging",
    "thidua.reporting",
    "thidua.outgoing",
    "thidua.urging",
    "thidua.composing",
    "thidua.web",
    "thidua.api",
    "thidua.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "thidua.core.middleware.FeaturesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "thidua.core.middleware.PolicyMiddleware",
    "thidua.documents.middleware.BodyLimitMiddleware",
    "thidua.core.middleware.FormMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "thidua.org.middleware.ActorMiddleware",
    "thidua.org.access.gate.GateMiddleware",
    "thidua.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "thidua.config.urls"
WSGI_APPLICATION = "thidua.config.wsgi.application"
CSRF_FAILURE_VIEW = "thidua.core.views.errors.csrf_failure"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "thidua.web.navigation.page_frame",
            ],
            "builtins": [
                f"thidua.core.templatetags.{name}" for name in ("thidua", "writing", "lists", "tokens")
            ],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", DATA / "thidua.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.User"
AUTHENTICATION_BACKENDS = ["thidua.org.sessions.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# What a password must be, how long sessions last: dated rows in org/access/rules.json; this file's rows come before them.
ACCESS_RULES = env.text("THIDUA_ACCESS_RULES")
# Terms of requests about personal data and how long things are kept: org/privacy/rules.json, in the same way.
PRIVACY_RULES = env.text("THIDUA_PRIVACY_RULES")
# An outside identity to sign in by (OpenID Connect); without an issuer there is no button.
OIDC_ISSUER = env.text("THIDUA_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("THIDUA_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("THIDUA_OIDC_CLIENT_SECRET")
OIDC_NAME = env.text("THIDUA_OIDC_NAME", "tài khoản định danh điện tử")
OIDC_SCOPES = env.text("THIDUA_OIDC_SCOPES", "openid profile")
LOGIN_URL = "org:person_sign_in"
SESSION_ENGINE = "thidua.org.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# A browser takes a cookie of such a name only from this very host, by HTTPS, for all of the site: no neighbour can lay one.
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "thidua.core.flash.Storage"
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = IS_HTTPS and env.flag("THIDUA_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("THIDUA_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A form that leads to the provider is stopped by browsers unless its address is named here.
        "form-action": [SELF, *env.words("THIDUA_OIDC_FORM_ORIGINS", env.origin(OIDC_ISSUER))],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [Path(__file__).parent.parent / "core" / "locale"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
# Django's Vietnamese has no formats for reading dates and would take 08/12 for the 12th of August.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "static/"
# A folder of its own where two releases serve side by side for a while, each with its own files.
STATIC_ROOT = Path(env.text("THIDUA_STATIC", str(DATA / "static"))).resolve()
# Served at the root, before anything else: browsers ask for /favicon.ico beside answers that cannot name an icon.
WHITENOISE_ROOT = Path(__file__).parent.parent / "core" / "root"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA / "files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
# A body larger than this is refused before it is read whole; evidence goes through the file limit of `documents`.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# LibreOffice, by which a filled form becomes a PDF (outgoing/office.py); "0" for none.
OFFICE = env.text("THIDUA_OFFICE", "soffice")

# Copies of everything: one a day, the newest of so many days, weeks and months stay; proven by a restore each week.
BACKUP_FOLDER = Path(env.text("THIDUA_BACKUP_FOLDER", str(DATA / "backups"))).resolve()
BACKUP_DAILY = env.flag("THIDUA_BACKUP_DAILY", not DEMO)
BACKUP_KEEP_DAILY = env.number("THIDUA_BACKUP_KEEP_DAILY", 7, at_least=1)
BACKUP_KEEP_WEEKLY = env.number("THIDUA_BACKUP_KEEP_WEEKLY", 4, at_least=0)
BACKUP_KEEP_MONTHLY = env.number("THIDUA_BACKUP_KEEP_MONTHLY", 12, at_least=0)

EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = env.text("THIDUA_MAIL_HOST", "localhost")
EMAIL_PORT = env.number("THIDUA_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("THIDUA_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("THIDUA_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("THIDUA_MAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("THIDUA_MAIL_FROM", "Thi Đua Số <thidua@localhost>")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    # Whatever is written, tracebacks too, goes through one place that leaves out secrets and personal data.
    "formatters": {
        "line": {
            "class": "thidua.core.logs.SafeFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"fido2": {"level": "WARNING"}},  # otherwise it names every key that signs in
    "root": {"handlers": ["console"], "level": env.text("THIDUA_LOG_LEVEL", "INFO")},
}
