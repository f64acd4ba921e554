from django.db import migrations, models

from scheduling.marks import begin_marking, end_marking


class Migration(migrations.Migration):
    """The database says when what describes a year has changed, so that what was made of it can be kept until then."""

    dependencies = [("scheduling", "0022_swaps_close_some_days_before")]

    operations = [
        migrations.CreateModel(
            name="DataMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("token", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(begin_marking, end_marking),
    ]
