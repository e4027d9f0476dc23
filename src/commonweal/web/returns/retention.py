"""What of returns is held with a contract or project that must be kept whatever its time."""

from collections.abc import Iterator

from commonweal.web.audit.retention import holds_with
from commonweal.web.returns.models import Answer, Return


def tell() -> None:
    """Say, from the start of the site on, that returns and their answers belong to what they are about."""
    holds_with(_belonging)


def _belonging(slug: str, table: str, key: str) -> Iterator[tuple[str, str]]:
    if table == "activities":
        returns = Return.objects.filter(body__slug=slug, **({"activity": key} if key else {}))
        yield from (("returns", found) for found in returns.values_list("key", flat=True))
        yield from (("answers", found) for found in Answer.objects.filter(returned__in=returns).values_list(
            "key", flat=True))
    elif table == "deliveries":
        answers = Answer.objects.filter(returned__body__slug=slug, **({"claim": key} if key else {}))
        yield from (("answers", found) for found in answers.values_list("key", flat=True))
