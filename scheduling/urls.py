"""The coordinator's pages, under /programs/<program_id>/."""

from django.urls import path

from scheduling.views import (
    blocks,
    dashboard,
    grid,
    pairing,
    pairing_wishes,
    people,
    publishing,
    runs,
    schedules,
    trail,
    uploads,
    years,
)

app_name = "scheduling"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("year/", years.choose_year, name="choose_year"),
    path("uploads/", uploads.upload, name="upload"),
    path("uploads/template.xlsx", uploads.template, name="template"),
    path("uploads/<int:upload_id>/", uploads.preview, name="upload_preview"),
    path("uploads/<int:upload_id>/apply/", uploads.apply, name="upload_apply"),
    path("uploads/<int:upload_id>/discard/", uploads.discard, name="upload_discard"),
    path("people/", people.people, name="people"),
    path("blocks/", blocks.blocks, name="blocks"),
    path("pairing/", pairing.board, name="pairing"),
    path("pairing/plan/", pairing.plan, name="pairing_plan"),
    path("pairing/undo/", pairing.undo, name="pairing_undo"),
    path("pairing/redo/", pairing.redo, name="pairing_redo"),
    path("pairing/begin/", pairing.begin, name="pairing_begin"),
    path("pairing/ask/", pairing.ask, name="pairing_ask"),
    path("pairing/wishes/", pairing_wishes.wishes, name="pairing_wishes"),
    path("pairing/wishes/<int:wish_id>/remove/", pairing_wishes.remove, name="pairing_wish_remove"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/stop/", runs.stop, name="run_stop"),
    path("runs/<int:run_id>/draft/", runs.draft, name="run_draft"),
    path("schedules/", schedules.schedules, name="schedules"),
    path("grid/", grid.grid, name="grid"),
    path("schedules/<int:schedule_id>/grid/", grid.grid, name="grid"),
    path("trail/", trail.of_program, name="trail"),
    path("trail/export/", trail.export_of_program, name="trail_export"),
    path("publish/", publishing.publish, name="publish"),
    path("schedules/<int:schedule_id>/publish/", publishing.publish, name="publish"),
]
