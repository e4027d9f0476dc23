"""What other rooms tell, said in the language of the page; and kept so that it can be said later in any.

A job and whoever asked for it speak in no language: what they find is kept with its words and what stands in the gaps
of them, and is said when somebody reads it.
"""

from typing import Any

from django.utils.translation import gettext

from commonweal.basics.findings import Finding
from commonweal.basics.told import from_json, said, to_json


def say(text: Any) -> str:
    """What is told, or was kept of it as JSON, in the visitor's language; any other text as it is.

    >>> say({"words": "{name} is blank.", "gaps": {"name": "due"}}), say("Hello")
    ('due is blank.', 'Hello')
    """
    return said(from_json(text), gettext) if text else ""


def in_full(finding: Finding) -> str:
    """What a finding says and how it is mended, in the visitor's language."""
    return f"{say(finding.message)} {say(finding.mend)}".strip()


def kept(finding: Finding) -> dict[str, Any]:
    """A finding as it is kept as JSON, with the place in words."""
    return finding.to_json() | {"where": to_json(finding.where)}
