"""What is done after the answer: mail with a link, to people invited and to those who forgot their password."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from thidua.org import actions
from thidua.org.access import queries
from thidua.org.models import User

log = logging.getLogger(__name__)
# By whether the person has a password yet: subject of the mail, page that its link leads to.
WORDS = {
    True: ("Đặt lại mật khẩu Thi Đua Số", "org:password_choose"),
    False: ("Kích hoạt tài khoản Thi Đua Số", "org:account_activate"),
}


@task()
def send_link_mail(person_id: int) -> bool:
    """Make a link and mail it; whether it went out. The queue holds the person's id only, never the secret."""
    person = User.objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    at = timezone.now()
    secret = actions.request_reset_link(person, at=at) if person else None
    if person is None or secret is None:
        return False
    subject, name = WORDS[person.has_usable_password()]
    link = settings.BASE_URL.rstrip("/") + reverse(name, args=[secret])
    made = queries.standing_link(person, at=at)
    told = {"person": person, "link": link, "expires_at": made.expires_at if made else at}
    body = render_to_string("org/link_mail.txt", told)
    try:
        send_mail(subject, body, None, [person.email])
    except (OSError, SMTPException):
        # A mail server that is away costs a mail, not the page: the administrator can still print a link.
        log.exception("mail of a reset link failed for person %s", person_id)
        return False
    return True
