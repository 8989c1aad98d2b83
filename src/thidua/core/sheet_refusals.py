"""How a table from outside is refused: a sentence, and the place in the file that it is about."""

from thidua.core.errors import DomainError

DAMAGED_FILE = "Tệp Excel bị hỏng hoặc tải lên chưa trọn. Xin mở lại bằng Excel, lưu và tải lên lần nữa."
DAMAGED_TABLE = "Không đọc được nội dung bảng tính. Xin mở lại bằng Excel, lưu và tải lên lần nữa."
TOO_HEAVY = "Bảng quá nặng để đọc. Xin xóa các hàng, cột và trang tính thừa, hoặc tạo lại tệp từ Excel."
BUSY = "Máy chủ đang đọc nhiều tệp cùng lúc. Xin tải lên lại sau ít phút."


class SheetRefused(DomainError):
    """A file that cannot be read as a table; the message is a Vietnamese sentence, begun by its place if there is one."""

    sentence = "Không đọc được tệp."

    def __init__(self, sentence: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {sentence}" if place else sentence)
        self.bare = sentence
        self.place = place


def letters_of(column: int) -> str:
    """`letters_of(0)` is "A", 26 is "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place(row: int, column: int) -> str:
    """`place(6, 1)` is "Ô B7"."""
    return f"Ô {letters_of(column)}{row + 1}"
