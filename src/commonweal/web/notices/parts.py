"""What the footer pages consist of, each part once: its heading, what is asked for, and the text to begin with.

The accessibility statement has the form that the Public Sector Bodies (Websites and Mobile Applications) (No. 2)
Accessibility Regulations 2018 ask for. What must be filled in stands in brackets: [fill in: the office].
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A placeholder: publishing stops while one is left.
PLACEHOLDER = re.compile(r"\[fill in: ([^\[\]]+)\]")
TEXT, DAY, CHOICE = "text", "day", "choice"
Words = str | Promise


@dataclass(frozen=True)
class Part:
    """One part of a page. A `needed` day must be given before a report is published."""

    name: str
    heading: Words
    asks: Words
    starter: Words = ""
    kind: str = TEXT
    needed: bool = False


@dataclass(frozen=True)
class Kind:
    """One of the footer pages: its title, what it is called in the foot, its parts in their order."""

    title: Words
    short: Words
    parts: tuple[Part, ...]


# What the body may say of how far its site meets the rules, once it was tested.
UNSAID = "unsaid"
COMPLIANCE: Mapping[str, Words] = {
    UNSAID: _("Nobody has said yet"),
    "full": _("It meets all of them"),
    "partial": _("It meets most of them; what it does not meet stands below"),
    "none": _("It does not meet them; what it does not meet stands below"),
}

KINDS: Mapping[str, Kind] = {
    "accessibility": Kind(_("Accessibility statement"), _("Accessibility"), (
        Part("scope", _("What this statement is about"), _("Which site and which parts of it."),
             _("This statement is about the site on which %(body)s keeps its records of social value: its pages for "
               "staff, for suppliers and for everybody. Each published report has a statement of its own.")),
        Part("tested_on", _("Last tested on"), _("Leave it empty as long as nobody has tested the site."), kind=DAY),
        Part("tested_how", _("How it was tested"), _("By whom, which pages, with which aids and programs.")),
        Part("compliance", _("How far the site meets the rules"), _(
            "The Web Content Accessibility Guidelines 2.2 at level AA. A person decides this, from a test."),
             UNSAID, kind=CHOICE),
        Part("faults", _("Faults that are known"), _(
            "What does not meet the rules: what happens, which rule it breaks, by when it will be put right."),
             _("[fill in: each fault that is known, the rule that it breaks and when it will be put right; or that "
               "none is known]")),
        Part("burden", _("What would be a disproportionate burden"), _("With the assessment that shows it."),
             _("We do not claim that anything would be.")),
        Part("outside", _("What the rules do not cover"), _("Such as files that others sent in."),
             _("Files that suppliers send in as evidence are kept as they came. We did not make them.")),
        Part("contact", _("Another format, or a fault that you found"), _(
            "An office with e-mail address, telephone and post, and how soon it answers."),
             _("[fill in: the office to ask for another format or to tell of a fault, its e-mail address, telephone "
               "number and postal address, and within how many working days it answers]")),
        Part("prepared", _("Prepared on"), _("The day on which this statement was first made."), kind=DAY, needed=True),
        Part("reviewed", _("Last reviewed on"), _("At least once a year."), kind=DAY),
    )),
    "privacy": Kind(_("Privacy notice"), _("Privacy"), (
        Part("controller", _("Who answers for your data"), _("The controller and its data protection officer."),
             _("%(body)s is the controller. Its data protection officer is [fill in: office, e-mail address and postal "
               "address of the data protection officer].")),
        Part("basis", _("Why we may hold it"), _("The lawful basis, and the law that gives you the task."),
             _("We need it for a task in the public interest (UK GDPR, article 6(1)(e)): [fill in: the law or policy "
               "that gives you this task, such as the Public Services (Social Value) Act 2012].")),
        Part("sharing", _("Who else gets it"), _("Whoever runs the server, sends the mails or audits."),
             _("[fill in: who runs the server and sends the mails for you, and in which country; or nobody]")),
        Part("rights", _("Your rights"), "",
             _("You may ask for a copy of what we hold about you, have it put right, object to it, or have it erased "
               "where we need it no longer. Nothing is decided about you by a machine. If our answer does not help "
               "you, turn to the [Information Commissioner](https://ico.org.uk/make-a-complaint/).")),
    )),
    "cookies": Kind(_("Cookies"), _("Cookies"), (
        Part("about", _("Why there are any"), "",
             _("This site sets only the cookies that it cannot do without, and only once you sign in or open a form. "
               "It counts nobody and shows your visit to nobody else, so it asks for no consent.")),
    )),
    "contact": Kind(_("Contact"), _("Contact"), (
        Part("office", _("Questions about this site, a return or a report"), _(
            "An office with e-mail address, telephone and post, and when it can be reached."),
             _("[fill in: the office that answers questions, its e-mail address, telephone number and postal "
               "address]")),
        Part("requests", _("Requests for information"), _("Where requests under the law on freedom of information go."),
             _("[fill in: where requests under the Freedom of Information Act 2000 are to be sent]")),
    )),
}
