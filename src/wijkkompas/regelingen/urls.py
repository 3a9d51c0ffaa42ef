"""Addresses of this room (contracts.md). Fixed words go before the key of a scheme."""

from django.urls import path

from wijkkompas.regelingen.views import asking, calling, results, schemes, what_if

urlpatterns = [
    path("regelingen", asking.start, name="regelingen"),
    path("regelingen/vraag/<slug:name>", asking.question, name="regelingen_question"),
    path("regelingen/verder", asking.go_on, name="regelingen_go_on"),
    path("regelingen/wis", asking.forget, name="regelingen_forget"),
    path("regelingen/uitkomst", results.result, name="regelingen_result"),
    path("regelingen/uitkomst/blad", results.as_pdf, name="regelingen_pdf"),
    path("regelingen/heb-ik", results.have, name="regelingen_have"),
    path("regelingen/hulp", calling.ask, name="regelingen_help"),
    path("regelingen/wat-als", what_if.what_if, name="regelingen_what_if"),
    path("regelingen/<slug:key>", schemes.scheme, name="regelingen_scheme"),
]
