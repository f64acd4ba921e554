"""The coordinator's pages, under /programs/<program_id>/."""

from django.urls import path

from scheduling.views import (
    blocks,
    dashboard,
    faculty,
    grid,
    leave,
    leave_ending,
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
    path("faculty/", faculty.overview, name="faculty"),
    path("faculty/steps/", faculty.steps, name="faculty_steps"),
    path("faculty/<int:faculty_id>/", faculty.member, name="faculty_member"),
    path("faculty/<int:faculty_id>/half-day/", faculty.save_half_day, name="faculty_half_day"),
    path("faculty/<int:faculty_id>/limits/", faculty.save_limits, name="faculty_limits"),
    path("faculty/<int:faculty_id>/dates/", faculty.save_date, name="faculty_date"),
    path("faculty/<int:faculty_id>/leave/", faculty.save_leave, name="faculty_leave"),
    path("leave/", leave.leave, name="leave"),
    path("leave/end/", leave_ending.end_leave, name="leave_end"),
    path("leave/delete/", leave_ending.delete_leave, name="leave_delete"),
    path("leave/steps/", leave.leave_steps, name="leave_steps"),
    path("blocks/", blocks.blocks, name="blocks"),
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
