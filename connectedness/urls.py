"""Every address of the installation."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from connectedness.accounts.views import addresses_come_from_the_program, end_session
from connectedness.landing.views import home, switch_role
from connectedness.web import kept
from connectedness.web.icon import favicon
from scheduling.views import glass, notices, trail

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("favicon.ico", favicon),
    path("kept-pages.js", kept.worker),
    path("keep-pages/", kept.choose, name="keep_pages"),
    path("role/", switch_role, name="switch_role"),
    path("", include("coaching.urls")),
    path("site/trail/", trail.of_site, name="site_trail"),
    path("site/trail/export/", trail.export_of_site, name="site_trail_export"),
    path("site/glass/", glass.glass, name="glass"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("notices/<int:program_id>/", notices.choose, name="notices_choose"),
    path("requests/", include("scheduling.request_urls")),
    path("", include("connectedness.joining.urls")),
    path("programs/<int:program_id>/", include("scheduling.urls")),
    path("accounts/email/", addresses_come_from_the_program),
    path("accounts/sessions/<int:session_id>/end/", end_session, name="end_session"),
    path("accounts/", include("connectedness.sso.saml_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
