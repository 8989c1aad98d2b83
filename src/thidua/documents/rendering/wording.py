"""The set phrases of a letterhead, the same words for the PDF and for the .docx (NĐ 30/2020/NĐ-CP, Annex I)."""

from thidua.documents.rendering.document import BlankDay, OfficialDocument

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"
TO = "Kính gửi:"
ANNEX = "Phụ lục"

# Room for a hand to write in; no-break spaces, or the layout would close the gap.
_ROOM_FOR_NUMBER = "\xa0" * 8
_ROOM_FOR_DATE = "\xa0" * 5


def file_title(document: OfficialDocument) -> str:
    return f"{document.kind.capitalize() or 'Công văn'}: {document.title}"


def file_author(document: OfficialDocument) -> str:
    return document.issuer.replace("\n", " ")


def number_line(document: OfficialDocument) -> str:
    """ "Số: 07/BC-UBND": numbers below 10 get a nought in front."""
    if document.number is None:
        return f"Số:{_ROOM_FOR_NUMBER}/{document.symbol}"
    number = (
        f"0{document.number}" if document.number.isdigit() and len(document.number) == 1 else document.number
    )
    return f"Số: {number}/{document.symbol}"


def subject_line(document: OfficialDocument) -> str:
    """ "V/v đôn đốc …", which an official letter has below its number; empty for documents of a kind."""
    return "" if document.kind else f"V/v {document.title}"


def addressee_lines(document: OfficialDocument) -> list[str]:
    """ "Kính gửi: Ủy ban nhân dân thành phố." or, of several, "Kính gửi:" and a line each."""
    if len(document.addressees) < 2:
        return [f"{TO} {one.rstrip(' ;.,')}." for one in document.addressees]
    return [TO, *_dashed(document.addressees)]


def date_line(document: OfficialDocument) -> str:
    """ "Nam Đồng, ngày 05 tháng 02 năm 2026": days below 10 and months 1 and 2 get a nought in front."""
    if isinstance(document.on, BlankDay):
        day, month = _ROOM_FOR_DATE, _month(document.on.month)
    else:
        day, month = f"{document.on.day:02d}", _month(document.on.month)
    return f"{document.place}, ngày {day} tháng {month} năm {document.on.year}"


def _month(month: int | None) -> str:
    if month is None:
        return _ROOM_FOR_DATE
    return f"{month:02d}" if month < 3 else str(month)


def annex_label(document: OfficialDocument, place: int) -> str:
    """ "Phụ lục" of the only one, "Phụ lục II" of the second of several."""
    return f"{ANNEX} {_roman(place)}" if len(document.annexes) > 1 else ANNEX


def annex_reference(document: OfficialDocument) -> str:
    """ "(Kèm theo Báo cáo số 07/BC-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân phường …)"."""
    kind = document.kind.capitalize() or "Công văn"
    number = number_line(document).removeprefix("Số:").replace(" ", "")
    day = date_line(document).removeprefix(f"{document.place}, ")
    issuer = document.issuer.replace("\n", " ")
    return f"(Kèm theo {kind} số {number} {day} của {issuer})"


def _roman(number: int) -> str:
    found = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            found, number = found + letters, number - value
    return found


def base_lines(document: OfficialDocument) -> list[str]:
    """Grounds, each closed by ";" and the last by "."."""
    return _listed(document.bases)


def recipient_lines(document: OfficialDocument) -> list[str]:
    """ "- Đảng ủy phường;" … "- Lưu: VT, VHXH."."""
    return _dashed(document.recipients)


def _dashed(names: tuple[str, ...]) -> list[str]:
    return [f"- {line}" for line in _listed(tuple(name.lstrip("-– ") for name in names))]


def _listed(items: tuple[str, ...]) -> list[str]:
    bare = [item.rstrip(" ;.,") for item in items]
    return [f"{item};" for item in bare[:-1]] + [f"{item}." for item in bare[-1:]]
