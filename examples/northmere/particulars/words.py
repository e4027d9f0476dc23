"""The two words that the particulars are written in: an activity, and a promise made in it."""

from dataclasses import dataclass

# A quantity that was fixed by hand: (first day, last day, quantity, state).
Fixed = tuple[str, str, str, str]
# A change of a promise: (day it takes force, new quantity, new due day or "", why).
Change = tuple[str, str, str, str]
# A part of a promise: (day it is due, quantity, title, share of it that was done, quarters late).
Part = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class P:
    """A promise of one measure. `pace` is the share of what fell due that was done; it may be above 1."""

    measure: str
    quantity: str
    pace: str = "0.8"
    profile: str = "even"
    start: str = ""
    due: str = ""
    place: str = ""
    tag: str = ""
    stage: str = "committed"
    offered: str = ""
    losing: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    withdrawn: tuple[str, str] = ("", "")
    parts: tuple[Part, ...] = ()
    to_date: bool = False
    monthly: bool = False
    late: int = 0
    bound: str = "exact"
    baseline: str = ""
    baseline_note: str = ""
    assumption: str = ""
    part_of: str = ""
    alternative_to: str = ""
    person_stage: str = ""
    base: tuple[int, int] = (0, 0)
    fixed: tuple[Fixed, ...] = ()
    owner: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """What tells it from the other promises of its activity."""
        return f"{self.measure}.{self.tag}" if self.tag else self.measure


@dataclass(frozen=True)
class A:
    """An activity with its parties and promises. Parties are written `organisation part [share] [under]`."""

    id: str
    title: str
    kind: str
    role: str
    start: str
    end: str
    state: str
    owner: str
    summary: str
    parties: tuple[str, ...]
    promises: tuple[P, ...]
    place: str = ""
    other_places: str = ""
    other_roles: str = ""
    part_of: str = ""
    succeeded_by: str = ""
    value: str = ""
    value_bound: str = ""
    awarded: str = ""
    social_value: str = ""
    weighting: str = ""
    act_2012: str = ""
    exemption: str = ""
    note: str = ""
    internal_note: str = ""
    receiver: str = ""
