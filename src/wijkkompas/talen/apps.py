"""Django's name for this room."""

from django.apps import AppConfig


class TalenConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.talen"
    label = "talen"
    default_auto_field = "django.db.models.BigAutoField"
