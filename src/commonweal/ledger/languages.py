"""The languages of a book: the one that its report is printed in, and others that prose is written in beside it."""

import re
from collections.abc import Mapping
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told

# Language, and perhaps script and region, as in en-GB or cy (IETF BCP 47, without the parts that no prose needs).
CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_DEFAULT = "en-GB"


def read_languages(said: Mapping[str, Any], file: str, findings: list[Finding]) -> tuple[str, ...]:
    """The languages of [book], that of the report first, with a finding where they are not codes or do not agree."""
    listed = said.get("languages", [said.get("language", _DEFAULT)])
    wrong = [code for code in listed if not (isinstance(code, str) and CODE.fullmatch(code))]
    for code in wrong:
        findings.append(Finding("BOOK-LANGUAGE", Severity.ERROR,
                                told("'{code}' is not the code of a language.", code=code),
                                told('Write codes such as "en-GB", "cy" or "gd".'), file, column="languages"))
    if wrong:
        return (_DEFAULT,)
    if not listed or len({*listed}) < len(listed) or said.get("language", listed[0]) != listed[0]:
        findings.append(Finding("BOOK-LANGUAGE", Severity.ERROR,
                                told("the languages are not the report's own, then each other one once."),
                                told('Write language = "en-GB" and languages = ["en-GB", "cy"].'), file,
                                column="languages"))
        return (_DEFAULT,)
    return tuple(listed)
