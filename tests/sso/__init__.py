"""Signing in by the hospital: OpenID Connect and SAML, against providers that the tests start."""
