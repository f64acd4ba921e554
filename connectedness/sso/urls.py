"""Found by the library beside the provider; under /accounts/."""

from django.urls import path

from connectedness.sso import views

urlpatterns = [
    path("oidc/<str:provider_id>/login/", views.oidc_login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.oidc_callback, name="openid_connect_callback"),
]
