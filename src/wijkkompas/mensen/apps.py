"""Django's name for this room."""

from django.apps import AppConfig


class MensenConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.mensen"
    label = "mensen"
    default_auto_field = "django.db.models.BigAutoField"
