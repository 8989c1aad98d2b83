"""Pages of this app."""

from thidua.notifications.views.mails import mail_list
from thidua.notifications.views.notices import notice_list, notice_open, notice_read_all

__all__ = ["mail_list", "notice_list", "notice_open", "notice_read_all"]
