from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("scheduling", "0005_programs_set_their_days_of_notice"),
        ("trail", "0002_take_over_the_events_of_schedules"),
    ]

    operations = [migrations.DeleteModel(name="ScheduleEvent")]
