"""How much of a body's spending was local: worked out by a job from the payments in its records, and kept as tables."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from commonweal.basics.csv_files import TableRead, read_rows, write_rows
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, Table, write_value
from commonweal.basics.told import to_json, told
from commonweal.exchange.spend_tables import LOCAL, MEANINGS, NOT_PLACED, RECEIPT, spend_tables
from commonweal.ledger.tables import PAYMENTS
from commonweal.snapshot.spend import spend_of
from commonweal.web.people.models import Body
from commonweal.web.register.faults import last_event
from commonweal.web.register.models import LocalSpend
from commonweal.web.register.packing import write_archive
from commonweal.web.register.reading import book
from commonweal.web.saying import kept

_SHOWN = (MEANINGS, LOCAL, NOT_PLACED)
_MOST_FINDINGS = 20


def ask(body: Body, as_of: date) -> None:
    """Note that it is to be worked out from the payments up to a day. What was worked out before is shown no more."""
    LocalSpend.objects.update_or_create(body=body, defaults={"as_of": as_of, "at": None})


def work_out(found: LocalSpend) -> None:
    """Work it out, and keep the tables or why there are none."""
    found.event, found.refused, found.archive = last_event(found.body), {}, b""
    try:
        found.archive = _archive(found)
    except Refused as refused:
        found.refused = {"said": to_json(refused.message), "findings": [
            kept(finding) for finding in refused.findings[:_MOST_FINDINGS]]}
    except Exception:  # The page says that something failed; it goes on up into the log.
        found.refused = {"said": to_json(told("Something went wrong on our side. Tell whoever runs this site; they "
                                              "find the reason in its log.")), "findings": []}
        raise
    finally:
        found.at = timezone.now()
        # Not where another day was asked for meanwhile: that is the next job's.
        LocalSpend.objects.filter(pk=found.pk, as_of=found.as_of).update(
            event=found.event, refused=found.refused, archive=found.archive, at=found.at)


def _archive(found: LocalSpend) -> bytes:
    every = book(found.body)
    payments = every.rows(PAYMENTS.name)
    if not payments:
        raise Refused(told("There are no payments in these records."))
    # The file of payments as it goes out, so that both ways to work it out name the same one.
    text = write_rows(PAYMENTS.names, ([write_value(row.get(name)) for name in PAYMENTS.names] for row in payments),
                      every.settings.delimiter)
    read = TableRead(PAYMENTS, f"{PAYMENTS.name}.csv", payments, rows_in=len(payments))
    made = spend_tables(every, found.as_of, spend_of(every, found.as_of), read,
                        hashlib.sha256(text.encode()).hexdigest())
    into = io.BytesIO()
    write_archive(into, made.files())
    return into.getvalue()


def files_of(found: LocalSpend) -> Mapping[str, bytes]:
    """The files of what was worked out, by their names."""
    with zipfile.ZipFile(io.BytesIO(bytes(found.archive))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def shown(found: LocalSpend) -> tuple[Mapping[Table, Sequence[Record]], list[str]]:
    """The tables that the page shows, and the lines of the receipt, read from the files themselves."""
    files = files_of(found)
    tables = {}
    for table in _SHOWN:
        read = TableRead(table, f"{table.name}.csv")
        read_rows(files[read.file].decode(), read, ",")
        tables[table] = read.records
    return tables, files[RECEIPT].decode().splitlines()
