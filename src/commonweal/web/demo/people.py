"""The invented people of the demonstration, one for each role."""

from dataclasses import dataclass

# Printed at every start: it guards invented records on this machine.
PASSWORD = "northmere in the rain"


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist: their name, their role, whom they speak for, and what they look after."""

    name: str
    role: str
    organisation: str = ""
    looks_after: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """Their address, which no mail ever reaches."""
        return f"{self.name.split()[0].lower()}@northmere.example"


PEOPLE = (
    Invented("Ada Administrator", "administrator"),
    Invented("Oren Officer", "officer"),
    Invented("Mina Manager", "manager", looks_after=("bus-shelters", "office-cleaning", "payroll-system")),
    Invented("Perry Approver", "approver"),
    Invented("Sol Supplier", "supplier", organisation="lantern-kitchen"),
    Invented("Audra Auditor", "auditor"),
)
