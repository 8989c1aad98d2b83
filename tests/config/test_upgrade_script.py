"""deploy/upgrade.sh, step by step, with the system's programs replaced by ones that only write down how they were called.

What it does on a real server: docs/reference/drills.md. Here: its order, and that each failure leaves the old release be.
"""

import os
import subprocess
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
NOTED = ("systemctl", "systemd-run", "nginx", "curl", "chown", "sleep")
NOTE = """#!/bin/sh
name=$(basename "$0")
echo "$name $*" >>"$NOTES"
case " $FAILING " in *" $name "*) exit 1 ;; esac
for word; do case " $FAILING " in *" $word "*) exit 1 ;; esac; done
"""
INSTALL = "install() { mkdir -p .venv/bin && printf '#!/bin/sh\\n' >.venv/bin/thidua && chmod +x .venv/bin/thidua; }\n"


@dataclass(frozen=True)
class Server:
    folder: Path

    @property
    def slot(self) -> str:
        file = self.folder / "slot.conf"
        return file.read_text() if file.exists() else ""

    def upgrade(self, what: str = "", failing: str = "") -> tuple[int, list[str]]:
        """The exit code, and the steps in their order, shortened to what tells them apart."""
        notes = self.folder / "notes"
        notes.write_text("")
        environment = {
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "NOTES": str(notes),
            "FAILING": failing,
            "THIDUA_ROOT": str(self.folder / "opt"),
            "THIDUA_SLOT_FILE": str(self.folder / "slot.conf"),
            "THIDUA_ENVIRONMENT": str(DEPLOY / "thidua.env"),
        }
        command = ["sh", str(DEPLOY / "upgrade.sh"), what or str(self.folder / "thidua.tar.gz")]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        return done.returncode, [short(line) for line in notes.read_text().splitlines()]


def short(line: str) -> str:
    """`thidua <slot> <command>` of what runs as the service would; others as they are, without quiet options."""
    name, *words = line.split()
    if name == "systemd-run":
        place = next(number for number, word in enumerate(words) if word.endswith("/.venv/bin/thidua"))
        return " ".join(["thidua", words[place].split("/")[-4], words[place + 1]])
    if name == "curl":
        return f"curl {words[-1]}"
    return " ".join([name, *(word for word in words if not word.startswith("-"))])


@pytest.fixture
def server(tmp_path: Path) -> Server:
    (tmp_path / "opt").mkdir()
    (tmp_path / "bin").mkdir()
    for name in NOTED:
        (tmp_path / "bin" / name).write_text(NOTE)
        (tmp_path / "bin" / name).chmod(0o755)
    with tarfile.open(tmp_path / "thidua.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("thidua/tools/install.sh")
        member.size = len(INSTALL)
        archive.addfile(member, BytesIO(INSTALL.encode()))
    return Server(tmp_path)


def steps(new: int) -> list[str]:
    """From the empty slot to nginx."""
    return [
        f"systemctl disable thidua@{new}.service",
        f"chown thidua:thidua {{opt}}/{new}/static",
        *(f"thidua {new} {command}" for command in ("check", "gather_static", "migrate", "load_library")),
        f"systemctl enable thidua@{new}.service",
        f"curl http://127.0.0.1:{new}/healthz",
        "nginx",
        "systemctl reload-or-restart nginx.service",
        "systemctl enable thidua-work.service",
        "systemctl restart thidua-work.service",
    ]


def placed(found: list[str], server: Server) -> list[str]:
    return [step.replace(str(server.folder / "opt"), "{opt}") for step in found]


def test_first_release_goes_into_the_first_slot(server: Server) -> None:
    code, found = server.upgrade()
    assert (code, server.slot) == (0, "server 127.0.0.1:8001;\n")
    assert placed(found, server) == steps(8001)


def test_next_release_starts_beside_the_old_one_and_then_ends_it(server: Server) -> None:
    server.upgrade()
    code, found = server.upgrade()
    assert (code, server.slot) == (0, "server 127.0.0.1:8002;\n")
    last = ["sleep 35", "systemctl disable thidua@8001.service"]
    assert placed(found, server) == ["thidua 8001 backup", *steps(8002), *last]
    assert (server.folder / "opt" / "current").readlink() == server.folder / "opt" / "8002"


@pytest.mark.parametrize("command", ["backup", "check", "gather_static", "migrate", "load_library"])
def test_failed_preparation_starts_nothing(server: Server, command: str) -> None:
    server.upgrade()
    code, found = server.upgrade(failing=command)
    assert (code, server.slot) == (1, "server 127.0.0.1:8001;\n")
    assert found[-1].endswith(command)


def test_release_that_does_not_answer_is_stopped_again(server: Server) -> None:
    server.upgrade()
    code, found = server.upgrade(failing="curl")
    assert (code, server.slot) == (1, "server 127.0.0.1:8001;\n")
    assert (found.count("curl http://127.0.0.1:8002/healthz"), found.count("nginx")) == (60, 0)
    assert found[-1] == "systemctl disable thidua@8002.service"


@pytest.mark.parametrize("failing", ["nginx", "nginx.service"])
def test_nginx_that_does_not_turn_stays_with_the_old_slot(server: Server, failing: str) -> None:
    server.upgrade()
    code, found = server.upgrade(failing=failing)
    assert (code, server.slot) == (1, "server 127.0.0.1:8001;\n")
    assert found[-1] == "systemctl disable thidua@8002.service"
    assert (server.folder / "opt" / "current").readlink() == server.folder / "opt" / "8001"


def test_back_to_the_release_before(server: Server) -> None:
    server.upgrade()
    server.upgrade()
    code, found = server.upgrade("--back")
    assert (code, server.slot) == (0, "server 127.0.0.1:8001;\n")
    assert found == [*steps(8001)[6:], "sleep 35", "systemctl disable thidua@8002.service"]


def test_no_way_back_from_the_first_release(server: Server) -> None:
    server.upgrade()
    assert server.upgrade("--back") == (1, [])
