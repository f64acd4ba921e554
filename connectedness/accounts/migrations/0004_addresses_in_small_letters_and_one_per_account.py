from django.db import migrations
from django.db.models import F
from django.db.models.functions import Lower


def keep_one(apps, schema_editor):
    """An address that an administrator changed once may have left the old one behind, and that one signed in."""
    users = apps.get_model("accounts", "User").objects
    users.exclude(email=Lower("email")).update(email=Lower("email"))
    apps.get_model("account", "EmailAddress").objects.exclude(email__iexact=F("user__email")).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_roles_end_and_sessions_can_be_ended"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(keep_one, migrations.RunPython.noop)]
