from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_addresses_in_small_letters_and_one_per_account'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='chosen_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
