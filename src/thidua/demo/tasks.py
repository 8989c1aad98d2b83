"""Tasks of the demonstration: some from the plan, some given by hand, each with a life of its own, in the order of time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from thidua.demo.stage import local
from thidua.documents.enums import EvidenceKind
from thidua.org.models import User
from thidua.tasks import actions
from thidua.tasks.facts import Parties, Proof, TaskFacts
from thidua.tasks.models import Task

if TYPE_CHECKING:
    from thidua.demo.year import Year

CONFIRMED = (
    4  # proposals that the officer has decided on; the others wait on the morning of the demonstration
)


@dataclass(frozen=True, slots=True)
class Chore:
    """`given` and `due` are days before (+) the demonstration's day; `fate` is what became of it."""

    title: str
    product: str
    unit: str
    given: int
    due: int
    fate: str = "running"
    helping: tuple[str, ...] = ()
    head_duty: str = ""
    clause: str = ""


CHORES = (
    Chore("Lập danh mục nền tảng số dùng chung của phường", "Danh mục đã ban hành", "VP", 120, 45, "accepted", ("KTHT",),
          "Chủ trì họp duyệt danh mục", "II.2"),
    Chore("Cập nhật bộ thủ tục hành chính nội bộ trên cổng dịch vụ công", "Bộ thủ tục đã công khai", "PVHCC", 100, 30,
          "accepted", ("VP",), "Ký duyệt bộ thủ tục", "II.3"),
    Chore("Tổ chức hội nghị tập huấn kỹ năng số cho tổ công nghệ số cộng đồng", "Danh sách dự, ảnh, tài liệu", "TTVH", 90, 40,
          "accepted late", ("DTN", "HPN"), "Phân công báo cáo viên", "II.4"),
    Chore("Rà soát trang thiết bị phục vụ chuyển đổi số của các phòng", "Biểu tổng hợp và đề xuất mua sắm", "KTHT", 80, 20,
          "accepted", (), "Duyệt biểu tổng hợp", "II.2"),
    Chore("Tuyên truyền phong trào trên hệ thống truyền thanh", "12 tin, bài đã phát", "TTVH", 70, 9, "returned", ("VHXH",),
          "Duyệt nội dung tin, bài", "VI.5"),
    Chore("Số hóa hồ sơ lưu trữ năm 2024 của văn phòng", "100 % hồ sơ có bản số", "VP", 75, 6, "late", (),
          "Bố trí người và máy quét", "II.3"),
    Chore("Xây dựng quy chế quản lý, sử dụng chữ ký số", "Quy chế đã ký", "VP", 40, -3, "running", ("VPDU",), "", "II.5"),
    Chore("Báo cáo đánh giá an toàn thông tin của trang thông tin phường", "Báo cáo đã gửi", "VP", 50, 8, "returned", (), "",
          "II.5"),
    Chore("Hướng dẫn hộ kinh doanh thanh toán không dùng tiền mặt", "200 hộ có mã thanh toán", "KTHT", 65, 12, "extended",
          ("HPN", "DTN"), "Chỉ đạo tổ công tác", "II.7"),
    Chore("Thí điểm mô hình tổ dân phố số", "Báo cáo kết quả thí điểm", "VHXH", 60, -20, "asking", ("TDP01", "TDP02"),
          "Chủ trì thí điểm", "II.4"),
    Chore("Lập cơ sở dữ liệu di tích lịch sử trên địa bàn", "Hồ sơ số của 4 di tích", "TTVH", 55, -30, "split", ("VHXH",),
          "Duyệt danh mục di tích", "II.7"),
    Chore("Mở lớp “Bình dân học vụ số” cho người cao tuổi", "Lớp học có điểm danh", "MTTQ", 45, 2, "handed in", ("HCCB", "HPN"),
          "Vận động hội viên tham gia", "II.4"),
    Chore("Tổng hợp góp ý quy chế thi đua của các khối", "Bản tổng hợp", "VHXH", 30, -7, "difficulty", (), "", "VI.5"),
    Chore("Kiểm tra phong trào tại ba đơn vị", "Biên bản kiểm tra", "", 10, -25, "waiting", (), "", "IV.4"),
    Chore("In tờ rơi hướng dẫn dịch vụ công", "5.000 tờ", "TTVH", 85, 60, "cancelled", (), "", "II.3"),
)  # fmt: skip


@dataclass
class Chores:
    """Puts the life of each on the agenda of the year."""

    year: "Year"

    def begin(self) -> None:
        begun = max(self.year.movement.starts_on + timedelta(days=40), self.year.on - timedelta(days=130))
        self.year.at(local(begun, 9), self._propose)
        for number, chore in enumerate(CHORES):
            given_on = self.year.on - timedelta(days=chore.given)
            if given_on > begun:
                self.year.at(local(given_on, 9, 3 * number), self._giving(chore, number))

    def _propose(self, at: datetime) -> None:
        made = actions.propose_tasks(self.year.movement, by=self.year.officer, at=at)
        known = [task for task in made if task.lead_id is not None][:CONFIRMED]
        if known:
            ids = [task.pk for task in known]
            later = at + timedelta(days=1)
            self.year.at(later, lambda now: self._confirm(ids, now))

    def _confirm(self, ids: list[int], at: datetime) -> None:
        actions.confirm_tasks(self.year.officer, tasks=ids, by=self.year.officer, at=at)

    def _giving(self, chore: Chore, number: int) -> Callable[[datetime], None]:
        def give(at: datetime) -> None:
            task = actions.add_task(self.year.officer, facts=self._facts(chore), by=self.year.officer, at=at)
            self._plan(task, chore, number)

        return give

    def _facts(self, chore: Chore) -> TaskFacts:
        units = self.year.stage.units
        lead = units.get(chore.unit)
        due_on = self.year.on - timedelta(days=chore.due)
        officer = User.objects.get_queryset().filter(pk=self._reporter_id(chore)).first()
        parties = Parties(
            lead=lead,
            supporting=tuple(units[code] for code in chore.helping),
            following_unit=units["VHXH"] if chore.unit != "VHXH" else None,
            officer=officer,
            head_duty=chore.head_duty,
        )
        return TaskFacts(
            title=chore.title,
            product=chore.product,
            due_text=f"{due_on:%d/%m/%Y}",
            due_on=due_on,
            movement=self.year.movement,
            clause=chore.clause,
            parties=parties,
        )

    def _reporter_id(self, chore: Chore) -> int:
        """Behind two of three stands somebody by name; the others have yet to name him."""
        actor = self.year.stage.actors.get(f"daumoi.{chore.unit.lower()}")
        return (actor.user_id or 0) if actor is not None and chore.head_duty else 0

    def _plan(self, task: Task, chore: Chore, number: int) -> None:
        """By the last day, or by days before the demonstration where that is still to come."""
        last = self.year.on - timedelta(days=chore.due)
        ago = {days: self.year.on - timedelta(days=days) for days in (2, 4, 30)}
        deeds = {
            "accepted": (self._finish, last - timedelta(days=2)),
            "accepted late": (self._finish, last + timedelta(days=4)),
            "returned": (self._return, last - timedelta(days=1)),
            "extended": (self._extend, last - timedelta(days=5)),
            "handed in": (self._hand_in, last - timedelta(days=1)),
            "cancelled": (self._cancel, last - timedelta(days=10)),
            "asking": (self._ask, ago[2]),
            "difficulty": (self._stumble, ago[4]),
            "split": (self._split, ago[30]),
        }
        found = deeds.get(chore.fate)
        if found is not None:
            deed, day = found
            self.year.at(local(day, 14, 2 * number), lambda at: deed(task, at))

    def _hand_in(self, task: Task, at: datetime) -> None:
        if task.lead is None:
            return
        number = f"{task.pk % 90 + 10}/BC-{task.lead.code}"
        proof = Proof(kind=EvidenceKind.DOCUMENT, document_number=number, document_on=at.date())
        result = f"Đã hoàn thành: {task.product[:1].lower()}{task.product[1:]} (minh họa)."
        by = self.year.stage.reporter(task.lead)
        actions.hand_in_task(task, result=result, proofs=[proof], by=by, at=at)

    def _finish(self, task: Task, at: datetime) -> None:
        self._hand_in(task, at)
        self.year.at(
            at + timedelta(days=1, hours=2),
            lambda later: self._accept(task, later),
        )

    def _accept(self, task: Task, at: datetime) -> None:
        actions.accept_task(task, by=self.year.officer, at=at)

    def _return(self, task: Task, at: datetime) -> None:
        self._hand_in(task, at)
        reason = "Chưa có phụ lục số liệu kèm theo. Đề nghị bổ sung rồi nộp lại."
        self.year.at(
            at + timedelta(days=1),
            lambda later: self._give_back(task, reason, later),
        )

    def _give_back(self, task: Task, reason: str, at: datetime) -> None:
        actions.return_task(task, reason=reason, by=self.year.officer, at=at)

    def _ask(self, task: Task, at: datetime) -> None:
        if task.lead is None or task.due_on is None:
            return
        later = task.due_on + timedelta(days=21)
        reason = "Chờ góp ý của các tổ dân phố và hướng dẫn của cấp trên (minh họa)."
        by = self.year.stage.reporter(task.lead)
        actions.ask_extension(task, due_on=later, reason=reason, by=by, at=at)

    def _extend(self, task: Task, at: datetime) -> None:
        self._ask(task, at)
        self.year.at(at + timedelta(days=1), lambda later: self._grant(task, later))

    def _grant(self, task: Task, at: datetime) -> None:
        due_on: date | None = task.extensions.order_by("-pk").values_list("asked_on", flat=True).first()
        actions.grant_extension(task, due_on=due_on, by=self.year.leader, at=at)

    def _split(self, task: Task, at: datetime) -> None:
        if task.lead is None or task.due_on is None:
            return
        by = self.year.stage.reporter(task.lead)
        for title, before in (("Khảo sát, chụp ảnh bốn di tích", 20), ("Nhập hồ sơ số và công khai", 5)):
            due_on = task.due_on - timedelta(days=before)
            facts = TaskFacts(title=title, due_text=f"{due_on:%d/%m/%Y}", due_on=due_on)
            actions.split_task(task, facts=facts, by=by, at=at)

    def _stumble(self, task: Task, at: datetime) -> None:
        if task.lead is not None:
            words = "Hai khối chưa gửi góp ý, đã nhắc hai lần (minh họa)."
            actions.note_difficulty(task, difficulty=words, by=self.year.stage.reporter(task.lead), at=at)

    def _cancel(self, task: Task, at: datetime) -> None:
        reason = "Thành phố đã in và cấp phát chung (minh họa)."
        actions.cancel_task(task, reason=reason, by=self.year.officer, at=at)
