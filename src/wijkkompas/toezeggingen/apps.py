"""Django's name for this room."""

from django.apps import AppConfig


class ToezeggingenConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.toezeggingen"
    label = "toezeggingen"
    default_auto_field = "django.db.models.BigAutoField"
