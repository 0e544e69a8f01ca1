from django.db import models


class Profile(models.Model):
    name = models.CharField(max_length=60, default="Somebody")
    motto = models.CharField(max_length=200, blank=True)
    visits = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(auto_now=True)
