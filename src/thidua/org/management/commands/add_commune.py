"""`thidua add_commune NAME …`: a further commune on this server."""

import getpass
import os
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from thidua.core.errors import DomainError
from thidua.org import actions
from thidua.org.models import Unit


class Command(BaseCommand):
    help = (
        "Adds a commune with its first administrator. The password is asked for, or read from THIDUA_NEW_PASSWORD. "
        "Communes share nothing: units, people, movements and files of one are invisible to the others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="full name with its kind, e.g. 'phường Nam Đồng'")
        parser.add_argument(
            "--slug", default="", help="name of the public pages; made from the name if left out"
        )
        parser.add_argument("--place", required=True, help="place in the head of documents: 'Nam Đồng'")
        parser.add_argument("--issuer", required=True, help="e.g. 'Ủy ban nhân dân phường Nam Đồng'")
        parser.add_argument("--parent-issuer", required=True, help="'Ủy ban nhân dân thành phố Hải Phòng'")
        parser.add_argument("--province", required=True, help="'thành phố Hải Phòng'")
        parser.add_argument(
            "--founded-on", type=date.fromisoformat, default=date(2025, 7, 1), help="2025-07-01"
        )
        parser.add_argument("--full-name", required=True, help="name of the first administrator")
        parser.add_argument("--username", required=True)
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("THIDUA_NEW_PASSWORD") or getpass.getpass("Mật khẩu của quản trị: ")
        try:
            root = self._found(options, password)
        except DomainError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Đã lập {root.name}, trang công khai /{root.commune_profile.slug}/.")

    @transaction.atomic
    def _found(self, options: dict[str, Any], password: str) -> Unit:
        at = timezone.now()
        facts = ("name", "slug", "place", "issuer", "parent_issuer", "province", "founded_on")
        root = actions.found_commune(**{fact: options[fact] for fact in facts}, at=at)
        person = {fact: options[fact] for fact in ("full_name", "username", "email")}
        actions.appoint_first_administrator(root, **person, password=password, at=at)
        return root
