"""The form by which files come in, a part of the page on which an answer is written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonweal.exchange.sniffing import NotTaken
from commonweal.ledger.tables import EVIDENCE
from commonweal.web.evidence.sorts import ACCEPT, MOST_BYTES, MOST_FILES
from commonweal.web.register.columns import DayField
from commonweal.web.register.words import choices
from commonweal.web.saying import say


class SeveralFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    input_type = "file"


class FilesField(forms.FileField):
    """Several files; each as it came."""

    widget = SeveralFiles(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All files, or why not."""
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not files and self.required:
            raise ValidationError(_("Choose at least one file."))
        if len(files) > MOST_FILES:
            raise ValidationError(_("Bring at most %(most)s files at a time."), params={"most": MOST_FILES})
        for file in files:
            if file.size > MOST_BYTES:
                raise ValidationError(_("%(name)s is larger than %(most)s MB. Bring a smaller one."), params={
                    "name": file.name, "most": MOST_BYTES // 1_000_000})
        return files


class EvidenceForm(forms.Form):
    """Files that show what was done."""

    upload = FilesField(label=_("Add files"), help_text=_(
        "You can choose several. PDF, PNG, JPEG, XLSX, DOCX, CSV, TXT or EML, up to 20 MB each. Take out names, "
        "addresses, faces and anything about health or pay before you upload: we need to see what was done, not who "
        "did it. The place and other notes that a camera keeps in a photograph are taken out for you."))
    kind = forms.ChoiceField(
        label=_("What they are"),
        choices=lambda: [("", _("Choose")), *choices("evidence", "kind", EVIDENCE.column("kind").choices)],
        error_messages={"required": _("Choose what the files are, such as a timesheet.")})
    dated = DayField(label=_("Day of the evidence"), help_text=_("For example 30 6 2025"))

    def clean(self) -> dict[str, Any]:
        """Where something else is wrong, the browser has forgotten the files: say that they are to be chosen again."""
        if self.errors and self.cleaned_data.get("upload"):
            self.add_error("upload", _("None of the files was kept: choose them again."))
        return self.cleaned_data

    def not_taken(self, fault: NotTaken) -> None:
        """Say why a file is not taken, and that none of them was."""
        self.add_error("upload", ValidationError(
            _("%(why)s %(mend)s None of the files was kept: choose them again."),
            params={"why": say(fault.message), "mend": say(fault.mend)}))
