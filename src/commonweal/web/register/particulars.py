"""What the declared columns do not say of a table: what its rows are called, and the order in which a form asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Particulars:
    """One table as people keep it: one row and many in words, what they are for, and its columns under headings.

    `fixed` columns are asked for when a row is added and stay. `own` tables hold rows of one contract or project;
    in a `shared` one a row may also hold for all of them.
    """

    one: str
    many: str
    about: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    fixed: tuple[str, ...] = ()
    own: bool = False
    shared: bool = False

    @property
    def whole(self) -> bool:
        """Whether the table has rows of the body as a whole."""
        return not self.own or self.shared

    @property
    def asked(self) -> tuple[str, ...]:
        """All columns that a form asks for, in order."""
        return tuple(name for heading, names in self.sections for name in names)


_SOURCE = (_("Where it comes from"), ("source", "note"))
_INTERNAL = (_("Where it comes from"), ("source", "note", "internal_note"))
_STATE = _("Progress")

PARTICULARS: Mapping[str, Particulars] = {
    "activities": Particulars(
        _("contract or project"), _("Contracts and projects"),
        _("Contracts, grants, investments, programmes, employment schemes and developments."), (
            (_("What it is"), ("title", "kind", "role", "other_roles", "summary", "part_of")),
            (_("When and where"), ("start", "end", "place", "other_places")),
            (_STATE, ("state", "succeeded_by", "owner")),
            (_("The award"), ("value", "value_bound", "awarded", "opportunity", "includes_social_value", "weighting",
                              "act_2012", "exemption")), _INTERNAL)),
    "parties": Particulars(
        _("organisation that takes part"), _("Who takes part"),
        _("Who buys, funds, delivers, employs or receives, each with its share."), (
            (_("Who"), ("organisation", "part", "under")),
            (_("How much and when"), ("share", "from", "to")), _SOURCE), ("organisation", "part"), own=True),
    "commitments": Particulars(
        _("promise"), _("What was promised"), _("A quantity of a measure by a date."), (
            (_("How much"), ("stage", "quantity", "bound", "assumption")),
            (_("By when"), ("start", "due", "profile", "period_kind", "in_force_from")),
            (_("Where things stood before"), ("baseline", "baseline_note")),
            (_("Particulars"), ("person_stage", "place", "part_of", "alternative_to", "owner")), _INTERNAL), own=True),
    "milestones": Particulars(
        _("milestone"), _("Milestones"), _("A part of a promise that is due on a day of its own."), (
            (_("Milestone"), ("commitment", "due", "quantity", "title")),), ("commitment", "due"), own=True),
    "remedies": Particulars(
        _("action on something late"), _("What was done about what is late"),
        _("What your organisation did where something was promised and not done, or went wrong."), (
            (_("What was done about it"), ("title", "measure", "on", "owner", "state")), _INTERNAL), own=True),
    "adjustments": Particulars(
        _("reduction"), _("Reductions"),
        _("What would have happened anyway, our share, and other reasons to count less."), (
            (_("How much is taken off"), ("kind", "reduction", "measure")), (_("Why"), ("reason", "source", "note"))),
        own=True, shared=True),
    "organisations": Particulars(
        _("organisation"), _("Organisations"), _("Everybody who promises, delivers, funds, checks or receives."), (
            (_("Who"), ("name", "kind", "size", "vcse", "place")),
            (_("As others know it"), ("company_number", "identifiers", "same_as")), _SOURCE)),
    "opportunities": Particulars(
        _("lot or funding call"), _("Lots and funding calls"),
        _("What is to be bought or funded, as notices tell of it."), (
            (_("What it is"), ("title", "buyer", "state", "value", "process")),
            (_("When"), ("published", "closes", "start", "end")),
            (_("What is asked"), ("suits_sme", "suits_vcse", "asks_social_value", "social_value_text")), _SOURCE)),
    "criteria": Particulars(
        _("criterion"), _("Award criteria"), _("What bids for a lot are judged by, each with its weight."), (
            (_("The criterion"), ("opportunity", "kind", "title", "weight", "weight_text", "social_value")), _SOURCE)),
    "kpis": Particulars(
        _("performance indicator"), _("Performance indicators"),
        _("Indicators of a contract, and how each was rated."), (
            (_("The indicator"), ("title", "target")), (_("A rating of it"), ("start", "end", "result", "rating")),
            _SOURCE), own=True),
    "places": Particulars(
        _("place"), _("Places"), _("From the whole area down to a ward."), (
            (_("Where"), ("name", "kind", "parent", "code", "decile")),
            (_("In the report"), ("page", "tile_row", "tile_column")), (_("Where it comes from"), ("source",)))),
    "policies": Particulars(
        _("policy"), _("Policies"), _("Policies, strategies and laws that the work answers."), (
            (_("The document"), ("title", "kind", "version", "approved", "approved_text", "review", "link")), _SOURCE)),
    "objectives": Particulars(
        _("objective"), _("Objectives"), _("What a policy sets out to reach, and the measures that answer it."), (
            (_("The objective"), ("policy", "title", "kind", "measures")), _SOURCE)),
    "promises": Particulars(
        _("pledge"), _("Pledges"), _("What your organisation pledges in its own policy or report."), (
            (_("The pledge"), ("title", "role", "policy", "horizon", "due", "due_text", "owner", "test")),
            (_STATE, ("state", "answered_by", "outcome", "carried_from")), _SOURCE)),
    "priorities": Particulars(
        _("priority"), _("Priorities"), _("Actions for the year ahead, and what success looks like."), (
            (_("The priority"), ("area", "role", "kind", "title", "owner", "due", "baseline", "test")),
            (_STATE, ("state", "outcome", "same_as", "carried_from")), _SOURCE)),
    "accreditations": Particulars(
        _("accreditation"), _("Accreditations"), _("Schemes, the level held and the level aimed for."), (
            (_("The scheme"), ("organisation", "scheme", "held", "awarded", "aimed", "due", "due_text", "ladder")),
            _SOURCE)),
    "guidance": Particulars(
        _("guidance or training"), _("Guidance and training"),
        _("What helps people promise, do or show social value."), (
            (_("What it is"), ("title", "audience", "role", "state", "completions")), _SOURCE)),
    "calendar": Particulars(
        _("step of the year"), _("Reporting calendar"),
        _("When collection opens and closes, and when the report is due."), (
            (_("The step"), ("period", "step", "due", "done")), _SOURCE), ("period", "step")),
    "declared": Particulars(
        _("known gap"), _("Known gaps"), _("What you cannot show yet, and publish with its reason."), (
            (_("The gap"), ("finding", "reason", "by", "on")),), ("finding",)),
    "stated": Particulars(
        _("claim without lines"), _("As printed, not checked"),
        _("What a source says of a result without anything behind it; it is in no total."), (
            (_("What is said"), ("title", "role", "activity", "value", "unit", "bound", "share_or_change",
                                 "would_measure")),
            (_("When and where"), ("period_kind", "start", "end", "place")),
            (_("Its parts"), ("numerator", "denominator", "part_of")), _SOURCE)),
    "context": Particulars(
        _("fact about the place"), _("Facts about the place"), _("Facts that nobody here brought about."), (
            (_("The fact"), ("title", "value", "unit", "bound", "as_printed", "definition", "date", "comparator")),
            (_("Its parts"), ("numerator", "denominator", "place", "series")), _SOURCE)),
    "ratios": Particulars(
        _("ratio"), _("Ratios"), _("One number over another, printed with both its parts."), (
            (_("The ratio"), ("title", "numerator", "denominator", "unit", "places", "as_printed", "role")), _SOURCE)),
    "corrections": Particulars(
        _("correction"), _("Corrections"), _("What a later release of the report puts right."), (
            (_("The correction"), ("period", "release", "date", "what", "why", "figures", "earlier")),)),
}

# Columns for more than one line of text.
LONG = frozenset({"summary", "note", "internal_note", "reason", "outcome", "test", "definition", "baseline_note",
                  "assumption", "exemption", "what", "why", "baseline"})
# What may be put right in a promise without another row that follows: what does not change the promise itself.
MENDABLE = ("baseline", "baseline_note", "assumption", "owner", "source", "note", "internal_note")
