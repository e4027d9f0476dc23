"""Shapes of returns in the document: what is asked, what an answer says, the declaration, the receipt."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from commonweal.basics.tables import Kind
from commonweal.web.interface.shapes import Day, Sent, Whole, Yes, exact

Quantity, Share = exact(Kind.QUANTITY), exact(Kind.SHARE)
State = Literal["not-started", "begun", "done", "sent", "changed", "asked", "checked", "refused"]


class Span(BaseModel):
    """The period that a return asks about."""

    key: str
    label: str
    start: date
    end: date


class ReturnLine(BaseModel):
    """One return: who is asked about what, and where it stands."""

    reference: str = Field(description="What names the return.")
    period: Span
    activity: str = Field(description="The key of the contract or project.")
    activity_title: str
    organisation: str
    organisation_name: str
    due: date
    state: State
    answers: int = Field(description="How many measures it asks about.")
    answered: int = Field(description="How many of them are done.")
    times_sent: int = Field(description="How many times it was sent. Say it when you send.")


class Says(BaseModel):
    """What an answer says."""

    nothing: bool = Field(description="That there is nothing to report.")
    quantity: Quantity | None = Field(description="How many or how much, in the measure's unit; yes is 1 and no is 0.")
    numerator: Quantity | None = Field(description="Of a rate: the part.")
    denominator: Quantity | None = Field(description="Of a rate: out of how many in all.")
    basis: Literal["increment", "to-date"] = Field(description="Done in this period, or in all since the start.")
    place: str | None = Field(description="The key of a place; null is the whole area.")
    start: date | None = Field(description="First day, where it is not the whole period.")
    end: date | None = Field(description="Last day, where it is not the whole period.")
    event: str | None = Field(description="A short name of a joint event, the same for all who took part.")
    event_share: Share | None = Field(description="Your share of the event.")
    note: str | None = Field(description="Anything that a reader should know. Do not name people.")


class SaysSent(Sent):
    """What an answer shall say, as a whole: what is left out becomes blank."""

    nothing: Yes = Field(default=False, description="That there is nothing to report.")
    quantity: Quantity | None = Field(default=None, description=Says.model_fields["quantity"].description)
    numerator: Quantity | None = Field(default=None, description="Of a rate: the part.")
    denominator: Quantity | None = Field(default=None, description="Of a rate: out of how many in all.")
    basis: Literal["increment", "to-date"] | None = Field(
        default=None, description="Done in this period (where it is left out), or in all since the start.")
    place: str | None = Field(default=None, description="The key of a place; null is the whole area.")
    start: Day | None = Field(default=None, description="First day, where it is not the whole period.")
    end: Day | None = Field(default=None, description="Last day, where it is not the whole period.")
    event: str | None = Field(default=None, description=Says.model_fields["event"].description)
    event_share: Share | None = Field(default=None, description="Your share of the event.")
    note: str | None = Field(default=None, description="Anything that a reader should know. Do not name people.")
    done: Yes = Field(default=True, description="Whether the answer is finished; false saves it for later.")


class Earlier(BaseModel):
    """What was said last time of the same promise."""

    quantity: Quantity | None
    start: date | None
    end: date | None


class Evidence(BaseModel):
    """One file that supports an answer."""

    key: str
    name: str
    sha256: str
    size: int = Field(description="In bytes.")
    kind: str
    dated: date
    scanned: str = Field(description="What the virus scanner said.")
    sent: bool = Field(description="Whether it was sent with the return, and so stays.")


class Asked(BaseModel):
    """One measure that a return asks about: the rule, what was promised, the last answer, and the answer now."""

    key: str = Field(description="What names the answer.")
    version: int = Field(description="Counts the saves. Send it back in If-Match to save over this and no other.")
    measure: str
    title: str
    unit: str
    counting: Literal["flow", "stock", "once", "yes-no", "rate"] = Field(
        description="Adds up over time, a level at the end, each once, kept or not, or a rate.")
    counting_rule: str
    evidence_rule: str
    commitment: str | None = Field(description="The first row of the promise; null for something never promised.")
    promised: Quantity | None
    promised_by: date | None
    last: Earlier | None
    state: State
    question: str = Field(description="What the checker asked, or why it was not accepted.")
    done: bool
    says: Says
    evidence: list[Evidence]
    why_not: str | None = Field(description="Why it cannot be changed; null where it can.")


class WholeReturn(BaseModel):
    """A whole return with everything that it asks."""

    line: ReturnLine
    answers: list[Asked]
    why_not: str | None = Field(description="Why nothing in it can be changed; null where it can.")


class SendSent(Sent):
    """The declaration under which a return is sent, by a named person who answers for it."""

    name: str = Field(max_length=200, pattern=r"\S", description="The name of the person who declares it.")
    office: str = Field(max_length=200, pattern=r"\S", description="Their job or office.")
    agreed: Literal[True] = Field(description=(
        "That this person declares the answers right to the best of their knowledge, about this contract or project "
        "and this period only, and not counted elsewhere."))
    times_sent: Whole = Field(ge=0, le=999_999, description=(
        "How many times it had been sent when you read it."))


class Receipt(BaseModel):
    """The receipt of one sending."""

    reference: str
    number: int = Field(description="The how-manieth sending of the return.")
    at: datetime
    received: date
    how: str = Field(description="here, or by telephone, e-mail or paper.")
    declared_by: str = Field(description="Empty where the name is no longer kept.")
    office: str
    rows: int = Field(description="How many lines the file of what was sent has.")
    sha256: str = Field(description="The fingerprint of that file.")
