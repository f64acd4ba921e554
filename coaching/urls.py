"""The pages of residents, coaches, nurses and directors, and the calendar feeds."""

from django.urls import path

from coaching.views import (
    coaches,
    feeds,
    meeting,
    meetings,
    nurses,
    programs,
    pulse,
    pulse_rounds,
    records,
    residents,
    teams,
)
from scheduling.views import published

app_name = "coaching"

urlpatterns = [
    path("me/", residents.home, name="resident_home"),
    path("me/record/", records.own, name="own_record"),
    path("me/record/download/", records.download, name="own_record_download"),
    path("me/record/seen/<int:glass_id>/", records.seen, name="glass_seen"),
    path("programs/<int:program_id>/schedule/", published.published, name="published"),
    path("programs/<int:program_id>/residents/<int:resident_id>/", records.of_resident, name="record"),
    path("me/seen/", residents.looked, name="home_seen"),
    path("me/agenda/", residents.agenda, name="resident_agenda"),
    path("me/year/", residents.year, name="my_year"),
    path("me/calendar/", residents.calendar, name="resident_calendar"),
    path("panel/", coaches.home, name="coach_home"),
    path("panel/calendar/", coaches.calendar, name="coach_calendar"),
    path("panel/agenda/", coaches.agenda, name="coach_agenda"),
    path("panel/years/", coaches.years, name="coach_years"),
    path("panel/leave/", coaches.leave, name="coach_leave"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/with/<int:resident_id>/", meetings.new, name="meeting_new"),
    path("meetings/<int:meeting_id>/", meeting.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/draft/", meeting.draft, name="meeting_draft"),
    path("meetings/<int:meeting_id>/private/", meeting.private, name="meeting_private"),
    path("meetings/<int:meeting_id>/step/", meeting.step, name="meeting_step"),
    path("meetings/<int:meeting_id>/move/", meeting.move_it, name="meeting_move"),
    path("pulse/", pulse.mine, name="pulse_mine"),
    path("pulse/answer/<str:token>/", pulse.answer_page, name="pulse_answer"),
    path("pulse/thanks/", pulse.thanks, name="pulse_thanks"),
    path("panel/pulse/", pulse.of_coach, name="pulse_of_coach"),
    path("programs/<int:program_id>/pulse/", pulse_rounds.pulse, name="pulse"),
    path("programs/<int:program_id>/pulse/plan/", pulse_rounds.plan, name="pulse_plan"),
    path(
        "programs/<int:program_id>/pulse/questions/", pulse_rounds.new_questions, name="pulse_questions_new"
    ),
    path("pulse/questions/<int:instrument_id>/", pulse_rounds.questions, name="pulse_questions"),
    path("pulse/rounds/<int:round_id>/", pulse_rounds.one, name="pulse_round"),
    path("pulse/rounds/<int:round_id>/step/", pulse_rounds.step, name="pulse_step"),
    path("teams/", teams.mine, name="teams"),
    path("teams/week/", nurses.week, name="team_week"),
    path("teams/week/away/", nurses.away, name="team_away"),
    path("in-clinic/", programs.who_is_in, name="in_clinic"),
    path("figures/", programs.figures, name="figures"),
    path("feed/", feeds.page, name="feed"),
    path("feed/address/", feeds.address, name="feed_address"),
    path("feed/make/", feeds.make, name="feed_make"),
    path("feed/<int:feed_id>/renew/", feeds.renew, name="feed_renew"),
    path("feed/<int:feed_id>/teams/", feeds.teams, name="feed_teams"),
    path("feed/<int:feed_id>/revoke/", feeds.revoke, name="feed_revoke"),
    path("feeds/<str:token>.ics", feeds.file, name="feed_file"),
]
