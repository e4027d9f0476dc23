"""The personal data that the site holds: what, why, and how long. The privacy page reads it.

Tests hold it to the models: each table that knows a person is named here, and each column declared as personal.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.basics.tables import See
from commonweal.ledger.tables import BOOK_TABLES


@dataclass(frozen=True)
class Held:
    """One sort of personal data: what it is, why it is held, and the tables or columns that hold it.

    How long are the periods that the body sets for the `kept` kinds of things, or else what `lasts` says.
    """

    what: str | Promise
    why: str | Promise
    tables: tuple[str, ...]
    kept: tuple[str, ...] = ()
    lasts: str | Promise = ""


_ERASABLE = {f"{table.name}.{column.name}": column.see for table in BOOK_TABLES for column in table.columns
             if column.erasable}
_PAYMENTS = tuple(name for name, see in _ERASABLE.items() if see is See.PERSONAL)
_FOR_STAFF = tuple(name for name, see in _ERASABLE.items() if see is See.INTERNAL)
_WITH_RECORDS = _("as long as the records that it belongs to")

HELD: tuple[Held, ...] = (
    Held(_("Names and e-mail addresses of people who may sign in, their roles, and what they look after"),
         _("To let them in, to show them what is theirs, and to write to them"),
         ("people.Person", "people.Membership", "people.Assignment", "account.EmailAddress"), kept=("people",)),
    Held(_("How they sign in: passwords as salted fingerprints, second factors, passkeys, their number in the body's "
           "directory"), _("To let in them and nobody else"),
         ("mfa.Authenticator", "socialaccount.SocialAccount"), kept=("people",)),
    Held(_("Sessions: when somebody signed in, from which network address, with which browser"),
         _("To keep them signed in, and to show them a session that is not theirs"),
         ("usersessions.UserSession", "sessions.Session"),
         lasts=_("a session lasts eight hours at most; it is forgotten within a day of its end")),
    Held(_("What they were reminded of, and whether they want no reminders"),
         _("To remind them of each thing once, and of nothing where they asked for that"),
         ("reminders.Reminded", "reminders.SwitchedOff"), lasts=_("as long as they may sign in")),
    Held(_("Links and codes that were mailed"), _("To let in suppliers and others without a password"),
         ("people.Link",), lasts=_("a month after they end")),
    Held(_("Tokens of programs: whose, for what, until when, last used"),
         _("To let a program in as somebody, and to end it"), ("interface.Token",), lasts=_("until the role ends")),
    Held(_("Addresses to which a mail waits to be sent"), _("So that no mail is lost"),
         ("django_tasks_database.DBTaskResult",), lasts=_("two weeks after it was sent")),
    Held(_("The log of the server: who was refused what, by a random key"), _("To find faults and attacks"),
         ("log",), lasts=_("as long as the machine's own service keeps it")),
    Held(_("Network addresses and e-mail addresses of those who tried to sign in"),
         _("To stop guessing of passwords and codes"), ("short_memory",), lasts=_("a day at most")),
    Held(_("Who did what and when, by a random key"), _("To show who answers for a record, a check or an approval"), (
        "audit.Event", "audit.Disposal", "returns.Answer", "returns.Sending", "returns.MoreTime", "review.SignOff",
        "review.Sample", "review.Drawn", "publishing.Frozen", "publishing.Release", "publishing.Approval",
        "publishing.Asked", "register.Import"),
        lasts=_("as long as the records; once somebody is erased, the key leads to nobody")),
    Held(_("Reasons, names typed under a declaration, addresses written to, and personal values before and after a "
           "change"), _("To explain a change"), ("audit.Apart",), kept=("apart",)),
    Held(_("Files sent in as evidence, which may name people"), _("To support what was reported"),
         ("evidence.Upload",), kept=("evidence",), lasts=_WITH_RECORDS),
    Held(_("Stories and pictures of people who agreed"), _("To tell what social value meant to them"),
         ("register.Text",), kept=("stories",),
         lasts=_("until the day that they agreed to")),
    Held(_("Names of suppliers who are people, and postcodes, in lists of payments and of names that may be one"),
         _("To match payments with suppliers, and to add up local spend; never published"),
         _PAYMENTS, kept=_PAYMENTS, lasts=_WITH_RECORDS),
    Held(_("Words that only the body's own staff read, which may name people: notes for colleagues, who decided and "
           "why, names of files"), _("To work together on the records"), _FOR_STAFF, kept=_FOR_STAFF,
         lasts=_WITH_RECORDS),
)
