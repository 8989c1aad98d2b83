"""`thidua verify_audit`: is the book of deeds whole?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.core import audit_check
from thidua.core.models import AuditEvent, AuditHead


class Command(BaseCommand):
    help = "Check the hash chain of every commune; exit 1 where it does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--commune", type=int, help="only this commune, by the number that the check prints"
        )
        parser.add_argument(
            "--head", help="a head printed on paper, NUMBER:HASH; needs --commune where there are several"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        communes = [options["commune"]] if options["commune"] else _communes()
        known = _known(options["head"], communes)
        broken = 0
        for commune_id in communes:
            found = list(audit_check.breaks(commune_id, known=known))
            head = audit_check.head_of(commune_id)
            for one in found:
                self.stdout.write(f"Địa phương {commune_id}, số {one.sequence}: {one.sentence}")
            words = "nguyên vẹn" if not found else f"{len(found)} chỗ không khớp"
            self.stdout.write(f"Địa phương {commune_id}: {words}, đến số {head.sequence}:{head.hash}")
            broken += len(found)
        if broken:
            raise CommandError(f"Nhật ký có {broken} chỗ không khớp.")


def _communes() -> list[int]:
    """Every commune with events or with a head, so that neither can be taken away whole."""
    held = set(AuditEvent.objects.values_list("commune_id", flat=True).distinct())
    return sorted(held | set(AuditHead.objects.values_list("commune_id", flat=True)))


def _known(said: str | None, communes: list[int]) -> audit_check.Head | None:
    if said is None:
        return None
    if len(communes) != 1:
        raise CommandError("--head cần --commune: trên giấy in có ghi số.")
    try:
        return audit_check.Head.parse(said)
    except ValueError:
        raise CommandError("--head có dạng SỐ:MÃ, mã gồm ít nhất 16 chữ số thập lục phân.") from None
