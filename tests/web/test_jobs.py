"""Jobs are noted with what they are about, begun anew where a worker was killed, and mails wait for their server."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from commonweal.basics.findings import Refused
from commonweal.snapshot.manifest import FILE
from commonweal.web.jobs import MOST_BEGINNINGS, later, take_up_again
from commonweal.web.monitoring.refresh import refresh_body
from commonweal.web.people.actions import ask_for_link, invite
from commonweal.web.people.models import Link, Person
from commonweal.web.people.outbox import tell
from commonweal.web.publishing.actions import ask_to_freeze
from commonweal.web.publishing.making import freeze
from commonweal.web.publishing.models import Frozen
from tests.web.conftest import TESTER, person


@pytest.fixture
def kept(body, settings):
    """The body, on a site that keeps its jobs in the database as a real one does."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    DBTaskResult.objects.all().delete()
    return body


def _work():
    """What a worker does, within the transaction of the test."""
    worker = Worker(queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False,
                    max_tasks=None, worker_id="test", excluded_queue_names=[])
    while row := DBTaskResult.objects.ready().first():
        row.claim("test")
        worker.run_task(row)


def _waiting():
    return list(DBTaskResult.objects.filter(status=TaskResultStatus.READY))


def test_a_mail_is_written_in_the_transaction_that_it_is_about(kept):
    with pytest.raises(Refused), transaction.atomic():
        invite(TESTER, kept, "Nora", "nora@smallford.example", "auditor")
        raise Refused("Not now.")
    assert not Person.objects.filter(name="Nora").exists() and _waiting() == []
    invite(TESTER, kept, "Nora", "nora@smallford.example", "auditor")
    assert [row.task_path.rpartition(".")[2] for row in _waiting()] == ["send"] and mail.outbox == []
    _work()
    assert [message.to for message in mail.outbox] == [["nora@smallford.example"]]


def test_the_same_job_noted_twice_in_one_transaction_is_done_once_and_may_wait(kept):
    with transaction.atomic():
        for _ in range(2):
            later(refresh_body, kept.slug, after=timedelta(minutes=5))
        later(refresh_body, "elsewhere")
    assert sorted(row.args_kwargs["args"][0] for row in _waiting()) == ["elsewhere", kept.slug]
    waits = next(row for row in _waiting() if row.args_kwargs["args"] == [kept.slug])
    assert timedelta(minutes=4) < waits.run_after - timezone.now() < timedelta(minutes=6)


def test_what_a_killed_worker_had_begun_is_begun_anew_but_not_for_ever(kept):
    ask_for_link(person("supplier", kept, "brightbuild").email, "", "tests")
    for number in range(MOST_BEGINNINGS):
        DBTaskResult.objects.get().claim(f"killed-{number}")
        assert take_up_again() == (1 if number < MOST_BEGINNINGS - 1 else 0)
    given_up = DBTaskResult.objects.get()
    assert given_up.status == TaskResultStatus.FAILED and "killed 5 times" in given_up.traceback


def test_a_mail_waits_for_a_mail_server_that_is_down_and_its_link_lasts_from_when_it_is_sent(kept, monkeypatch):
    supplier = person("supplier", kept, "brightbuild")
    ask_for_link(supplier.email, "", "tests")
    Link.objects.update(ends=timezone.now() - timedelta(hours=1))

    def down(*args, **more):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken:
        broken.setattr("commonweal.web.people.outbox.send_mail", down)
        _work()
    assert mail.outbox == [] and [row.args_kwargs["args"][-1] for row in _waiting()] == [1]
    DBTaskResult.objects.update(run_after=timezone.now())
    _work()
    assert [message.to for message in mail.outbox] == [[supplier.email]] and _waiting() == []
    assert Link.objects.get().ends > timezone.now() + timedelta(hours=3)


def test_a_mail_to_somebody_who_was_erased_meanwhile_is_not_sent(kept):
    supplier, officer = person("supplier", kept, "brightbuild"), person("officer", kept)
    tell([supplier, officer], kept, "/smallford/", "Something happened", "It is here.")
    Link.objects.all().delete()
    _work()
    assert [message.to for message in mail.outbox] == [[officer.email]]


def test_figures_that_are_frozen_already_are_not_frozen_again(kept, settings, tmp_path):
    settings.HOME = tmp_path
    frozen = ask_to_freeze(TESTER, kept, timezone.localdate())
    _work()
    first = Frozen.objects.get()
    manifest = frozen.folder / FILE
    before = manifest.stat().st_mtime_ns
    freeze.call(frozen.pk)
    assert Frozen.objects.get().fingerprint == first.fingerprint and manifest.stat().st_mtime_ns == before
