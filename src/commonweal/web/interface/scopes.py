"""What a token may be made for, as plain data. A scope gives no right: it lets a program use one that a role gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.web.people.roles import May, Role


@dataclass(frozen=True)
class Scope:
    """One thing that a token may be made for: what it is, and the permissions that it lets a program use."""

    shown: str
    description: str
    uses: frozenset[May]


SCOPES: Mapping[str, Scope] = {
    "read-register": Scope(
        "Read the register", "Contracts and projects, who takes part, what was promised and what was done.",
        frozenset({May.READ_REGISTER})),
    "write-register": Scope(
        "Change the register", "Add and change contracts and projects, who takes part and what was promised.",
        frozenset({May.WRITE_REGISTER})),
    "read-returns": Scope(
        "Read returns", "What is asked, what was answered, and the receipts.",
        frozenset({May.ANSWER_RETURNS, May.READ_RETURNS})),
    "answer-returns": Scope(
        "Answer returns", "Save answers as drafts, and bring evidence. Nothing is sent.",
        frozenset({May.ANSWER_RETURNS})),
    "send-returns": Scope(
        "Send returns", "Send what was answered, under the declaration of a named person.",
        frozenset({May.ANSWER_RETURNS})),
    "read-figures": Scope(
        "Read figures", "Figures that were frozen, and the reports that were published.",
        frozenset({May.READ_FIGURES})),
}


def scopes_for(role: Role) -> tuple[str, ...]:
    """The scopes that a token of somebody in this role can have."""
    return tuple(name for name, scope in SCOPES.items() if scope.uses & role.may)
