"""How people get their roles: invitations, joining, the roster's rows; and who may give which."""
