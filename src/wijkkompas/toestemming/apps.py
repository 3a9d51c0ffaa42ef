"""Django's name for this room."""

from django.apps import AppConfig


class ToestemmingConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.toestemming"
    label = "toestemming"
    default_auto_field = "django.db.models.BigAutoField"
