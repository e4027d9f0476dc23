"""A program with a token, for tests of the interface."""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from commonweal.web.interface.models import Token
from commonweal.web.interface.scopes import SCOPES
from commonweal.web.interface.tokens import keyed, new_word
from commonweal.web.people.models import Person


def token(someone: Person, *scopes: str, name: str = "test-program", days: int = 30) -> str:
    """A token for their only role with these scopes, or all that there are, whatever the role may do."""
    word = new_word()
    Token.objects.create(membership=someone.memberships.get(), name=name, keyed=keyed(word),
                         scopes=" ".join(scopes or SCOPES), ends=timezone.localdate() + timedelta(days=days))
    return word


class Program:
    """Something that asks by a token."""

    def __init__(self, word: str, body: str = "smallford") -> None:
        self.client, self.word, self.body = Client(), word, body

    def ask(self, method: str, address: str, said: Any = None, **headers: str) -> HttpResponse:
        """Ask, with JSON where something is said; `if_match` and the like are headers."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, f"/api/v1/{self.body}/{address}", "" if said is None else json.dumps(said),
            content_type="application/json", headers={"authorization": f"Bearer {self.word}", **given})

    def get(self, address: str) -> Any:
        """What is at an address; fails unless it is there."""
        answer = self.ask("GET", address)
        assert answer.status_code == 200, answer.content
        return answer.json()
