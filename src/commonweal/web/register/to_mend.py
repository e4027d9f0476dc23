"""The copy of a file that was brought, with what to mend in it: while the file is kept, and if rows were refused."""

from commonweal.exchange.corrected import corrected_copy
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import Receipt
from commonweal.web.register import kept_files
from commonweal.web.register.models import UNDECIDED, Import
from commonweal.web.register.ways_in import SUPPLIERS


def has_copy(found: Import) -> bool:
    """Whether there is a copy of a file to mend: it is kept, and rows of it were refused."""
    return (found.door != SUPPLIERS and found.state in (*UNDECIDED, Import.State.REFUSED)
            and kept_files.is_kept(found) and bool(kept_files.refused_rows(found)))


def copy_to_mend(found: Import) -> bytes | None:
    """The rows of a file as a workbook, with what to mend beside each that was refused; None where there is none."""
    if not has_copy(found):
        return None
    return corrected_copy(open_file(kept_files.content(found)), Receipt(found.name, found.sha256, (), tuple(
        kept_files.refused_rows(found))))
