from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Somebody', max_length=60)),
                ('motto', models.CharField(blank=True, max_length=200)),
                ('visits', models.PositiveIntegerField(default=0)),
                ('seen_at', models.DateTimeField(auto_now=True)),
            ],
        ),
    ]
