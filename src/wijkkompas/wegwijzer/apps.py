"""Django's name for this room."""

from django.apps import AppConfig


class WegwijzerConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.wegwijzer"
    label = "wegwijzer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Which texts of this room are translated."""
        from wijkkompas.wegwijzer import translating
        from wijkkompas.wegwijzer.guides import translating as guides

        translating.register()
        guides.register()
