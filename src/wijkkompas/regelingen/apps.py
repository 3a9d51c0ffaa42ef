"""Django's name for this room."""

from django.apps import AppConfig


class RegelingenConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.regelingen"
    label = "regelingen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What this room shows on pages of other rooms."""
        from wijkkompas.kern import panels
        from wijkkompas.regelingen import shown_elsewhere

        panels.register("home", shown_elsewhere.on_home)
        panels.register("domain", shown_elsewhere.on_domain)
        panels.register("need", shown_elsewhere.on_need)
