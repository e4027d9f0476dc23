"""An edition on disk: found, read whole, checked, and handed on only if nothing is wrong with it."""

from pathlib import Path

from commonweal.basics.csv_files import TableRead
from commonweal.basics.findings import Finding, Severity, by_severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.frameworks.check import check_contents
from commonweal.frameworks.contents import Contents
from commonweal.frameworks.fingerprint import check_digest, digest_of, digest_of_content, place, read_tables
from commonweal.frameworks.identity import FILE, Toml, check_identity, gaps_of, line_of, read_toml, sources_of
from commonweal.frameworks.model import Edition, Source
from commonweal.frameworks.tables import EDITION_TABLES

__all__ = ["Edition", "Source", "digest_of", "find_edition", "load_edition", "shipped_editions"]

USUAL_LEVELS = ("Theme", "Outcome", "Measure")
_FILES = {FILE, "DIGEST", *(f"{table.name}.csv" for table in EDITION_TABLES)}


def load_edition(folder: Path, *, shown_as: str = "") -> tuple[Edition | None, list[Finding]]:
    """Read and check one edition's folder. Everything is read and every fault is listed.

    The edition is None if there is any error; notes do not stop it. `shown_as` stands before the file names in the
    findings (for example "editions/northmere-framework/2024").
    """
    data, text, findings = read_toml(folder / FILE, place(shown_as, FILE))
    tables = read_tables(folder, shown_as)
    for read in tables.values():
        findings += read.findings
    if text:
        findings += _check_files(folder, tables, shown_as)
    if data is None:
        return None, findings
    findings += check_identity(data, text, place(shown_as, FILE))
    digest = ""
    if not _errors(findings):
        digest = digest_of_content(data, tables.values())
        findings += check_digest(folder, data["status"], digest, shown_as)
    findings += check_contents(_contents(data, text, tables, shown_as))
    return (None if _errors(findings) else _edition(data, tables, digest, folder)), findings


def find_edition(edition_id: str, search: list[Path]) -> Path | None:
    """The folder of framework/version: the first of `search` that holds one, then what is shipped; None if nowhere."""
    framework, _, version = edition_id.partition("/")
    for root in [*search, shipped_editions()]:
        folder = root / framework / version
        if framework and version and (folder / FILE).is_file():
            return folder
    return None


def shipped_editions() -> Path:
    """The folder of the editions that come with the software."""
    return Path(__file__).with_name("editions")


def _errors(findings: list[Finding]) -> list[Finding]:
    return by_severity(findings, Severity.ERROR)


def _check_files(folder: Path, tables: dict[str, TableRead], shown_as: str) -> list[Finding]:
    findings = []
    names = sorted(path.name for path in folder.iterdir())
    for name in names:
        # A table under a slightly wrong name would otherwise count as left out.
        if name not in _FILES and not name.endswith(".md") and not name.startswith("."):
            findings.append(Finding("EDITION-FILE-UNKNOWN", Severity.ERROR,
                                    told("'{name}' is no file of an edition.", name=name),
                                    told("Rename it or take it away; the files are: {files}.",
                                         files=", ".join(sorted(_FILES))),
                                    place(shown_as, name)))
    if not any(f"{name}.csv" in names for name in tables):
        findings.append(Finding("EDITION-EMPTY", Severity.ERROR, told("the edition has no table."),
                                told("Add at least one, such as measures.csv."), place(shown_as, FILE)))
    return findings


def _contents(data: Toml, text: str, tables: dict[str, TableRead], shown_as: str) -> Contents:
    framework = data.get("framework")
    return Contents(
        framework=framework if isinstance(framework, str) else "",
        redistributable=data.get("redistributable") is True,
        sources=frozenset(sources_of(data)),
        gaps=gaps_of(data),
        gaps_row=line_of(text, "gaps"),
        tables={name: tuple(read.records) for name, read in tables.items()},
        refused=frozenset(name for name, read in tables.items() if read.findings),
        shown_as=shown_as,
    )


def _edition(data: Toml, tables: dict[str, TableRead], digest: str, folder: Path) -> Edition:
    indices: dict[str, dict[int, Record]] = {}
    for record in tables["indices"].records:
        indices.setdefault(record.text("index"), {})[record.count("year") or 0] = record
    return Edition(
        framework=data["framework"],
        version=data["version"],
        title=data["title"],
        publisher=data["publisher"],
        published=data["published"],
        status=data["status"],
        licence=data["licence"],
        redistributable=data["redistributable"],
        price_year=data.get("price_year"),
        levels=tuple(data.get("levels", USUAL_LEVELS)),
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        add_kinds=tuple(data.get("add_kinds", ())),
        supersedes=data.get("supersedes", ""),
        notes=tuple(data.get("notes", ())),
        gaps=gaps_of(data),
        sources=sources_of(data),
        measures={record.text("id"): record for record in tables["measures"].records},
        values=tuple(tables["values"].records),
        indices=indices,
        criteria=tuple(tables["criteria"].records),
        bands=tuple(tables["bands"].records),
        crosswalk=tuple(tables["crosswalk"].records),
        digest=digest,
        folder=folder,
    )
