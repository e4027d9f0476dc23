"""Django's settings, made from the surroundings. Without any the site is reachable from this machine only."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from commonweal.web.config.surroundings import Unusable, read

try:
    SURROUNDINGS = read(os.environ)
except Unusable as error:
    raise ImproperlyConfigured(str(error)) from error

_WEB = Path(__file__).resolve().parent.parent
HOME = SURROUNDINGS.home
DEMO = SURROUNDINGS.demo
APPROVERS = SURROUNDINGS.approvers

SECRET_KEY = SURROUNDINGS.secret
DEBUG = False
ALLOWED_HOSTS = list(SURROUNDINGS.hosts)
ROOT_URLCONF = "commonweal.web.config.urls"
WSGI_APPLICATION = "commonweal.web.config.wsgi.application"
DATABASES = {"default": SURROUNDINGS.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
globals().update(SURROUNDINGS.mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SURROUNDINGS.mail_from

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "commonweal.web.audit",
    "commonweal.web.people",
    "commonweal.web.register",
    "commonweal.web.monitoring",
    "commonweal.web.publishing",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commonweal.web.config.middleware.never_stored",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_WEB / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "commonweal.web.config.pages.environment",
            "context_processors": ["commonweal.web.config.pages.around"],
        },
    },
    {
        # Only for what libraries print themselves, such as their mails.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]},
    },
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [_WEB / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "front"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Cookies: the two that are strictly necessary, for this site alone, gone with the browser or after a working day.
SESSION_COOKIE_NAME = "session" if SURROUNDINGS.plain else "__Host-session"
CSRF_COOKIE_NAME = "form" if SURROUNDINGS.plain else "__Host-form"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not SURROUNDINGS.plain

SECURE_SSL_REDIRECT = not SURROUNDINGS.plain
SECURE_PROXY_SSL_HEADER = None if SURROUNDINGS.plain else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if SURROUNDINGS.plain else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not SURROUNDINGS.plain
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [NONE], "script-src": [SELF], "style-src": [SELF], "img-src": [SELF], "font-src": [SELF],
    "connect-src": [SELF], "form-action": [SELF], "base-uri": [NONE], "frame-ancestors": [NONE],
}}

STATIC_URL = "/static/"
# Style and script are served from the package itself: nothing has to be collected.
STATIC_ROOT = None
STATICFILES_DIRS = [_WEB / "static"]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    # Nothing that was uploaded is ever served from a folder: see the room that keeps evidence.
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "short_memory"}}
LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
