"""The demonstration's outgoing mail, which never leaves the machine."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse

from thidua.core.http import Request, page, requires
from thidua.notifications import queries

ON_A_PAGE = 10


@requires("notifications.view_sent_mail", methods=("GET",))
def mail_list(request: Request) -> HttpResponse:
    if not settings.DEMO:  # elsewhere mail goes to its readers, and there is no such page
        raise Http404
    mails = Paginator(queries.visible_mails(request.actor), ON_A_PAGE).get_page(request.GET.get("trang"))
    return page(request, "notifications/mail_list.html", mails=mails)
