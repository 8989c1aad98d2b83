"""What is done after the answer: mail to people who forgot their password."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from thidua.org import actions
from thidua.org.models import User

log = logging.getLogger(__name__)


@task()
def send_reset_mail(person_id: int) -> bool:
    """Make a link and mail it; whether it went out. The queue holds the person's id only, never the secret."""
    person = User.objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    secret = actions.request_reset_link(person, at=timezone.now()) if person else None
    if person is None or secret is None:
        return False
    link = settings.BASE_URL.rstrip("/") + reverse("org:password_choose", args=[secret])
    body = render_to_string("org/reset_mail.txt", {"person": person, "link": link})
    try:
        send_mail("Đặt lại mật khẩu Thi Đua Số", body, None, [person.email])
    except (OSError, SMTPException):
        # A mail server that is away costs a mail, not the page: the administrator can still print a link.
        log.exception("mail of a reset link failed for person %s", person_id)
        return False
    return True
