"""A small invented book with guiding comments, to change into one's own."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from commonweal.basics.folders import new_folder


def write_starter(folder: Path) -> int:
    """Write the starter book into a new folder and say how many files it has. Refused if the folder holds anything."""
    with as_file(files("commonweal.ledger").joinpath("starter_book")) as source, new_folder(folder, ours="") as work:
        shutil.copytree(source, work, dirs_exist_ok=True, copy_function=shutil.copyfile)
        return sum(1 for path in work.rglob("*") if path.is_file())
