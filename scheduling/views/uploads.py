"""Bringing in a file: hand it in, look at what it would change, confirm or discard."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.domain.wording import counted
from scheduling.exchange.workbook import write_template
from scheduling.forms.answers import SOMEBODY_NEW, read_answers
from scheduling.forms.files import UploadForm
from scheduling.models import AcademicYear, Upload, UploadState
from scheduling.selectors.uploads import past_uploads
from scheduling.services.importing import (
    AlreadyDecided,
    Answers,
    ImportPreview,
    apply_upload,
    discard_upload,
    keep_upload,
    preview_upload,
)
from scheduling.views.scope import managed_scope, upload_in
from scheduling.views.year_choice import choose

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: UserRequest, program_id: int) -> HttpResponse:
    """Choose a file; it is kept and previewed, nothing else."""
    scope = managed_scope(request, program_id)
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            kept = keep_upload(program=scope.program, actor=request.user, **form.chosen())
            return redirect("scheduling:upload_preview", program_id, kept.pk)
    context = {"scope": scope, "form": form, "past": past_uploads(scope.program)}
    return render(request, "scheduling/upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preview(request: UserRequest, program_id: int, upload_id: int) -> HttpResponse:
    """What a kept file would change, by the answers given so far, or every fault that keeps it out. Saves nothing."""
    kept = upload_in(request, program_id, upload_id)
    if kept.state != UploadState.PREVIEWED:
        messages.info(request, f"{kept.filename} was {kept.get_state_display().lower()} already.")
        return redirect("scheduling:upload", program_id)
    answers = read_answers(request.POST)
    return _preview_page(request, kept, preview_upload(kept, answers), answers)


def _preview_page(request: UserRequest, kept: Upload, found: ImportPreview, answers: Answers) -> HttpResponse:
    context = {
        "program_id": kept.program_id,
        "upload": kept,
        "preview": found,
        "answers": answers,
        "somebody_new": SOMEBODY_NEW,
        **_words(kept, found),
    }
    still_open = request.method == "POST" and not found.can_apply
    return render(request, "scheduling/upload_preview.html", context, status=422 if still_open else 200)


def _words(kept: Upload, found: ImportPreview) -> dict[str, str]:
    """The page's sentence, and what it means."""
    if found.issues:
        faults = counted(len(found.issues), "thing")
        return {
            "title": f"{kept.filename} cannot come in yet",
            "sub": f"{faults} must be mended in the file first. Nothing was saved.",
        }
    if found.is_open:
        open_points = counted(len(found.questions) + len(found.proposed), "name")
        return {
            "title": f"{open_points} in {kept.filename} must be settled first",
            "sub": "Names are asked, not guessed. Nothing is saved before all are settled.",
        }
    if not found.total_changes:
        return {
            "title": f"{kept.filename} changes nothing",
            "sub": "All of it is in already. You may discard it.",
        }
    changes = counted(found.total_changes, "change")
    return {
        "title": f"{kept.filename} would make {changes}",
        "sub": "Nothing is saved before you import it, and then all of it at once.",
    }


@require_POST
@login_required
def apply(request: UserRequest, program_id: int, upload_id: int) -> HttpResponse:
    """Import a kept file, all or nothing."""
    kept = upload_in(request, program_id, upload_id)
    answers = read_answers(request.POST)
    try:
        done = apply_upload(upload=kept, actor=request.user, answers=answers)
    except AlreadyDecided:
        messages.info(request, f"{kept.filename} was decided before, perhaps in another window.")
        return redirect("scheduling:upload", program_id)
    if not done.can_apply:
        return _preview_page(request, kept, done, answers)
    told = _turn_to(request, program_id, done.year)
    messages.success(request, f"{kept.filename} is imported: {counted(done.total_changes, 'change')}.{told}")
    return redirect("scheduling:dashboard", program_id)


def _turn_to(request: UserRequest, program_id: int, year: AcademicYear | None) -> str:
    """Work on the year that a file was about; what to say of it, nothing where it was worked on before."""
    before = managed_scope(request, program_id).year
    if year is None or before is None or year.pk == before.pk:
        return ""
    choose(request, year)
    return f" It is about {year}, so the pages show {year} now; choose {before} at the top to go back to it."


@require_POST
@login_required
def discard(request: UserRequest, program_id: int, upload_id: int) -> HttpResponse:
    """Let go of a kept file."""
    kept = upload_in(request, program_id, upload_id)
    try:
        discard_upload(upload=kept)
    except AlreadyDecided:
        messages.info(request, f"{kept.filename} was decided before, perhaps in another window.")
    else:
        messages.success(request, f"{kept.filename} is discarded. Nothing was changed.")
    return redirect("scheduling:upload", program_id)


@require_safe
@login_required
def template(request: UserRequest, program_id: int) -> HttpResponse:
    """A workbook of invented people that shows the layout and imports as it is."""
    scope = managed_scope(request, program_id)
    content = write_template(scope.program.name)
    name = "connectedness-template.xlsx"
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
