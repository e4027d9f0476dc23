"""Numbers that an author declares in a page's heading, each with the words it stands in and its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.ledger.pages import Page
from commonweal.report.prose.numbers import typed_numbers

_EXAMPLE = told('Write { text = "six districts", source = "Northmere Order 2014, article 3" }.')


@dataclass(frozen=True)
class Declared:
    """One declared number: its words, as they stand in the text, and where the number comes from."""

    text: str
    source: str

    def spans(self, passage: str) -> Iterator[tuple[int, int]]:
        """Where the words stand in a passage, in any mixture of capitals and line ends, as (start, end)."""
        words = r"\s+".join(re.escape(word) for word in self.text.split())
        for found in re.finditer(rf"(?<!\w){words}(?!\w)", passage, re.IGNORECASE):
            yield found.span()


def declared_numbers(page: Page, file: str) -> tuple[list[Declared], list[Finding]]:
    """What the heading of a page declares under `numbers`, and an error for each entry that cannot be used."""
    entries = page.heading.get("numbers", [])
    good: list[Declared] = []
    findings: list[Finding] = []
    for entry in entries if isinstance(entries, list) else []:
        if fault := _fault(entry):
            findings.append(
                Finding("PROSE-DECLARATION", Severity.ERROR, fault, _EXAMPLE, file, None, "numbers", page.name))
        else:
            good.append(Declared(entry["text"].strip(), entry["source"].strip()))
    return good, findings


def _fault(entry: object) -> Told | None:
    """What is wrong with one entry, if anything is."""
    keys = {key: type(said) for key, said in entry.items()} if isinstance(entry, dict) else {}
    if not isinstance(entry, dict) or keys != {"text": str, "source": str}:
        return told("a declared number has the two keys 'text' and 'source', and no others.")
    if not entry["text"].strip() or not entry["source"].strip():
        return told("a declared number needs both its words and its source.")
    # A bare "six" would explain every six of the page, whatever it counts.
    rest = entry["text"]
    for typed in typed_numbers(rest):
        rest = rest.replace(typed.text, " ")
    if re.search(r"[^\W\d_]{2,}", rest):
        return None
    return told("'{text}' does not say what is counted.", text=entry["text"])
