"""A file handed in."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

WORKBOOKS = {".xlsx"}
WIDE_SCHEDULES = {".csv", ".tsv", ".txt"}
LARGEST_FILE = 10 * 1024 * 1024


class UploadForm(forms.Form):
    """One workbook, or one wide block schedule as text."""

    file = forms.FileField(
        label="Workbook or block schedule",
        max_length=255,
        allow_empty_file=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": "No file was chosen. Choose a workbook (.xlsx) or a block schedule (.csv).",
            "empty": "The file is empty. Save it once more in your spreadsheet program, then choose it again.",
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is plainly something else before it is read; the reader looks at the content."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        ending = PurePath(file.name or "").suffix.lower()
        if ending not in WORKBOOKS | WIDE_SCHEDULES:
            raise forms.ValidationError(_wrong_kind(file.name or "", ending))
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                f"“{file.name}” is {filesizeformat(file.size or 0)}; at most {filesizeformat(LARGEST_FILE)} are read. "
                "Take out pictures and sheets that are not part of the layout, then choose it again."
            )
        return file

    def chosen(self) -> dict[str, Any]:
        """Name and content, as the importing service takes them."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return {"filename": file.name or "", "content": file.read()}


def _wrong_kind(name: str, ending: str) -> str:
    if ending in {".xls", ".xlsm", ".xlsb", ".ods", ".numbers"}:
        return (
            f"“{name}” is a spreadsheet of another kind. Open it in your spreadsheet program, save it as "
            "“Excel workbook (.xlsx)” and choose that file."
        )
    return (
        f"“{name}” is neither a workbook (.xlsx) nor a block schedule (.csv). Choose one of these; "
        "the template shows the layout."
    )
