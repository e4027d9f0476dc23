"""What of returns is held with a contract or project that must be kept whatever its time, and what goes in its time."""

from collections.abc import Iterator

from commonweal.web.audit.models import Event
from commonweal.web.audit.retention import goes_with, holds_with
from commonweal.web.returns.models import Answer, MoreTime, Return


def tell() -> None:
    """Say, from the start of the site on, that returns and their answers belong to what they are about."""
    holds_with(_belonging)
    goes_with(_forget_wishes)


def _belonging(slug: str, table: str, key: str) -> Iterator[tuple[str, str]]:
    if table == "activities":
        returns = Return.objects.filter(body__slug=slug, **({"activity": key} if key else {}))
        yield from (("returns", found) for found in returns.values_list("key", flat=True))
        yield from (("answers", found) for found in Answer.objects.filter(returned__in=returns).values_list(
            "key", flat=True))
    elif table == "deliveries":
        answers = Answer.objects.filter(returned__body__slug=slug, **({"claim": key} if key else {}))
        yield from (("answers", found) for found in answers.values_list("key", flat=True))


def _forget_wishes(event: Event, name: str, value: str) -> None:
    """Why somebody asked for more time, and why they got it or not."""
    if event.table == "returns" and name == "reason":
        wishes = MoreTime.objects.filter(returned__body__slug=event.body, returned__key=event.key)
        wishes.filter(reason=value).update(reason="")
        wishes.filter(answer=value).update(answer="")
