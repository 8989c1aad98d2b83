"""All pages. Public pages of a commune live under its name, at the very end, so that its slug cannot hide ours."""

from django.urls import include, path

urlpatterns = [
    # Addresses are tried one after the other, and none of ours hides another: first what all units ask for on one evening.
    path("", include("thidua.reporting.urls")),
    path("", include("thidua.core.urls")),
    path("", include("thidua.org.urls")),
    path("", include("thidua.documents.urls")),
    path("", include("thidua.notifications.urls")),
    path("", include("thidua.indicator.urls")),
    path("", include("thidua.movement.urls")),
    path("", include("thidua.tasks.urls")),
    path("", include("thidua.registers.urls")),
    path("", include("thidua.pledging.urls")),
    path("", include("thidua.outgoing.urls")),
    path("", include("thidua.urging.urls")),
    path("", include("thidua.composing.urls")),
    path("api/", include("thidua.api.urls")),
    path("", include("thidua.demo.urls")),
    path("", include("thidua.web.urls")),
]

handler400 = "thidua.core.views.errors.bad_request"
handler403 = "thidua.core.views.errors.refused"
handler404 = "thidua.core.views.errors.not_found"
handler500 = "thidua.core.views.errors.failed"
