"""Schemathesis, which reads the document of the interface and tries to find an answer that it does not allow.

The same requests every time. Each run has the token of another role, and asks for things that there are.
"""

from collections import Counter
from typing import Any

import pytest
import werkzeug
from django.core.wsgi import get_wsgi_application
from django.db import connection
from schemathesis import openapi
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.python import wsgi

from commonweal.web.interface.operations import OPERATIONS, Operation
from commonweal.web.people.roles import ROLES
from tests.web.test_interface_access import ROWS as ROW_EXAMPLES
from tests.web.test_interface_access import words  # noqa: F401 (a fixture)
from tests.web.test_routes import EXAMPLES, world  # noqa: F401 (a fixture)

SEED = 20_250_331
EXAMPLES_EACH = 3


def _parameters(table: str) -> dict[str, str]:
    """Things that there are, in the place of made up ones."""
    return {"path.body": "smallford", "path.activity": "repairs", "path.reference": EXAMPLES["reference"][0],
            "path.answer": EXAMPLES["answer"][0], "path.frozen": 1, "path.number": 1,
            **({"path.row": ROW_EXAMPLES[table][0]} if table else {})}


class Asks(werkzeug.Client):
    """Calls the site without a network, and so without what only a network has and Schemathesis sends along."""

    def open(self, *args: Any, max_redirects: Any = None, verify: Any = None, cert: Any = None, **kwargs: Any) -> Any:
        return super().open(*args, buffered=True, environ_base={"REMOTE_ADDR": "127.0.0.1"}, **kwargs)


@pytest.fixture(autouse=True)
def _no_jobs(settings) -> None:
    """What is worked out behind the pages is not asked for here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def _shared_out() -> dict[str, list[Operation]]:
    """The operations, each given to the first of these roles that may do it: only who is let in finds more than 403."""
    rest, found = list(OPERATIONS.values()), {}
    for role in ("supplier", "auditor", "officer"):
        found[role] = [each for each in rest if each.needs in ROLES[role].may]
        rest = [each for each in rest if each not in found[role]]
    assert not rest
    return found


@pytest.mark.parametrize("role", _shared_out())
@pytest.mark.django_db(transaction=True)
def test_schemathesis_finds_nothing(words, role, settings, monkeypatch):  # noqa: F811
    monkeypatch.setattr(wsgi, "get_client", Asks)
    # It asks from a thread of its own, which leaves no connection behind.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    attacked = _shared_out()[role]
    settings.INTERFACE_RATE = settings.WRONG_TOKEN_RATE = "100000/m"
    config = SchemathesisConfig.from_dict({
        "seed": SEED, "headers": {"Authorization": f"Bearer {words[role]['']}"}, "workers": 1,
        "continue-on-failure": True,
        "generation": {"max-examples": EXAMPLES_EACH, "deterministic": True, "no-shrink": True, "database": "none"},
        "operations": [{"include-operation-id": each.name, "enabled": each in attacked,
                        "parameters": _parameters(each.table)} for each in OPERATIONS.values()]})
    schema = openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=config)
    found, tried = [], Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, FatalError):
            raise event.exception
        if isinstance(event, NonFatalError):
            found.append(f"{event.label}: {event.info.message}")
        elif isinstance(event, ScenarioFinished):
            for checks in event.recorder.checks.values():
                tried[event.phase.value] += len(checks)
                found += [f"{check.name}: {check.failure_info.failure} {check.failure_info.code_sample}"
                          for check in checks if check.status is Status.FAILURE]
    assert not found, "\n".join(found)
    assert all(tried[phase] > 10 * len(attacked) for phase in ("coverage", "fuzzing")), tried
