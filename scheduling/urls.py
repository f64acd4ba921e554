"""The coordinator's pages, under /programs/<program_id>/."""

from django.urls import path

from scheduling.views import (
    block_edits,
    blocks,
    dashboard,
    grid,
    people,
    publishing,
    runs,
    schedules,
    trail,
    uploads,
    workbench,
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
    path("blocks/edit/", block_edits.edit, name="blocks_edit"),
    path("blocks/undo/", block_edits.undo, name="blocks_undo"),
    path("blocks/redo/", block_edits.redo, name="blocks_redo"),
    path("blocks/checks/", blocks.checks, name="blocks_checks"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/stop/", runs.stop, name="run_stop"),
    path("runs/<int:run_id>/draft/", runs.draft, name="run_draft"),
    path("schedules/", schedules.schedules, name="schedules"),
    path("grid/", grid.grid, name="grid"),
    path("schedules/<int:schedule_id>/grid/", grid.grid, name="grid"),
    path("schedules/<int:schedule_id>/price/", workbench.price, name="price"),
    path("schedules/<int:schedule_id>/why/", workbench.why, name="why"),
    path("schedules/<int:schedule_id>/fits/", workbench.fits, name="fits"),
    path("schedules/<int:schedule_id>/history/", workbench.history, name="history"),
    path("schedules/<int:schedule_id>/edits/", workbench.edits, name="edits"),
    path("schedules/<int:schedule_id>/undo/", workbench.undo, name="undo"),
    path("schedules/<int:schedule_id>/redo/", workbench.redo, name="redo"),
    path("schedules/<int:schedule_id>/here/", workbench.here, name="here"),
    path("trail/", trail.of_program, name="trail"),
    path("trail/export/", trail.export_of_program, name="trail_export"),
    path("publish/", publishing.publish, name="publish"),
    path("schedules/<int:schedule_id>/publish/", publishing.publish, name="publish"),
]
