"""Plans, registrations and a bloc of the demonstration: some units are done, some wait, some must put right, many are missing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from thidua.core.permissions import Actor
from thidua.demo.stage import local
from thidua.org.models import Unit
from thidua.pledging import actions, facts, queries
from thidua.pledging.enums import PromiseKind, RegistrationState
from thidua.pledging.models import Pact, Promise, Registration, UnitPlan

if TYPE_CHECKING:
    from thidua.demo.year import Year

DONE = ("VP", "KTHT", "PVHCC", "MTTQ", "DTN", "TH1", "THCS1", "TDP01", "TDP02")
WAITING = ("TTVH", "TDP03")
RETURNED = ("TDP04",)
BEGUN = ("DN1",)
BLOC = tuple(f"TDP{number:02}" for number in range(1, 8))
SIGNED = BLOC[:5]
RECEIVED, TO_RECEIVE, SENT_BACK = ("TH1", "THCS1", "TDP01"), ("TDP02", "KTHT"), ("MTTQ",)
WORKS = {
    "union": (
        "Thành lập đội hình hỗ trợ người dân dùng dịch vụ công tại nhà",
        "Danh sách đội hình, lịch trực",
    ),
    "school": ("Tổ chức chuyên đề kỹ năng số an toàn cho học sinh và cha mẹ", "Kế hoạch, danh sách người dự"),
    "neighbourhood": (
        "Cầm tay chỉ việc cho người cao tuổi tại nhà văn hóa",
        "Danh sách người đã được hướng dẫn",
    ),
}
OTHER_WORK = ("Rà soát, số hóa hồ sơ lưu của đơn vị", "Danh mục hồ sơ đã số hóa")
PROMISES = (
    "100 % hộ trong tổ có ít nhất một người biết dùng dịch vụ công trực tuyến\n"
    "Mỗi tháng ít nhất một buổi hướng dẫn kỹ năng số tại nhà văn hóa\n"
    "Không tổ dân phố nào gửi báo cáo trễ hạn"
)


@dataclass
class Pledges:
    """What units promise: the first plans in the weeks after the launch, the last ones in the days before the demonstration."""

    year: "Year"

    def begin(self) -> None:
        start = local(self.year.movement.starts_on + timedelta(days=45), 9)
        late = self._days_ago(5)
        for code in DONE:
            self._later(start, code, self._accept)
        for code in (*WAITING, *RETURNED):
            self._later(late, code, self._send)
        for code in BEGUN:
            self._later(late, code, self._begin)
        self.year.at(self._days_ago(4), self._open_one_anew)
        self.year.at(self._days_ago(3), self._return_some)
        self.year.at(start, self._arrange_bloc)
        self.year.at(self._days_ago(12), self._sign_pact)
        self.year.at(self._days_ago(9), self._register)

    def _days_ago(self, days: int) -> datetime:
        return local(self.year.on - timedelta(days=days), 10)

    def _later(self, at: datetime, code: str, deed: Callable[[Unit, datetime], object]) -> None:
        def do_it(moment: datetime) -> None:
            deed(self.year.stage.units[code], moment)

        self.year.at(at, do_it)

    def _who(self, unit: Unit) -> Actor:
        return self.year.stage.head(unit) or self.year.stage.reporter(unit)

    def _begin(self, unit: Unit, at: datetime) -> UnitPlan:
        return actions.begin_plan(unit, movement=self.year.movement, by=self._who(unit), at=at)

    def _send(self, unit: Unit, at: datetime) -> UnitPlan:
        plan, who = self._begin(unit, at), self._who(unit)
        taken = plan.promises.filter(kind=PromiseKind.CONTENT).order_by("position")
        chosen = {pk: facts.Choice(applies=True) for pk in taken.values_list("pk", flat=True)[:4]}
        general = facts.General(head=who.name, officer=self.year.stage.reporter(unit).name)
        actions.write_plan(plan, general=general, contents=chosen, targets={}, by=who, at=at)
        actions.add_promise(plan, work=self._work(unit), by=who, at=at)
        actions.submit_plan(plan, by=who, at=at)
        return plan

    def _work(self, unit: Unit) -> facts.Work:
        text, product = WORKS.get(unit.kind, OTHER_WORK)
        return facts.Work(text, product, "", due_on=date(self.year.on.year, 12, 15), due_words="trong quý IV")

    def _accept(self, unit: Unit, at: datetime) -> UnitPlan:
        return actions.accept_plan(self._send(unit, at), by=self.year.officer, at=at + timedelta(days=2))

    def _open_one_anew(self, at: datetime) -> None:
        """The unit behind the role buttons thinks again, so that they lead to work."""
        plan = self._plan_of("VP")
        who = self._who(plan.unit)
        actions.revise_plan(plan, reason="Bổ sung nhiệm vụ quý IV.", by=who, at=at)
        more = replace(
            self._work(plan.unit), text="Tập huấn chữ ký số cho cán bộ", product="Danh sách người dự"
        )
        actions.add_promise(plan, work=more, by=who, at=at)
        actions.submit_plan(plan, by=who, at=at)

    def _return_some(self, at: datetime) -> None:
        for code in ("VP", *RETURNED):
            plan = self._plan_of(code)
            line = Promise.objects.filter(plan=plan, kind=PromiseKind.TASK, task_id__isnull=True).first()
            reasons = (
                {line.pk: "Chưa rõ bao nhiêu người và vào ngày nào. Đề nghị ghi cụ thể."} if line else {}
            )
            actions.return_plan(plan, reasons=reasons, remark="", by=self.year.officer, at=at)

    def _plan_of(self, code: str) -> UnitPlan:
        held = UnitPlan.objects.select_related("movement", "unit", "against", "file")
        return held.get(movement=self.year.movement, unit=self.year.stage.units[code])

    def _arrange_bloc(self, at: datetime) -> None:
        officer, units = self.year.officer, self.year.stage.units
        rules = "Cụm trưởng luân phiên mỗi năm; sơ kết 6 tháng, tổng kết cuối năm (dữ liệu minh họa)."
        name = "Cụm thi đua các tổ dân phố số 1"
        bloc = actions.create_bloc(officer, kind="cluster", name=name, rules=rules, by=officer, at=at)
        members = [units[code] for code in BLOC]
        actions.add_members(bloc, units=members, valid_from=at.date(), by=officer, at=at)
        for place, year in enumerate(range(at.year, self.year.on.year + 2)):
            actions.name_leader(bloc, unit=members[place], year=year, by=officer, at=at)

    def _sign_pact(self, at: datetime) -> None:
        bloc = self.year.stage.commune.blocs.get()
        pact: Pact = actions.draw_pact(bloc, year=at.year + 1, text=PROMISES, by=self.year.officer, at=at)
        for place, code in enumerate(SIGNED):
            unit = self.year.stage.units[code]
            then = at + timedelta(minutes=70 * place)
            actions.sign_pact(pact, unit=unit, position="Tổ trưởng", by=self._who(unit), at=then)

    def _register(self, at: datetime) -> None:
        for code in (*RECEIVED, *TO_RECEIVE, *SENT_BACK):
            signed = self._registered(self.year.stage.units[code], at)
            if code in RECEIVED:
                actions.receive_registration(signed, by=self.year.officer, at=at + timedelta(days=1))
            elif code in SENT_BACK:
                reason = "Chưa ghi chỉ tiêu phấn đấu cụ thể."
                then = at + timedelta(days=1)
                actions.return_registration(signed, reason=reason, by=self.year.officer, at=then)

    def _registered(self, unit: Unit, at: datetime) -> Registration:
        who = self._who(unit)
        found = actions.begin_registration(unit, year=at.year + 1, by=who, at=at)
        offered = queries.titles_for(found)
        position = "Tổ trưởng" if unit.kind == "neighbourhood" else "Thủ trưởng đơn vị"
        wanted = facts.Wanted(
            [offered.own[0].code],
            [offered.of_head[0].code],
            "100 % báo cáo gửi đúng hạn\n100 % nhiệm vụ trong kế hoạch của đơn vị hoàn thành",
            who.name,
            position,
        )
        actions.write_registration(found, wanted=wanted, by=who, at=at)
        actions.sign_registration(found, by=who, at=at)
        if found.state != RegistrationState.SIGNED:
            raise RuntimeError(f"{unit} did not sign")
        return found
