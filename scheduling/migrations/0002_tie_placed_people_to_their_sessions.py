from django.db import migrations

from scheduling.ties import tie, untie


class Migration(migrations.Migration):
    """Date and half-day of a placed person are the session's own, raw SQL included."""

    dependencies = [("scheduling", "0001_programs_people_schedules_and_runs")]

    operations = [migrations.RunPython(tie, untie)]
