"""What can have happened: a fixed list, so that it can be searched. The stored words are only ever added to."""

from django.db import models


class EventKind(models.TextChoices):
    """One kind of event, with the words the page says for it."""

    IMPORTED = "imported", "Imported a file"
    RUN_REQUESTED = "run_requested", "Asked for a schedule"
    RUN_STOPPED = "run_stopped", "Stopped a run"
    RUN_DISCARDED = "run_discarded", "Put a run away"
    RUN_KEPT = "run_kept", "Brought a run back"
    DRAFT_MADE = "draft_made", "Made a draft"
    SCHEDULE_EDITED = "schedule_edited", "Changed a schedule"
    BLOCKS_EDITED = "blocks_edited", "Changed the block schedule"
    HALF_DAYS_CHANGED = "half_days_changed", "Changed faculty half-days"
    LEAVE_CHANGED = "leave_changed", "Changed leave"
    PUBLISHED = "published", "Published a schedule"
    SCHEDULE_EXPORTED = "schedule_exported", "Exported a schedule"
    DRAFT_DISCARDED = "draft_discarded", "Threw a draft away"
    PAIRING_BEGUN = "pairing_begun", "Began pairings"
    PAIRING_WISHED = "pairing_wished", "Noted a wish or an exclusion for pairing"
    PAIRING_UNWISHED = "pairing_unwished", "Took back a wish or an exclusion for pairing"
    FEED_MADE = "feed_made", "Made a calendar feed"
    FEED_REVOKED = "feed_revoked", "Revoked a calendar feed"
    FEEDS_RENEWED = "feeds_renewed", "Gave all feeds new addresses"

    RECORD_READ = "record_read", "Opened a record"
    GLASS_BROKEN = "glass_broken", "Broke the glass of a record"
    TRAIL_EXPORTED = "trail_exported", "Exported the trail"
    TRAIL_PRUNED = "trail_pruned", "Removed old events"

    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Failed to sign in"
    SIGNED_OUT = "signed_out", "Signed out"
    SESSION_ENDED = "session_ended", "Ended a session"
    PASSWORD_CHANGED = "password_changed", "Changed a password"  # a word, not a password
    MFA_ADDED = "mfa_added", "Added a second factor"
    MFA_REMOVED = "mfa_removed", "Removed a second factor"
    SSO_LINKED = "sso_linked", "Linked single sign-on"

    ACCOUNT_OPENED = "account_opened", "Opened an account"
    ACCOUNT_CLOSED = "account_closed", "Closed an account"
    ACCOUNT_REOPENED = "account_reopened", "Opened an account again"
    ROLE_GIVEN = "role_given", "Gave a role"
    ROLE_TAKEN = "role_taken", "Took a role away"
    INVITED = "invited", "Invited somebody"
    INVITATION_ACCEPTED = "invitation_accepted", "Accepted an invitation"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Withdrew an invitation"
    PERSON_LINKED = "person_linked", "Linked a user to the roster"
    SETTINGS_CHANGED = "settings_changed", "Changed settings"
    PERSON_CHANGED = "person_changed", "Changed a person"
    ACCOUNT_CHANGED = "account_changed", "Changed an account"
