"""The hospital's own sign-in, by OpenID Connect or SAML: the library's, stricter, and only for those invited."""
