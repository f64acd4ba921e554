"""Who has access, under /programs/<program_id>/access/, and the links of invitations."""

from django.urls import path

from connectedness.joining.views import access, joining

app_name = "joining"

urlpatterns = [
    path("programs/<int:program_id>/access/", access.access, name="access"),
    path("programs/<int:program_id>/access/invite/", access.invite_one, name="invite"),
    path("programs/<int:program_id>/access/roster/", access.invite_roster, name="roster"),
    path("programs/<int:program_id>/access/<int:membership_id>/end/", access.end, name="end"),
    path("programs/<int:program_id>/access/<str:role>/<int:person_id>/stay/", access.they_stay, name="stay"),
    path(
        "programs/<int:program_id>/access/invitations/<int:invitation_id>/send/",
        access.send_again,
        name="send_again",
    ),
    path(
        "programs/<int:program_id>/access/invitations/<int:invitation_id>/withdraw/",
        access.withdraw_one,
        name="withdraw",
    ),
    path("join/<str:token>/", joining.join, name="join"),
]
