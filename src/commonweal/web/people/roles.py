"""What each role may do, as plain data. Pages, buttons, the interface and the tests read it from here.

A permission is never given to a person, only to a role; a person has roles in a body.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class May(StrEnum):
    """One thing that somebody may do; the text says it to people."""

    READ_REGISTER = "read the register of contracts and projects"
    WRITE_REGISTER = "change the register"
    MOVE_BOOK = "bring all records in and take them out"
    READ_RETURNS = "read returns"
    ANSWER_RETURNS = "answer returns"
    ENTER_RETURNS = "enter a return received by phone, e-mail or paper"
    OPEN_RETURNS = "open a period for returns, and give more time"
    CHECK_CLAIMS = "check what was reported: ask, accept or not accept"
    APPROVE_PERIOD = "approve and lock a period"
    REOPEN_PERIOD = "open a locked period again"
    READ_FIGURES = "see figures and what is late"
    FREEZE_FIGURES = "freeze figures and prepare a report"
    APPROVE_REPORT = "approve a report"
    PUBLISH_REPORT = "publish a report"
    WRITE_NOTICES = "write the pages that the foot of every page links"
    MANAGE_PEOPLE = "give and take roles"
    READ_AUDIT = "read the audit trail"
    KEEP_RULES = "set how long records are kept, and approve that they are destroyed"


class Scope(StrEnum):
    """How far a role reaches."""

    BODY = "everything of the body"
    OWN_ACTIVITIES = "the contracts and projects that the person looks after"
    OWN_ORGANISATION = "the contracts and projects that the person's organisation delivers"


@dataclass(frozen=True)
class Role:
    """One role: what it is called, what it is for, how far it reaches and what it may do there."""

    shown: str
    description: str
    scope: Scope
    may: frozenset[May]
    # A mailed link or code is enough to act in it; every other role is staff's and needs two factors.
    by_link: bool = False


_READ = frozenset({May.READ_REGISTER, May.READ_RETURNS, May.READ_FIGURES})

ROLES: Mapping[str, Role] = {
    "administrator": Role(
        "Administrator", "Gives and takes roles, and sees to it that records are kept no longer than allowed.",
        Scope.BODY, frozenset({May.READ_REGISTER, May.MANAGE_PEOPLE, May.READ_AUDIT, May.KEEP_RULES,
                               May.WRITE_NOTICES})),
    "officer": Role(
        "Social value officer", "Keeps the register, opens returns, checks what was reported and prepares the report.",
        Scope.BODY, _READ | {May.WRITE_REGISTER, May.MOVE_BOOK, May.OPEN_RETURNS, May.ENTER_RETURNS, May.CHECK_CLAIMS,
                             May.REOPEN_PERIOD, May.FREEZE_FIGURES, May.PUBLISH_REPORT,
                             May.WRITE_NOTICES}),
    "manager": Role(
        "Contract manager", "Looks after contracts and projects: what is due, what is late, what was reported.",
        Scope.OWN_ACTIVITIES, _READ | {May.WRITE_REGISTER, May.ENTER_RETURNS, May.CHECK_CLAIMS}),
    "approver": Role(
        "Approver", "Approves periods and reports that others have prepared.",
        Scope.BODY, _READ | {May.APPROVE_PERIOD, May.APPROVE_REPORT}),
    "supplier": Role(
        "Supplier", "Reports what was done of what the organisation promised.",
        Scope.OWN_ORGANISATION, frozenset({May.ANSWER_RETURNS}), by_link=True),
    "auditor": Role(
        "Auditor", "Reads everything, and changes nothing.", Scope.BODY, _READ | {May.READ_AUDIT}),
}
