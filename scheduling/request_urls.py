"""What residents and coaches ask for themselves, under /requests/."""

from django.urls import path

from scheduling.views.requests import leave, mine, out, swaps

app_name = "requests"

urlpatterns = [
    path("", mine.requests, name="requests"),
    path("contact/", mine.contact, name="contact"),
    path("out/", out.out, name="out"),
    path("out/<int:own_disruption_id>/back/", out.back, name="out_back"),
    path("leave/", leave.leave, name="leave"),
    path("leave/<int:leave_request_id>/withdraw/", leave.withdraw, name="leave_withdraw"),
    path("swaps/", swaps.pick, name="swap_pick"),
    path("swaps/for/<int:clinic_id>/", swaps.choose, name="swap_choose"),
    path("swaps/<int:swap_id>/", swaps.swap, name="swap"),
    path("swaps/<int:swap_id>/step/", swaps.step, name="swap_step"),
]
