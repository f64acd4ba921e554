from django.db import migrations

from connectedness.trail.guards import guard


class Migration(migrations.Migration):

    dependencies = [("trail", "0003_the_database_refuses_changes")]

    # There is no way back: it would take the guards down and then drop the events.
    operations = [migrations.RunPython(guard)]
