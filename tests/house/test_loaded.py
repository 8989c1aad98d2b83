"""What stays in memory: each process loads what it needs at every request, the rest where it is used.

Each of two workers of the server was 127 MiB with everything loaded at the start and is 75 now; see
docs/reference/performance.md. Whoever adds to a list below gives every worker of every ward that much more.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PAGES = {
    "asgiref",
    "csp",
    "django",
    "django_htmx",
    "django_stubs_ext",
    "django_tasks",
    "django_tasks_db",
    "packaging",
    "sqlparse",
    "template_partials",
    "typing_extensions",
    "whitenoise",
}
FIRST_PAGE = """
import io, sys
from thidua.config.wsgi import application
def ask(path):
    told = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80"}
    told |= {"wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr}
    said = []
    body = b"".join(application(told, lambda status, headers: said.extend([status, dict(headers)])))
    return *said, body
status, headers, body = ask("/dang-nhap/")
status, headers, body = ask(headers["Location"]) if status.startswith("303") else (status, headers, body)
assert status == "200 OK" and b"</html>" in body, status
"""
JOBS = """
import django
django.setup()
from django.core.management import load_command_class
load_command_class("thidua.web", "work")
"""
TOLD = """
import sys
files = {name.partition(".")[0]: getattr(module, "__file__", "") or "" for name, module in sys.modules.items()}
print(*sorted(name for name, file in files.items() if "site-packages" in file and not name.startswith("_")))
print(*({"thidua.api.v1", "thidua.movement.planreader.reader", "thidua.web.backups.postgresql"} & set(sys.modules)))
"""


def run(*arguments: str, folder: Path) -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("THIDUA_", "DATABASE_"))
    }
    environment |= {"THIDUA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "thidua.config.settings"}
    (folder / "static").mkdir(exist_ok=True)
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def test_a_worker_loads_only_what_pages_need(tmp_path: Path, lay_migrated: Callable[[Path], None]) -> None:
    lay_migrated(tmp_path)
    assert set(run("-c", FIRST_PAGE + TOLD, folder=tmp_path).split()) == PAGES


def test_the_process_of_jobs_loads_only_what_every_job_needs(tmp_path: Path) -> None:
    assert set(run("-c", JOBS + TOLD, folder=tmp_path).split()) - PAGES == set()


def test_the_process_that_watches_loads_nothing_of_others(tmp_path: Path) -> None:
    assert run("-c", "import thidua.demo.serving\n" + TOLD, folder=tmp_path).split() == []
