"""Kill the site while it writes, one run a point, and look at what a fresh process finds in its home afterwards.

Run as a program of its own on a home that site_home made. Each point is a fork that answers one request (or does the
jobs that wait) and is killed: by itself with SIGKILL just before its n-th change to the database or to a file, or from
outside at some moment, which may lie within such a change. Then other forks look, and do the same once more.
"""

import gc
import hashlib
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

# Models can be imported only once the site is set up, so what follows comes late (E402).
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.db.models import DateField, UUIDField  # noqa: E402
from django.test import Client  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from commonweal.report.verify import changed_files  # noqa: E402
from commonweal.web.audit.actions import verify  # noqa: E402
from commonweal.web.evidence.keeping import read  # noqa: E402
from commonweal.web.evidence.models import Upload  # noqa: E402
from commonweal.web.publishing.models import Release  # noqa: E402
from tests.crash import site_records  # noqa: E402

FILE_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.copyfile", "shutil.copytree",
                "shutil.rmtree")
# Random, or the time of day: different in any two runs.
_RANDOM = {("Link", "key"), ("Upload", "key"), ("Event", "chain"), ("Event", "apart"), ("Head", "chain"),
           ("Apart", "salt"), ("Anchor", "chain"), ("DBTaskResult", "worker_ids")}
_MAIL_ENDS = "-" * 79


class Site:
    """The home, a copy of it as it was before, and what its forms need."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told, self.home, self.kept = told, Path(settings.HOME), Path(f"{settings.HOME}-before")

    def keep(self) -> None:
        """Take the home as it is now for the start of every run."""
        site_records.keep()
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.home, self.kept)

    def reset(self) -> None:
        """Have the home as it was."""
        shutil.rmtree(self.home)
        shutil.copytree(self.kept, self.home)
        site_records.reset()

    def post(self, who: str, address: str, said: dict[str, Any]) -> bool:
        """Send a form as one of the people; whether it was taken."""
        browser = Client(SERVER_NAME="localhost", raise_request_exception=True)
        if who:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.told["sessions"][who]
        return browser.post(address, said).status_code == 302

    def writes(self) -> dict[str, Callable[[], bool]]:
        """What is killed, in an order in which each finds what the one before left; each says that it was taken."""
        returned = self.told["return"]
        return {
            "ask for a link": lambda: self.post("", "/sign-in/", {"address": self.told["address"]}),
            "mail": lambda: bool(call_command("work", "--once", verbosity=0)) or True,
            # With the number as it stands: a form that changes both is two writes, each whole by itself.
            "evidence": lambda: self.post("supplier", f"/smallford/returns/answers/{returned}.1/", {
                "quantity": "3", "basis": "increment", "version": 1, "stay": "yes", "kind": "timesheet",
                "dated_day": "31", "dated_month": "3", "dated_year": "2025",
                "upload": [SimpleUploadedFile("hours.csv", b"day,hours\n2025-01-02,3\n")]}),
            "submit": lambda: self.post("supplier", f"/smallford/returns/{returned}/check/", {
                "name": "Robin Reporter", "office": "Site manager", "agreed": "on", "seen": 0}),
            "accept": lambda: self.post("officer", f"/smallford/reported/{returned}.1/", {
                "decision": "verify", "reason": "The list shows it.", "version": 1}),
            "lock": lambda: self.post("approver", f"/smallford/periods/{self.told['period']}/approve/", {}),
            "approve": lambda: self.post("second", "/dockside/reports/1/approve/", {
                "fingerprint": self.told["fingerprint"]}),
            "publish": lambda: self.post("publisher", "/dockside/reports/1/publish/", {}),
        }


def forked(work: Callable[[], Any], kill_at: Callable[[int], None] | None = None, *,
           dies: bool = False) -> tuple[int, Any]:
    """Do something in a fork: how it ended, and what it said, if it came so far.

    `kill_at` may kill it from outside; one that `dies` kills itself as soon as it has said what came of it.
    """
    connections.close_all()
    said, says = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.write(says, json.dumps(work()).encode())
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
            code = 0
        except BaseException:  # The child tells its parent by its exit code, whatever it was, and never goes on.
            traceback.print_exc()
        os._exit(code)
    os.close(says)
    if kill_at:
        kill_at(child)
    text = b""
    while piece := os.read(said, 65_536):
        text += piece
    os.close(said)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    site_records.settled()
    return ended, json.loads(text) if text else None


def counted(work: Callable[[], bool], point: int) -> Callable[[], Any]:
    """The same work, that kills itself before its n-th change (never for -1); says whether it was taken."""

    def killing() -> Any:
        changes = 0

        def change() -> None:
            nonlocal changes
            if changes == point:
                os.kill(os.getpid(), signal.SIGKILL)
            changes += 1

        def event(name: str, arguments: tuple[Any, ...]) -> None:
            if name in FILE_CHANGES or (name == "open" and isinstance(arguments[2], int) and arguments[2] & (
                    os.O_WRONLY | os.O_RDWR)):
                change()

        site_records.tell(change)
        sys.addaudithook(event)
        taken = work()
        change()
        return {"taken": taken, "changes": changes}

    return killing


def standing() -> dict[str, str]:
    """The fingerprint of every table's rows, without what is random or the time of day."""
    told = {}
    for model in apps.get_models():
        if model is Session:
            continue
        fields = [field.attname for field in model._meta.concrete_fields
                  if not isinstance(field, (DateField, UUIDField)) and (model.__name__, field.attname) not in _RANDOM]
        rows = sorted(map(str, model.objects.values_list(*fields)))
        told[model.__name__] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return told


def found() -> dict[str, Any]:
    """What stands in the home, and everything that is wrong with it by itself."""
    wrong = [*(str(fault) for fault in verify()[1]), *site_records.faults()]
    for upload in Upload.objects.all():
        read(upload.sha256)
    release = Release.objects.get()
    page = Client(SERVER_NAME="localhost").get("/published/dockside/")
    if (page.status_code == 200) is not bool(release.published):
        wrong.append(f"the report is {release.published or 'not published'}, and a reader finds {page.status_code}")
    page.close()
    for folder in (release.prepared, *([release.folder] if release.published else [])):
        if changed_files(folder) != (release.fingerprint, []):
            wrong.append(f"{folder.name} is not whole")
    return {"rows": standing(), "wrong": wrong}


def mails() -> dict[str, Any]:
    """What came of the jobs: complete mails, and jobs that are not done."""
    folder = Path(settings.HOME) / "mail"
    files = [path.read_text() for path in folder.iterdir()] if folder.is_dir() else []
    return {"mails": sum(text.count(_MAIL_ENDS) for text in files),
            "undone": DBTaskResult.objects.exclude(status="SUCCESSFUL").count()}


def attempt(site: Site, name: str, points: int) -> dict[str, Any]:
    """Kill one write at so many points; says how each left the home. The home is as after the write in the end."""
    work = site.writes()[name]
    site.keep()
    before = forked(found)[1]
    begun = time.monotonic()
    ended, said = forked(counted(work, -1))
    lasted = time.monotonic() - begun
    after, outcome = forked(found)[1], {"old": 0, "new": 0, "acknowledged": 0, "not killed": 0, "wrong": []}
    if ended or not said["taken"] or before["wrong"] or after["wrong"] or before["rows"] == after["rows"]:
        raise SystemExit(f"{name}: {ended} {said} {before['wrong']} {after['wrong']}")
    for number in range(points):
        site.reset()
        if number % 4 == 1:
            moment = lasted * number / points  # seconds

            def at(child: int, moment: float = moment) -> None:
                time.sleep(moment)
                os.kill(child, signal.SIGKILL)

            where, (ended, answer) = f"after {moment:.4f} s", forked(counted(work, -1), at)
        else:
            # From the first change to the moment after the last, and then the one after it was acknowledged.
            point = number * said["changes"] // (points - 1) if points > 1 else said["changes"] // 2
            where, (ended, answer) = f"change {point}", forked(counted(work, point), dies=True)
            outcome["not killed"] += ended != -signal.SIGKILL
            outcome["acknowledged"] += answer is not None
        wrong = _look_at_mails(work, outcome) if name == "mail" else _look(name, work, before, after, answer, outcome)
        outcome["wrong"] += [f"{where}: {fault}" for fault in wrong]
    site.reset()
    forked(counted(work, -1))
    return outcome | {"changes": said["changes"]}


def _look(name: str, work: Callable[[], bool], before: Any, after: Any, answer: Any, outcome: Any) -> list[str]:
    """What a fresh process finds wrong after a kill, and after it did the same once more."""

    def look() -> Any:
        now = found()
        # What limits how often somebody asks holds a lock of ten seconds, which outlives whoever is killed.
        cache.clear()
        site_records.same_numbers_again()
        # Asking for a link once more is another mail; anything else once more changes nothing.
        if not (name == "ask for a link" and now["rows"] == after["rows"]):
            work()
        return now, found()

    ended, seen = forked(look)
    if ended:
        return ["a fresh process cannot work with the home"]
    now, once_more = seen
    if now["rows"] not in (before["rows"], after["rows"]):
        return [*now["wrong"], f"neither whole nor not at all: {_differing(now, before)}, {_differing(now, after)}"]
    new = now["rows"] == after["rows"]
    outcome["new" if new else "old"] += 1
    return [*now["wrong"], *once_more["wrong"], *(["it was acknowledged, and is lost"] if answer and not new else []),
            *([f"done once more, {_differing(once_more, after)} differ"] if once_more["rows"] != after["rows"] else [])]


def _differing(one: Any, other: Any) -> list[str]:
    return [name for name, rows in one["rows"].items() if rows != other["rows"][name]]


def _look_at_mails(work: Callable[[], bool], outcome: Any) -> list[str]:
    """What is wrong after a worker was killed: a mail is sent once, or once more, and never not at all."""
    told = forked(mails)[1]
    outcome["new" if told["mails"] else "old"] += 1
    forked(work)
    told = forked(mails)[1]
    return [] if told["mails"] in (1, 2) and not told["undone"] else [f"after the next worker: {told}"]


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    place = Site(asked["told"])
    # What is loaded once is not loaded in every fork.
    forked(found)
    for page in ("/sign-in/", "/published/dockside/"):
        Client(SERVER_NAME="localhost").get(page)
    gc.collect()
    gc.freeze()
    gc.disable()
    print(json.dumps({name: attempt(place, name, points) for name, points in asked["points"].items()}))
