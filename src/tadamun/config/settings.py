"""Settings, read from the environment alone. Every variable is documented here, where it is read.

Nothing needs to be set to try Tadamun: data then live in ``var/`` beside the clone, on SQLite.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


# TADAMUN_DATA: the folder that holds database, pictures, index, page cache and the secret key.
DATA = Path(os.environ.get("TADAMUN_DATA", ROOT / "var")).resolve()
DATA.mkdir(parents=True, exist_ok=True)

# TADAMUN_DEBUG=1: error pages with tracebacks, templates read anew. Never on a public server.
DEBUG = _flag("TADAMUN_DEBUG")


def _secret_key() -> str:
    """TADAMUN_SECRET_KEY signs sessions and links. Unset, one is made once and kept in the data folder."""
    if key := os.environ.get("TADAMUN_SECRET_KEY"):
        return key
    path = DATA / "secret-key"
    try:
        # O_EXCL: two workers starting together must end with one key.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = _secret_key()
# TADAMUN_SEALING_KEYS: what seals the secrets of payment contracts in the database, long random texts with commas between,
# newest first: the first seals, all open. Unset: the secret key.
SEALING_KEYS = [key for key in os.environ.get("TADAMUN_SEALING_KEYS", "").split(",") if key] or [SECRET_KEY]

# TADAMUN_ORIGIN: scheme and port under which the world reaches this server, e.g. https://* or http://*:8000.
# The host of each absolute link is the market's own first host; only scheme and port come from here.
ORIGIN = os.environ.get("TADAMUN_ORIGIN", "http://*:8000")
# TADAMUN_SINGLE_MARKET: slug of the one market that answers on every host; empty: markets by host, portal
# elsewhere.
SINGLE_MARKET = os.environ.get("TADAMUN_SINGLE_MARKET", "")
SECURE = ORIGIN.startswith("https://")
# Hosts are judged by the market middleware: an unknown host gets the portal, which contains no absolute link.
ALLOWED_HOSTS = ["*"]
# TADAMUN_PROXIES: number of trusted reverse proxies in front; the client's address is read that far from the
# right.
PROXIES = int(os.environ.get("TADAMUN_PROXIES", "0"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tadamun.kernel",
    "tadamun.ui",
    "tadamun.people.accounts",
    "tadamun.people.markets",
    "tadamun.people.recordings",
    "tadamun.people.notices",
    "tadamun.people.sellers",
    "tadamun.people.conversations",
    "tadamun.goods.catalogue",
    "tadamun.goods.stock",
    "tadamun.goods.imports",
    "tadamun.treasury.ledger",
    "tadamun.treasury.payments",
    "tadamun.treasury.payouts",
    "tadamun.showcase.window",
    "tadamun.showcase.search",
    "tadamun.trade.orders",
    "tadamun.trade.inspections",
    "tadamun.trade.shipping",
    "tadamun.trade.checkout",
    "tadamun.trade.papers",
    "tadamun.trade.commissions",
    "tadamun.solidarity.training",
    "tadamun.web.shared",
    "tadamun.web.api",
    "tadamun.web.storefront",
    "tadamun.web.workshop",
    "tadamun.web.backoffice",
]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sign-in by phone and code; the pages are ours (web/shared/signin_views.py), allauth drives what lies behind them.
ACCOUNT_ADAPTER = "tadamun.web.shared.adapter.PhoneAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
# TADAMUN_TRUSTED_DAYS: how long a phone that a seller trusts knows her without a code, counted from when she last used it.
TRUSTED_DAYS = int(os.environ.get("TADAMUN_TRUSTED_DAYS", "90"))
# Of PINs. Needs memory besides time, which a graphics card has little of (RFC 7914).
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]


def _database() -> dict[str, object]:
    """DATABASE_URL: ``postgres://user:password@host:port/name`` (or ``?host=/socket/folder``).

    Unset: SQLite.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "tadamun.kernel.sqlite",
            "NAME": DATA / "tadamun.sqlite3",
            "OPTIONS": {
                # DEFERRED turns a read into a write half-way and then fails at once under load; IMMEDIATE
                # waits.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;"
                    "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
                ),
            },
            "CONN_MAX_AGE": None,
        }
    parts = urlsplit(url)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}

# Tests and measurements look at the tables; a request never needs the content-type or permission tables.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        # Each has a thread of its own in every job worker: a message waits behind no import and no picture. What may
        # take minutes (catalogue files, the cards of a whole market) is "long".
        "QUEUES": ["default", "pictures", "long"],
    }
}

MIDDLEWARE = [
    "tadamun.web.shared.middleware.RequestContextMiddleware",  # request id, address, structured access log
    "tadamun.web.shared.middleware.SecurityHeadersMiddleware",
    "tadamun.web.shared.middleware.MarketMiddleware",  # host → market, language, scope
    "tadamun.web.shared.middleware.OriginMiddleware",  # posts must come from our own pages
    "tadamun.web.shared.middleware.IntakeMiddleware",  # how long a post may be
    "tadamun.web.shared.middleware.RateLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tadamun.web.shared.middleware.SignedInMiddleware",  # person; reads no session it was not sent
    "tadamun.web.shared.middleware.TrustMiddleware",  # a phone that is used stays trusted
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

MESSAGE_STORAGE = "tadamun.web.shared.late_messages.LateStorage"
ROOT_URLCONF = "tadamun.config.urls"
WSGI_APPLICATION = "tadamun.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "tadamun.web.shared.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tadamun.ui.templatetags.ui",
            ],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "tadamun.ui.widgets.Renderer"

LANGUAGE_CODE = "en"
# The languages people read. Each market speaks some of them; `ar-ma` and `fr-ma` are Moroccan variants whose
# catalogues hold only what differs.
LANGUAGES = [
    ("ar", "العربية"),
    ("fr", "Français"),
    ("en", "English"),
    ("ar-ma", "العربية"),
    ("fr-ma", "Français"),
]
LOCALE_PATHS = [ROOT / "src" / "tadamun" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tadamun.config.scripts.Smaller"},
}
# What is small already; the workshop speaks with two thousand of them, and each try would cost a start its time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "avif", "woff2", "mp3", "zip")
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# A post without files may weigh this much; web/shared/middleware/intake.py says what those with files may, and
# refuses longer ones before they are read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SESSION_COOKIE_NAME = "tadamun_session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 90 * 24 * 3600  # a trusted phone stays signed in for 90 days
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CACHES = {
    # Counters of rate limits and codes are shared by the workers of one machine through files.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "counters",
    },
}

PAGE_CACHE: dict[str, Any] = {
    # TADAMUN_PAGE_CACHE=0 turns the page cache off (to measure what a page costs without it).
    "ENABLED": _flag("TADAMUN_PAGE_CACHE", True),
    "FOLDER": DATA / "pages",
}
# TADAMUN_SEVERAL_MACHINES=0 on PostgreSQL when one machine serves: changes are then not told to others.
SEVERAL_MACHINES = _flag("TADAMUN_SEVERAL_MACHINES", bool(os.environ.get("DATABASE_URL")))
# TADAMUN_INDEX: the folder of the search index, disposable.
SEARCH_INDEX = Path(os.environ.get("TADAMUN_INDEX", DATA / "index"))

# TADAMUN_SMTP_URL: smtp://user:password@host:587 (STARTTLS) or smtps://…:465. Unset: messages go to the
# demo's mailbox page. TADAMUN_MAIL_FROM: the address of the sender.
SMTP_URL = os.environ.get("TADAMUN_SMTP_URL", "")
MAIL_FROM = os.environ.get("TADAMUN_MAIL_FROM", "market@tadamun.invalid")
# TADAMUN_SMS_URL: where an SMS is posted as JSON {"to", "text"}; TADAMUN_SMS_TOKEN: its bearer token.
SMS_URL = os.environ.get("TADAMUN_SMS_URL", "")
SMS_TOKEN = os.environ.get("TADAMUN_SMS_TOKEN", "")
# TADAMUN_WHATSAPP_URL and TADAMUN_WHATSAPP_TOKEN: messages endpoint of a WhatsApp Cloud number.
WHATSAPP_URL = os.environ.get("TADAMUN_WHATSAPP_URL", "")
WHATSAPP_TOKEN = os.environ.get("TADAMUN_WHATSAPP_TOKEN", "")
# TADAMUN_WHATSAPP_TEMPLATE: name of an approved template with one variable; unset: plain text, which WhatsApp
# takes for a day after the reader wrote first.
WHATSAPP_TEMPLATE = os.environ.get("TADAMUN_WHATSAPP_TEMPLATE", "")
# TADAMUN_CALL_URL: where a call is posted as JSON {"to", "language", "text", "repeat"}; TADAMUN_CALL_TOKEN: its bearer
# token. The company reads the text aloud as often as "repeat" says.
CALL_URL = os.environ.get("TADAMUN_CALL_URL", "")
CALL_TOKEN = os.environ.get("TADAMUN_CALL_TOKEN", "")
# TADAMUN_METRICS_TOKEN: the bearer token that opens /metrics from elsewhere than this machine.
METRICS_TOKEN = os.environ.get("TADAMUN_METRICS_TOKEN", "")
# TADAMUN_DEMO=1: demonstration data are marked as such, the mailbox page and sign-in hints are shown. On by default on
# a machine of one's own; off where the world comes by https, for the mailbox shows every code.
DEMO = _flag("TADAMUN_DEMO", not SECURE)
# TADAMUN_BANK=0: a demonstration without the simulated bank beside it. TADAMUN_BANK_PORT: where it listens, on this
# machine alone.
BANK_PORT = int(os.environ.get("TADAMUN_BANK_PORT", "8200")) if DEMO and _flag("TADAMUN_BANK", True) else 0

# TADAMUN_LOG=json writes one JSON object a line (for machines); anything else short text lines (for people).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "tadamun.kernel.logs.JsonFormatter"},
        "text": {"()": "tadamun.kernel.logs.TextFormatter"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("TADAMUN_LOG") == "json" else "text",
        }
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("TADAMUN_LOG_LEVEL", "WARNING")},
    "loggers": {
        "tadamun": {"level": os.environ.get("TADAMUN_LOG_LEVEL", "INFO")},
        "django.request": {"level": "ERROR"},  # an address that is none is no event
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # posts are checked by Origin and Sec-Fetch-Site, so that cached pages carry no token
    "fields.W342",
]
