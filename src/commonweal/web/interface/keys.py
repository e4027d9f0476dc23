"""Idempotency keys: the same request with the same key writes once, and gets the same answer."""

import hashlib
from typing import Annotated

from django.http import HttpRequest
from ninja import Header
from pydantic import BaseModel

from commonweal.web.audit.models import Posted
from commonweal.web.interface.problems import Problem

_WORD = r"^[!-~]{8,100}$"
_ABOUT = ("A random word of your own. The same request with the same key writes once, and gets the same answer; "
          "another request with it is refused.")
Key = Annotated[str | None, Header(alias="Idempotency-Key", pattern=_WORD, description=_ABOUT)]
NeededKey = Annotated[str, Header(alias="Idempotency-Key", pattern=_WORD, description=_ABOUT)]
_HALF = 32


def word_for(request: HttpRequest, what: str, key: str | None, said: BaseModel) -> str:
    """The word by which a writer knows that the same is sent again: half of it is the key, half what was said."""
    if not key:
        return ""
    halves = (f"{request.auth.pk}\n{what}\n{key}", f"{what}\n{said.model_dump_json()}")
    return "".join(hashlib.sha256(text.encode()).hexdigest()[:_HALF] for text in halves)


def sent_before(request: HttpRequest, word: str) -> str | None:
    """The key of what came of the same request before; None if it is new. A problem if the key was used otherwise."""
    if not word:
        return None
    person = request.visit.person.key
    before = Posted.objects.filter(token__startswith=f"{person}:{word[:_HALF]}").first()
    if before is None:
        return None
    if before.token != f"{person}:{word}":
        raise Problem("key-used")
    return before.key
