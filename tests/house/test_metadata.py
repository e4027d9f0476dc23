"""One name, one version and one licence, wherever they are written."""

import re

import pytest
import yaml

import commonweal
from tests.house.repository import ROOT, settings


def _yaml(name: str) -> dict:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_citation_file_names_the_version_and_licence():
    citation = _yaml("CITATION.cff")
    assert citation["cff-version"] == "1.2.0"
    assert {"title", "message", "authors", "type"} <= set(citation)
    assert (citation["version"], citation["license"]) == (commonweal.__version__, "Apache-2.0")


def test_publiccode_names_the_version_and_licence_and_all_that_the_standard_needs():
    code = _yaml("publiccode.yml")
    assert {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
            "description", "legal", "maintenance", "localisation"} <= set(code)
    assert (str(code["softwareVersion"]), code["legal"]["license"]) == (commonweal.__version__, "Apache-2.0")
    english = code["description"]["en"]
    assert len(english["shortDescription"]) <= 150
    assert 150 <= len(english["longDescription"]) <= 10_000
    assert english["features"] and code["maintenance"]["contacts"]


def test_the_package_takes_its_version_from_the_code_and_its_licence_from_the_root():
    project = settings()["project"]
    assert project["dynamic"] == ["version"] and project["license"] == "Apache-2.0"
    assert settings()["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "commonweal.__version__"}


def test_the_changelog_has_the_version_and_says_what_it_does_to_figures():
    versions = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert versions[1].startswith(commonweal.__version__)
    assert "### Figures" in versions[1]


@pytest.mark.parametrize("name", [
    "README.md", "LICENSE", "NOTICE", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CITATION.cff",
    "publiccode.yml", "GLOSSARY.md", "CHANGELOG.md", "Makefile", ".ci/run"])
def test_the_repository_has_what_a_newcomer_looks_for(name):
    assert (ROOT / name).stat().st_size > 200


def test_the_readme_names_only_verbs_that_exist():
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = set(re.findall(r"`make ([a-z-]+)`", text)) | set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
        assert named and named <= verbs
