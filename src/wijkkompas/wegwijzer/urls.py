"""Addresses of this room (contracts.md)."""

from django.urls import path

from wijkkompas.wegwijzer.views import calling, finding, guides, helping, records, team

urlpatterns = [
    path("", finding.home, name="home"),
    path("zoek", finding.search, name="search"),
    path("gebied", finding.choose_area, name="choose_area"),
    path("onderwerp/<slug:code>", finding.domain, name="domain"),
    path("vraag/<slug:code>", finding.need, name="need"),
    path("hulp/<slug:slug>", finding.service, name="service"),
    path("hulp/<slug:slug>/klopt-niet", finding.report_mistake, name="report_mistake"),
    path("hulp/<slug:slug>/klopt-niet/dank", finding.mistake_reported, name="mistake_reported"),
    path("wijk/<str:code>", finding.area, name="area"),
    path("nu-open", finding.open_now, name="open_now"),
    path("weg", finding.leave, name="leave"),
    path("gevaar", finding.crisis, name="crisis"),
    path("bel-mij", calling.start, name="call_start"),
    path("bel-mij/controleren", calling.check, name="call_check"),
    path("bel-mij/stop", calling.stop, name="call_stop"),
    path("bel-mij/<slug:step>", calling.step, name="call_step"),
    path("volg", calling.follow, name="follow"),
    path("ik-help", helping.helping, name="helping"),
    path("ik-help/wis", helping.forget, name="helping_forget"),
    path("beheer/meldingen", records.corrections, name="corrections"),
    path("beheer/meldingen/<uuid:correction_id>", records.correction, name="correction"),
    path("stappenplan/<slug:slug>", guides.handbook, name="handbook"),
    path("thema/<slug:slug>", guides.theme, name="theme"),
    path("start", team.start, name="start"),
    path("team", team.inbox, name="team"),
    path("team/te-laat", team.overdue, name="team_overdue"),
    path("team/vraag/<uuid:request_id>", team.question, name="team_question"),
    path("team/vraag/<uuid:request_id>/brief", team.letter, name="team_letter"),
    path("team/vraag/<uuid:request_id>/<slug:deed>", team.deed, name="team_deed"),
    path("team/brief/<uuid:message_id>.pdf", team.letter_as_pdf, name="team_letter_pdf"),
    path("team/brief/<uuid:message_id>/weg", team.letter_posted, name="team_letter_posted"),
]
