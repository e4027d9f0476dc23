"""Django's settings, made from the surroundings. Without any the site is reachable from this machine only."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from commonweal.web.config.logs import ways_out
from commonweal.web.config.surroundings import Unusable, read

try:
    SURROUNDINGS = read(os.environ)
except Unusable as error:
    raise ImproperlyConfigured(str(error)) from error

_WEB = Path(__file__).resolve().parent.parent
HOME = SURROUNDINGS.home
DEMO = SURROUNDINGS.demo
ADDRESS = SURROUNDINGS.address
APPROVERS = SURROUNDINGS.approvers
SCANNER = SURROUNDINGS.scanner

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "commonweal.web.audit",
    "commonweal.web.people",
    "commonweal.web.register",
    "commonweal.web.evidence",
    "commonweal.web.notices",
    "commonweal.web.returns",
    "commonweal.web.review",
    "commonweal.web.monitoring",
    "commonweal.web.publishing",
    "commonweal.web.reminders",
    "commonweal.web.interface",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "commonweal.web.config.middleware.in_one_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
CSRF_FAILURE_VIEW = "commonweal.web.people.views.form_refused"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "front"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# The link with which somebody chooses a password; links that sign in last as long as people/links.py says.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

# Staff need a second factor; only on a demonstration, which this machine alone can reach, are they not asked for one.
SECOND_FACTOR = not DEMO
ACCOUNT_ADAPTER = "commonweal.web.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
# Whoever is here was invited at their address, and came by a link that was mailed to it.
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_TEMPLATE_EXTENSION = "html.jinja"
_FORMS = "commonweal.web.people.forms."
ACCOUNT_FORMS = {
    "login": f"{_FORMS}SignInByPassword", "reauthenticate": f"{_FORMS}ShowPassword",
    "change_password": f"{_FORMS}ChangePassword", "reset_password": f"{_FORMS}ForgottenPassword",
    "reset_password_from_key": f"{_FORMS}ChoosePassword",
}
MFA_FORMS = {"add_webauthn": f"{_FORMS}AddPasskey"}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip", "login_failed": "30/m/ip,5/15m/key", "reset_password": "20/h/ip,5/h/key",
    # Programs that open every link of a mail count as well, and do no harm.
    "reset_password_from_key": "60/m/ip",
    "ask_for_link": "30/h/ip,5/h/key", "wrong_code": "60/h/ip,10/d/key",
}
# How often a program may ask by one token, and how often somebody from one place by a token that is none.
INTERFACE_RATE, WRONG_TOKEN_RATE = "600/m", "60/m"
MFA_ADAPTER = "commonweal.web.people.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SURROUNDINGS.plain
MFA_TOTP_ISSUER = "Commonweal"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
DIRECTORIES = SURROUNDINGS.directories
SOCIALACCOUNT_ADAPTER = "commonweal.web.people.adapters.DirectoryAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {
    "OAUTH_PKCE_ENABLED": True, "APPS": [directory.provider(body) for body, directory in DIRECTORIES.items()]}}
# The proxy with TLS in front writes down who asked; nothing before it is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if SURROUNDINGS.plain else 1

# Cookies: the two that are strictly necessary, for this site alone, gone with the browser or after a working day.
SESSION_COOKIE_NAME = "session" if SURROUNDINGS.plain else "__Host-session"
CSRF_COOKIE_NAME = "form" if SURROUNDINGS.plain else "__Host-form"
SESSION_ENGINE = "commonweal.web.people.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# What just happened is told from the session, not by a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
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
    "connect-src": [SELF], "base-uri": [NONE], "frame-ancestors": [NONE],
    # A browser follows a form to the body's directory only if its address is allowed here.
    "form-action": [SELF, *(directory.origin for directory in DIRECTORIES.values())],
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
LOGGING = ways_out(SURROUNDINGS.log_server)
