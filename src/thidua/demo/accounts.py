"""Period reports of the demonstration: one that was issued and sent, the next one in work with words of the officer."""

from datetime import date, timedelta

from thidua.composing import actions, queries
from thidua.composing.enums import PartKey
from thidua.demo.stage import Stage, local
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.outgoing.enums import SendingWay

NUMBER = "212"
RECEIVER = "Sở Khoa học và Công nghệ"
WORDS = (
    "- Tiếp tục vận động người dân học kỹ năng số tại tổ dân phố.\n"
    "- Giao Phòng Văn hóa - Xã hội kiểm tra các đơn vị còn chỉ tiêu chưa đạt (dữ liệu minh họa)."
)

PROPOSALS = (
    "- Tiếp tục vận động người dân học kỹ năng số tại tổ dân phố.\n"
    "- Đề nghị thành phố sớm công bố danh mục thủ tục không theo địa giới cấp xã (dữ liệu minh họa)."
)


def report_year(ward: Stage, movement: Movement, on: date) -> None:
    """The report of the year before waits for its number, if anything was reported in that year; its contents are sorted."""
    officer, day = ward.actors["thuongtruc"], on - timedelta(days=3)
    key = f"year-{on.year - 1}-1"
    if queries.time_named(movement, key, on=on) is None:
        return
    hub = movement_queries.hub_of(movement, on=on)
    links = queries.suggested_links(hub)
    actions.link_contents(movement, links=links, by=officer, at=local(day, 9))
    draft = actions.draft_report(movement, key=key, by=officer, at=local(day, 10))
    actions.write_part(draft.parts.get(key=PartKey.NEXT), words=PROPOSALS, by=officer, at=local(day, 11))


def report(ward: Stage, movement: Movement, on: date) -> None:
    """The last quarter that has ended went out; the last month is being written."""
    officer, times = ward.actors["thuongtruc"], queries.times_of(movement, on=on)
    keys = {one.kind: one.key for one in reversed(times) if one.ends_on < on - timedelta(days=3)}
    if not {"quarter", "month"} <= set(keys):
        return
    day = on - timedelta(days=2)
    issued = actions.draft_report(movement, key=keys["quarter"], by=officer, at=local(day, 9))
    actions.issue_report(
        issued, number=NUMBER, symbol=issued.symbol, issued_on=day, by=officer, at=local(day, 15)
    )
    way = SendingWay.EXCHANGE.value
    actions.send_report(issued, to=RECEIVER, way=way, on=day, by=officer, at=local(day, 16))
    draft = actions.draft_report(movement, key=keys["month"], by=officer, at=local(on - timedelta(days=1), 9))
    part = draft.parts.get(key=PartKey.NEXT)
    actions.write_part(part, words=WORDS, by=officer, at=local(on - timedelta(days=1), 10))
