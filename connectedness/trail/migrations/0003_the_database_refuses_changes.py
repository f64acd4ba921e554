from django.db import migrations

from connectedness.trail.guards import guard, unguard


class Migration(migrations.Migration):

    dependencies = [("trail", "0002_take_over_the_events_of_schedules")]

    operations = [migrations.RunPython(guard, unguard)]
