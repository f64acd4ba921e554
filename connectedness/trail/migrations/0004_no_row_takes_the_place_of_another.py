from django.db import migrations

from connectedness.trail.guards import guard


class Migration(migrations.Migration):

    dependencies = [("trail", "0003_the_database_refuses_changes")]

    # Backwards the guards stay: 0003 takes all of them down.
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
