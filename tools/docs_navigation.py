"""The documentation's navigation, made from its folders: a page cannot be forgotten, and its heading is its name."""

from pathlib import Path
from typing import Any

SECTIONS = {
    "Start here": "tutorials",
    "How to": "how-to",
    "Templates": "templates",
    "Reference": "reference",
    "Explanation": "explanation",
    "Decisions": "decisions",
}


def on_config(config: Any) -> Any:
    """Called by mkdocs with its settings; fills in the navigation."""
    docs = Path(config["docs_dir"])
    config["nav"] = [{"Home": "index.md"}]
    config["nav"] += [{title: _pages(docs, docs / folder)} for title, folder in SECTIONS.items()]
    return config


def _pages(docs: Path, folder: Path) -> list[Any]:
    pages: list[Any] = [path.relative_to(docs).as_posix() for path in sorted(folder.glob("*.md"))]
    for inner in sorted(path for path in folder.iterdir() if path.is_dir() and any(path.rglob("*.md"))):
        pages.append({inner.name.capitalize(): _pages(docs, inner)})
    return pages
