"""The site's settings for tests: a home of its own, plain HTTP, mails and jobs kept in memory, quick passwords.

The database is SQLite, or the PostgreSQL server that `make test-postgres` starts.
"""

import os
import tempfile

os.environ.update(COMMONWEAL_HOME=tempfile.mkdtemp(prefix="commonweal-tests-"), COMMONWEAL_PLAIN="yes")
for name in ("COMMONWEAL_DEMO", "COMMONWEAL_HOSTS", "COMMONWEAL_SECRET", "COMMONWEAL_MAIL", "COMMONWEAL_LOG_SERVER"):
    os.environ.pop(name, None)

from commonweal.web.config.settings import *  # noqa: E402, F403

if SURROUNDINGS.database["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as on a real site, so that writers in several threads wait for each other; a crash may lose what it likes.
    SURROUNDINGS.database["TEST"] = {"NAME": str(HOME / "tests.sqlite3")}  # noqa: F405
    SURROUNDINGS.database["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;")
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
