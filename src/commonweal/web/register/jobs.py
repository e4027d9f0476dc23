"""What the register leaves to be done behind a page: reading and writing files that were brought, and the checks."""

from dataclasses import asdict

from django_tasks import task

from commonweal.web.audit.actions import Actor
from commonweal.web.people.models import Body
from commonweal.web.register import imports, local_spend, looking
from commonweal.web.register.faults import look_over
from commonweal.web.register.models import Import, LocalSpend


@task()
def look_through(import_id: int) -> None:
    """Read a file that was brought."""
    found = Import.objects.select_related("body").get(pk=import_id)
    try:
        looking.look_through(found)
    except Exception:
        imports.give_up(found)
        raise  # Whoever runs the site finds the reason in the log.


@task()
def put_in(import_id: int, actor: dict[str, str]) -> None:
    """Write a file that was agreed to, for whoever agreed; then look over all records anew."""
    found = Import.objects.select_related("body").get(pk=import_id)
    if found.state == Import.State.AGREED:
        try:
            imports.put_in(found, Actor(**actor))
        except Exception:
            imports.give_up(found)
            raise
    look_over(found.body)


@task()
def look_over_all(body_id: int) -> None:
    """Check all records of a body, and keep what was found."""
    look_over(Body.objects.get(pk=body_id))


@task()
def work_out_local_spend(body_id: int) -> None:
    """Work out how much of a body's spending was local, and keep it."""
    local_spend.work_out(LocalSpend.objects.select_related("body").get(body=body_id))


def as_data(actor: Actor) -> dict[str, str]:
    """Somebody who acts, as a job is told of them."""
    return asdict(actor)
