"""What stands in the files, and what they are called."""

import re
from collections import Counter
from pathlib import PurePosixPath

from tests.house.repository import ROOT, files, texts

# Written in two halves, so that this file does not hold what it looks for.
REGISTRIES = ["pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com",
              "conda" + ".anaconda.org", "repo1.maven" + ".org", "proxy.golang" + ".org"]
MACHINE_PATH = re.compile(r"(?<![\w.>])/(?:work|root|home|Users)" + r"/|[A-Z]:\\Users" + r"\\")
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|\bst" + r"ub\b")
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


def test_no_file_names_a_package_registry():
    assert [(name, host) for name, text in texts() for host in REGISTRIES if host in text] == []


def test_no_file_holds_a_path_of_the_machine_it_was_made_on():
    assert [(name, found.group()) for name, text in texts() if (found := MACHINE_PATH.search(text))] == []


def test_nothing_is_marked_as_unfinished():
    assert [(name, found.group()) for name, text in texts() if (found := UNFINISHED.search(text))] == []


def test_text_files_are_utf8_with_unix_newlines_and_end_in_one():
    faults = []
    for name, text in texts():
        # Broken files that tests read on purpose stand in folders of fixtures and are broken in other ways than these.
        if "\r" in text and not name.startswith("tests/"):
            faults.append((name, "carriage return"))
        if text and not text.endswith("\n") and not name.startswith("tests/"):
            faults.append((name, "no newline at the end"))
    assert faults == []


def test_every_file_name_can_be_checked_out_on_windows():
    faults = []
    for path in files():
        for part in path.relative_to(ROOT).parts:
            if PurePosixPath(part).stem.lower() in RESERVED or re.search(r'[<>:"\\|?*\x00-\x1f]|[ .]$', part):
                faults.append(part)
        if len(path.relative_to(ROOT).as_posix()) > 150:
            faults.append(str(path))
    assert faults == []


def test_no_two_files_differ_only_in_capitals():
    names = Counter(path.relative_to(ROOT).as_posix().casefold() for path in files())
    assert [name for name, number in names.items() if number > 1] == []


def test_the_licence_is_the_whole_apache_licence():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert "9. Accepting Warranty or Additional Liability" in text and "END OF TERMS AND CONDITIONS" in text


def test_the_notice_names_each_data_licence_and_the_two_cited_figures():
    text = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for expected in ("Open Government Licence v3.0", "Creative Commons Attribution 4.0", "£16.93", "£404"):
        assert expected in text
