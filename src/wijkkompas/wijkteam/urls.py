"""Addresses of this room (contracts.md)."""

from django.urls import path

from wijkkompas.wijkteam.casework import views as casework

urlpatterns = [
    # the case (casework)
    path("team/zaken", casework.case_list, name="team_cases"),
    path("team/zaak/<uuid:case_id>", casework.case, name="team_case"),
    path("team/zaak/<uuid:case_id>.<slug:form>", casework.case_file, name="team_case_file"),
    path("team/zaak/<uuid:case_id>/namen", casework.names, name="team_case_names"),
    path("team/zaak/<uuid:case_id>/schrijf/<slug:deed>", casework.write, name="team_case_write"),
    path("team/zaak/<uuid:case_id>/klaar/<slug:what>/<uuid:row_id>", casework.finish, name="team_case_finish"),
    path("team/zaak/<uuid:case_id>/herstel/<uuid:note_id>", casework.correct, name="team_case_correct"),
]
