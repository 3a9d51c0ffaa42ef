"""Django's name for this room."""

from django.apps import AppConfig


class WijkteamConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.wijkteam"
    label = "wijkteam"
    default_auto_field = "django.db.models.BigAutoField"
