"""In front of the library's own addresses of SAML, which stay as they are."""

from django.urls import path

from connectedness.sso import views

urlpatterns = [
    path("saml/<str:organization_slug>/login/", views.saml_login),
    path("saml/<str:organization_slug>/acs/", views.saml_acs),
    path("saml/<str:organization_slug>/acs/finish/", views.saml_finish),
    path("saml/<str:organization_slug>/metadata/", views.saml_metadata),
]
