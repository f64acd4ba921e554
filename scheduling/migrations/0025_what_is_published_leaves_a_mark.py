from django.db import migrations

from scheduling.marks import begin_marking


class Migration(migrations.Migration):
    """A version that is published, or no longer is, leaves a mark as well. Going back drops all triggers with 0023."""

    dependencies = [("scheduling", "0024_who_is_in_a_session_is_found_at_once")]

    operations = [migrations.RunPython(begin_marking, migrations.RunPython.noop)]
