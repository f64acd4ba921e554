from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0023_changes_of_a_years_data_leave_a_mark'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['session', 'schedule'], name='assignment_in_session'),
        ),
        migrations.AddIndex(
            model_name='precepting',
            index=models.Index(fields=['session', 'schedule'], name='precepting_in_session'),
        ),
    ]
