"""What stands in the cells of a contract register, whatever its columns are called and however they are filled in.

A cell that cannot be read is blank, with a finding that says how to write it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.numbers import NotANumber, plain, read_number
from commonweal.basics.tables import NotReadable
from commonweal.basics.told import Told, told
from commonweal.exchange.files import Cell
from commonweal.exchange.maps.dates import PARTIAL, STYLES, read_date
from commonweal.exchange.ocds.reading import Reading

# What a column is for, and how its heading may be worded, without case, signs, "the", "contract" and "agreement".
HEADINGS: Mapping[str, str] = {
    "reference": r"(reference|ref)( (number|no|id))?",
    "title": r"title( of)?|name",
    "department": r"(local authority )?(department|directorate|service area|division)( responsible)?",
    "description": r"description( of (goods|services|works).*)?|summary",
    "supplier": r"supplier( name)?( and details)?|provider( name)?|contractor( name)?|awarded to",
    "value": r"(total )?(value|sum|amount)( of)?( total)?( to be paid.*)?( over.*)?",
    "annual": r"(estimated )?annual (value|spend|spending|budget)( .*)?",
    "vat": r"irrecoverable vat|vat (that )?(cannot|can not) be recovered|vat not recovered",
    "start": r"start( date)?|commencement( date)?",
    "end": r"end( date)?|expiry( date)?",
    "review": r"review( date)?",
    "route": r"(invitation )?(process|procedure|route|procurement route|tender process)( type)?|result of.*",
    "sme": r"sme( supplier)?( type)?( y n| yes no)?|small or medium.*",
    "vcse": r"(vcse|vcs|vco)( supplier)?( type)?( y n| yes no)?|voluntary.*",
    "company": r"(supplier )?(registered )?company( registration)?( (number|no))?",
    "charity": r"(supplier )?(registered )?charity( registration)?( (number|no))?",
    "registration": r"(supplier )?registration( (number|no))?",
    "ocid": r"ocid|open contracting id",
    "social_value": r"(includes |including )?social value( included)?( y n| yes no)?",
    "weighting": r"social value weight(ing)?( .*)?",
}
DATES = ("start", "end", "review")
_YES = {"yes", "y", "true", "1", "sme", "vcse", "vcs", "vco", "small", "medium", "micro"}
_NO = {"no", "n", "false", "0", "large", "not sme", "non sme", "not vcse", "non vcse"}
_UNSAID = {"", "n a", "na", "not known", "unknown", "not applicable", "none", "tbc"}
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2}")
# A month or a year is no day of a contract; whether the day or the month stands first, the sheet as a whole tells.
_DAY_FIRST = [style for style in STYLES if style not in PARTIAL and style != "03/31/2024"]
_MONTH_FIRST = [style for style in STYLES if style not in PARTIAL and not style.startswith("31/03/")]


def purpose(heading: Cell) -> str:
    """What a column is for, by its heading; empty where it is none of a register's.

    >>> purpose("Title of the agreement"), purpose("Sum to be paid over the length of the contract"), purpose("Colour")
    ('title', 'value', '')
    """
    words = re.sub(r"\b(the|contract|contracts|agreement)\b", " ", _letters(str(heading or "")))
    words = " ".join(words.split())
    return next((name for name, pattern in HEADINGS.items() if re.fullmatch(pattern, words)), "")


def text_of(cell: Cell) -> str:
    """A cell as the text that a person reads in it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal):
        return plain(cell.normalize())
    return "" if cell is None else " ".join(str(cell).split())


def order_of_days(texts: Iterable[str]) -> bool | None:
    """Whether dates with slashes put the month first: True if they cannot be read otherwise; None if none shows it."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _SLASHED.match(text))]
    if pairs and all(max(pair) <= 12 for pair in pairs):
        return None
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


@dataclass(frozen=True)
class RegisterRow:
    """One row of a register by what its columns are for."""

    number: int
    texts: Mapping[str, str]
    month_first: bool
    reading: Reading

    def text(self, name: str) -> str:
        """What stands there; empty where nothing does."""
        return self.texts.get(name, "")

    def money(self, name: str) -> str:
        """An amount, as a cell of the ledger."""
        try:
            return plain(read_number(self.text(name), 2, money=True)) if self.text(name) else ""
        except NotANumber as error:
            return self._unread("REGISTER-VALUE", name, told("no amount: {why}", why=error.message),
                                told("Write the sum in digits."))

    def share(self, name: str) -> str:
        """A share, written as a percentage or a decimal."""
        text = self.text(name)
        found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?) ?%", text)
        if found:
            return plain(Decimal(found[1]) / 100)
        if not text or re.fullmatch(r"0?\.\d{1,4}", text):
            return text
        return self._unread("REGISTER-WEIGHTING", name, told("no share"), told("Write 10% or 0.1."))

    def day(self, name: str) -> str:
        """A date without its hour, in any style that is one day to everyone, or with slashes as the sheet has them."""
        text = self.text(name)
        if _letters(text) in _UNSAID:
            return ""
        try:
            return read_date(text, _MONTH_FIRST if self.month_first else _DAY_FIRST, "")
        except NotReadable:
            return self._unread("REGISTER-DATE", name, told("no day that can be read"), told("Write it as 2025-03-31."))

    def yes_no(self, name: str) -> str:
        """yes or no; empty where neither is said."""
        said = _letters(self.text(name))
        if said in _YES or said in _NO:
            return "yes" if said in _YES else "no"
        if said in _UNSAID:
            return ""
        return self._unread("REGISTER-YES-NO", name, told("neither yes nor no"), told("Write yes or no."))

    def registered(self) -> tuple[str, str]:
        """The register and number of a supplier: a company's 8 signs, or a charity's 6 or 7 digits; blank for none."""
        for name in ("company", "registration"):
            number = self.text(name).replace(" ", "").upper()
            if re.fullmatch(r"\d{8}|[A-Z]{2}\d{6}", number):
                return "GB-COH", number
            if name == "company" and re.fullmatch(r"\d{6,7}", number):
                # A spreadsheet took the zeros off its beginning.
                return "GB-COH", number.zfill(8)
        for name in ("charity", "registration"):
            number = self.text(name).replace(" ", "")
            if re.fullmatch(r"\d{6,7}", number):
                return "GB-CHC", number
        for name in ("company", "charity", "registration"):
            if _letters(self.text(name)) not in _UNSAID:
                self._unread("REGISTER-NUMBER", name, told("a number of no known register"),
                             told("A company number has 8 signs, a charity's 6 or 7 digits."))
        return "", ""

    def _unread(self, code: str, name: str, what: Told, mend: Told) -> str:
        self.reading.say(code, self.number, name, told("'{name}' is {what}.", name=self.text(name)[:40], what=what),
                         told("The cell is left blank. {mend}", mend=mend))
        return ""


def _letters(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())
