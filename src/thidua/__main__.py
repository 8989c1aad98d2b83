"""`thidua COMMAND …` and `python -m thidua COMMAND …`."""

import os
import sys

from thidua.config.env import SettingError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    if sys.argv[1:2] == ["up"] and "--demo" in sys.argv:
        os.environ["THIDUA_DEMO"] = "1"  # before the settings are read; the children inherit it
    from django.core.management import execute_from_command_line  # settings must be named first

    try:
        execute_from_command_line(["thidua", *(sys.argv[1:] or ["help"])])
    except SettingError as error:
        sys.exit(f"thidua: {error}")


if __name__ == "__main__":
    main()
