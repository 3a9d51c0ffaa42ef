"""Django's name for this room."""

from django.apps import AppConfig


class WijkteamConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.wijkteam"
    label = "wijkteam"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What this room shows on pages of other rooms."""
        from wijkkompas.kern import panels
        from wijkkompas.wijkteam.intake import signals as beginnings
        from wijkkompas.wijkteam.myfile.panel import on_case
        from wijkkompas.wijkteam.pulse.views import on_team as pulse_on_team
        from wijkkompas.wijkteam.signals import shown_elsewhere
        from wijkkompas.wijkteam.signals.beginning import start_of

        panels.register("home", shown_elsewhere.on_home)
        panels.register("team", shown_elsewhere.on_team)
        panels.register("team", pulse_on_team)
        panels.register("team_question", shown_elsewhere.on_question)
        panels.register("follow", shown_elsewhere.on_follow)
        beginnings.register(start_of)
        panels.register("case", on_case)
