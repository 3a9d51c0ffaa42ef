"""Addresses of this room (contracts.md)."""

from django.urls import path

from wijkkompas.wijkteam.casework import views as casework
from wijkkompas.wijkteam.consent import views as consent
from wijkkompas.wijkteam.destroying import views as destroying
from wijkkompas.wijkteam.glass import views as glass
from wijkkompas.wijkteam.household import views as household
from wijkkompas.wijkteam.intake import views as intake
from wijkkompas.wijkteam.meldcode import views as meldcode
from wijkkompas.wijkteam.myfile import desk
from wijkkompas.wijkteam.myfile import views as myfile
from wijkkompas.wijkteam.pulse import views as pulse
from wijkkompas.wijkteam.signals.views import reporting, working

urlpatterns = [
    # the case (casework)
    path("team/zaken", casework.case_list, name="team_cases"),
    path("team/zaak/<uuid:case_id>", casework.case, name="team_case"),
    path("team/zaak/<uuid:case_id>.<slug:form>", casework.case_file, name="team_case_file"),
    path("team/zaak/<uuid:case_id>/namen", casework.names, name="team_case_names"),
    path("team/zaak/<uuid:case_id>/schrijf/<slug:deed>", casework.write, name="team_case_write"),
    path("team/zaak/<uuid:case_id>/klaar/<slug:what>/<uuid:row_id>", casework.finish, name="team_case_finish"),
    path("team/zaak/<uuid:case_id>/herstel/<uuid:note_id>", casework.correct, name="team_case_correct"),
    # the first talk and notifications (intake)
    path("team/zaak/nieuw", intake.talk, name="team_intake"),
    path("team/zaak/nieuw/concept", intake.keep_draft, name="team_intake_keep"),
    path("team/zaak/nieuw/wis", intake.forget_draft, name="team_intake_forget"),
    path("team/zaak/<uuid:case_id>/melding", intake.notify, name="team_notify"),
    path("team/zaak/<uuid:case_id>/melding/<uuid:notification_id>", intake.notification, name="team_notification"),
    path(
        "team/zaak/<uuid:case_id>/melding/<uuid:notification_id>/brief", intake.letter, name="team_notification_letter"
    ),
    path(
        "team/zaak/<uuid:case_id>/melding/<uuid:notification_id>/<slug:deed>",
        intake.note,
        name="team_notification_note",
    ),
    # sharing, secrecy, agreement (consent)
    path("team/zaak/<uuid:case_id>/delen", consent.sharing, name="team_sharing"),
    path("team/zaak/<uuid:case_id>/delen/<uuid:share_id>", consent.one, name="team_share"),
    path("team/zaak/<uuid:case_id>/delen/<uuid:share_id>/stop", consent.stop, name="team_share_stop"),
    path("team/zaak/<uuid:case_id>/delen/<uuid:share_id>/spreken", consent.release, name="team_release"),
    path(
        "team/zaak/<uuid:case_id>/delen/<uuid:share_id>/spreken/<uuid:release_id>/stop",
        consent.release_over,
        name="team_release_over",
    ),
    path("team/zaak/<uuid:case_id>/hulp", consent.agree, name="team_agree"),
    path("team/zaak/<uuid:case_id>/hulp/<uuid:agreement_id>/stop", consent.agreement_over, name="team_agreement_over"),
    # who belongs together (household)
    path("team/zaak/<uuid:case_id>/huishouden", household.household, name="team_household"),
    path("team/zaak/<uuid:case_id>/huishouden/<slug:deed>", household.write, name="team_household_write"),
    path(
        "team/zaak/<uuid:case_id>/huishouden/<slug:deed>/<uuid:row_id>", household.change, name="team_household_change"
    ),
    # the end of a case, for the municipality (destroying)
    path("beheer/vernietigen", destroying.lists, name="destruction_lists"),
    path("beheer/vernietigen/<uuid:list_id>", destroying.one, name="destruction_list"),
    path("beheer/vernietigen/<uuid:list_id>/houd", destroying.keep_off, name="destruction_keep_off"),
    path("beheer/vernietigen/<uuid:list_id>/ja", destroying.say_yes, name="destruction_yes"),
    path("beheer/vernietigen/<uuid:list_id>/verklaring", destroying.declaration, name="destruction_declaration"),
    # the Meldcode, for who works on it
    path("team/zaak/<uuid:case_id>/meldcode", meldcode.track, name="team_meldcode"),
    path("team/zaak/<uuid:case_id>/meldcode/stap", meldcode.write, name="team_meldcode_write"),
    path("team/zaak/<uuid:case_id>/meldcode/wie", meldcode.invite, name="team_meldcode_invite"),
    # the call after a case closed (pulse)
    path("team/pols", pulse.call_list, name="team_pulse"),
    path("team/pols/<uuid:call_id>", pulse.call, name="team_pulse_call"),
    path("team/pols/<uuid:call_id>/<slug:deed>", pulse.deed, name="team_pulse_deed"),
    # signals
    path("signaal", reporting.start, name="signal"),
    path("signaal/controleren", reporting.check, name="signal_check"),
    path("signaal/stop", reporting.stop, name="signal_stop"),
    path("signaal/<slug:step>", reporting.step, name="signal_step"),
    path("team/signalen", working.inbox, name="team_signals"),
    path("team/signalen/nieuw", working.enter, name="enter_signal"),
    path("team/signalen/<uuid:signal_id>", working.signal, name="team_signal"),
    path("team/signalen/<uuid:signal_id>/melder", working.reporter, name="team_signal_reporter"),
    path("team/signalen/<uuid:signal_id>/dossier", working.open_case, name="team_signal_case"),
    path("team/signalen/<uuid:signal_id>/sluit", working.close, name="team_signal_close"),
    path("team/signalen/<uuid:signal_id>/hoort-bij/<uuid:to>", working.join, name="team_signal_join"),
    path("team/signalen/<uuid:signal_id>/<slug:deed>", working.deed, name="team_signal_deed"),
    # the own file of a resident (myfile)
    path("mijn", myfile.overview, name="my_page"),
    path("mijn/dossier", myfile.overview, name="my_files"),
    path("mijn/code", myfile.claim, name="my_code"),
    path("mijn/dossier/<uuid:case_id>", myfile.file, name="my_file"),
    path("mijn/dossier/<uuid:case_id>.<slug:form>", myfile.download, name="my_file_download"),
    path("mijn/dossier/<uuid:case_id>/bewijs/<slug:part>", myfile.proof, name="my_file_proof"),
    path("mijn/dossier/<uuid:case_id>/vraag/<slug:kind>", myfile.ask, name="my_file_ask"),
    path("mijn/delen/<uuid:share_id>", myfile.share, name="my_share"),
    path("mijn/delen/<uuid:share_id>/stop", myfile.stop, name="my_share_stop"),
    path("team/zaak/<uuid:case_id>/identificeer", desk.identify, name="team_identify"),
    path("team/zaak/<uuid:case_id>/identificeer/<slug:deed>", desk.deed, name="team_identify_deed"),
    path("team/zaak/<uuid:case_id>/bewoner-vraagt", desk.requests, name="team_file_requests"),
    path("team/zaak/<uuid:case_id>/bewoner-vraagt/<uuid:request_id>", desk.answer, name="team_file_answer"),
    # breaking the glass (glass)
    path("team/noodtoegang", glass.emergency, name="team_glass"),
    path("team/noodtoegang/nakijken", glass.reviews, name="team_glass_reviews"),
    path("team/noodtoegang/nakijken/<uuid:glass_id>", glass.review, name="team_glass_review"),
]
