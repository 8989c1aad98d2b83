"""`thidua read_plan FILE [--json OUT]`: what the plan reader makes of a file."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from django.core.management.base import BaseCommand

from thidua.movement.planreader import PlanUnreadable, read_file, read_plan, to_json
from thidua.movement.planreader.summary import summary_of


class Command(BaseCommand):
    help = "Read a plan (.docx, .pdf with a text layer, .md, .txt) and print what was understood; needs no database."
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the plan")
        parser.add_argument(
            "--json", metavar="OUT", help="write the draft as JSON to this file; - for standard output"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            draft = read_plan(read_file(options["file"]))
        except PlanUnreadable as refused:
            self._refuse(refused.on_the_command_line)
        if options["json"] is None:
            self.stdout.write(summary_of(draft))
            return
        text = json.dumps(to_json(draft), ensure_ascii=False, indent=1)
        if options["json"] == "-":
            self.stdout.write(text)
            return
        try:
            Path(options["json"]).write_text(text + "\n", encoding="utf-8")
        except OSError:
            self._refuse(f"Không ghi được tệp “{options['json']}”.")
        self.stdout.write(summary_of(draft))

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(1)
