"""Print every word of the site as a catalogue to be translated: a file for `msgmerge` and `msgfmt`.

    python -m tools.gather_words > site.pot

It holds what stands in templates and in code, what every room tells of people's records and files, and the words that
stand in tables of the code: roles, permissions, the menu, ratings, columns and their meanings, what the checks are
about, how long things are kept. Gaps are `%(name)s` in what the site says, and `{name}` in what other rooms tell.
"""

import ast
import os
import re
import tempfile
from collections.abc import Iterator

from commonweal.basics.told import has_words
from tests.house.repository import SOURCE

WEB = SOURCE / "web"
_ASKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
# What only the command line says is never on a page.
_NOT_SHOWN = SOURCE / "cli"
Message = tuple[str, str]  # The words of one, and of several where there are two forms.


def in_code() -> Iterator[Message]:
    """What the Python files ask the catalogue for by name."""
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            function = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and function in _ASKS:
                said = [part.value for part in node.args
                        if isinstance(part, ast.Constant) and isinstance(part.value, str)]
                if said:
                    yield said[0], said[1] if "ngettext" in function else ""


def told_by_rooms() -> Iterator[Message]:
    """What the rooms tell a person: the words of findings and refusals, and what a key of a settings file holds."""
    for path in sorted(SOURCE.rglob("*.py")):
        if _NOT_SHOWN in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            function = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            place = {"told": 0, "Key": 1}.get(function)
            if isinstance(node, ast.Call) and place is not None and place < len(node.args):
                words = node.args[place]
                if isinstance(words, ast.Constant) and isinstance(words.value, str) and has_words(words.value):
                    yield words.value, ""


def in_templates() -> Iterator[Message]:
    """What the templates ask the catalogue for."""
    from django.template import engines  # type: ignore[import-untyped]  # It ships no types.

    surroundings = engines["jinja2"].env
    for path in sorted(WEB.rglob("*.jinja")):
        for _, function, said in surroundings.extract_translations(path.read_text(encoding="utf-8")):
            words = said if isinstance(said, tuple) else (said,)
            if words[0]:
                yield words[0], words[1] if function == "ngettext" else ""


def in_tables() -> Iterator[Message]:
    """The words that stand in tables of the code, and are asked for by what stands there."""
    from commonweal.exchange.forms import FORMS
    from commonweal.ledger.checks import CHECKS
    from commonweal.ledger.pages import CHOICES, SECTION, STORY
    from commonweal.ledger.tables import BOOK_TABLES, ROLES
    from commonweal.web.audit.retention import SUGGESTED
    from commonweal.web.config import urls  # noqa: F401 (fills RULES)
    from commonweal.web.config.routes import RULES
    from commonweal.web.evidence.sorts import SORTS
    from commonweal.web.interface.scopes import SCOPES
    from commonweal.web.monitoring import calendar
    from commonweal.web.monitoring.ratings import RATINGS
    from commonweal.web.people import roles
    from commonweal.web.register.particulars import PARTICULARS
    from commonweal.web.register.words import _LABELS, _WORDS, plain

    columns = [column for table in BOOK_TABLES for column in table.columns]
    choices = [word for words in (ROLES, *CHOICES.values(), *(column.choices for column in columns)) for word in words]
    said = [
        *(table.name.replace("_", " ").capitalize() for table in BOOK_TABLES),
        *(words for role in roles.ROLES.values() for words in (role.shown, role.description, role.scope.value)),
        *(may.value for may in roles.May), *(rule.listed for rule in RULES.values()), *_LABELS.values(),
        *(words for scope in SCOPES.values() for words in (scope.shown, scope.description)),
        *(words for rating in RATINGS.values() for words in (rating.shown, rating.rule)),
        *(words for form in FORMS.values() for words in (form.title, form.what, form.who)),
        calendar.DONE, calendar.DONE_LATE, calendar.LATE, calendar.AHEAD, calendar.NO_DAY,
        *(str(words) for own in PARTICULARS.values() for words in (own.one, own.many, own.about)),
        *(str(heading) for own in PARTICULARS.values() for heading, _ in own.sections),
        *(basis for *_, basis in SUGGESTED), *(sort.shown for sort in SORTS),
        *(plain(str(check.__doc__).splitlines()[0].rstrip(".")) for check in CHECKS),
        *(_LABELS.get(column.name) or column.name.replace("_", " ").capitalize() for column in columns),
        *(column.meaning for column in columns), *(key.meaning for keys in (STORY, SECTION) for key in keys.values()),
        *(_WORDS.get(word, word.replace("-", " ")) for word in choices), *_WORDS.values()]
    yield from ((words, "") for words in said if words)


def catalogue() -> dict[str, str]:
    """Every message once, in order; with its words for several where it has them."""
    found: dict[str, str] = {}
    for one, many in sorted({*in_code(), *told_by_rooms(), *in_templates(), *in_tables()}):
        found[one] = found.get(one) or many
    return found


def _quoted(text: str) -> str:
    for sign, instead in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        text = text.replace(sign, instead)
    return f'"{text}"'


def _form(words: str) -> str:
    """The mark by which msgfmt sees to it that a translation has the gaps of its words."""
    for form, gap in (("python-format", r"%\(\w+\)s"), ("python-brace-format", r"\{\w+\}")):
        if re.search(gap, words):
            return f"#, {form}\n"
    return ""


def main() -> int:
    """Print the catalogue."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.web.config.settings")
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"COMMONWEAL_HOME": home, "COMMONWEAL_PLAIN": "yes"}
        import django  # type: ignore[import-untyped]  # It ships no types.

        django.setup()
        print('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"')
        for one, many in catalogue().items():
            print(f"\n{_form(one)}msgid {_quoted(one)}")
            print(f'msgid_plural {_quoted(many)}\nmsgstr[0] ""\nmsgstr[1] ""' if many else 'msgstr ""')
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
