"""Addresses for paper."""

from django.urls import path

from wijkkompas.wegwijzer.paper import views

urlpatterns = [
    path("print", views.show, name="print"),
    path("print/erbij", views.add, name="print_add"),
    path("print/wijzig", views.change, name="print_change"),
    path("print/blad", views.as_pdf, name="print_pdf"),
    path("print/bekijk", views.on_screen, name="print_screen"),
    path("wijk/<str:code>/gids", views.wijkgids, name="guide"),
]
