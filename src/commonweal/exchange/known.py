"""Column maps that come with the program: lists of spending, unit costs and indices whose headings are known."""

from importlib.resources import files

from commonweal.basics.findings import Refused
from commonweal.basics.told import told

_FOLDER = files("commonweal.exchange") / "known_maps"


def known_maps() -> dict[str, str]:
    """Each map by its name, with its title."""
    return {path.name.removesuffix(".toml"): path.read_text(encoding="utf-8").partition('"')[2].partition('"')[0]
            for path in sorted(_FOLDER.iterdir(), key=lambda path: path.name) if path.name.endswith(".toml")}


def known_map(name: str) -> str:
    """The text of a map by its name. Raises Refused, with the names that there are."""
    if name not in known_maps():
        raise Refused(told("There is no map '{name}': neither a file of that name nor one that comes with the "
                           "program, which are {known}.", name=name, known=", ".join(known_maps())))
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
