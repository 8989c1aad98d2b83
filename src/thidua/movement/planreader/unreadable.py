"""The refusal of a file that cannot be read."""

# Where sentences name the way out: a page has a box to paste into and a button to send; the command line has neither.
PASTE, SEND = "<paste>", "<send>"
ON_A_PAGE = {PASTE: "dán văn bản vào ô bên dưới", SEND: "tải lên"}
ON_THE_COMMAND_LINE = {PASTE: "chép văn bản vào một tệp .txt rồi đọc tệp ấy", SEND: "đọc"}


class PlanUnreadable(Exception):
    """A file that cannot be read as a plan: one Vietnamese sentence that says the way out.

    The message is the sentence for a page; `on_the_command_line` is the one for a terminal.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(_said(sentence, ON_A_PAGE))
        self.on_the_command_line = _said(sentence, ON_THE_COMMAND_LINE)


def _said(sentence: str, ways: dict[str, str]) -> str:
    for mark, words in ways.items():
        sentence = sentence.replace(mark, words)
    return sentence
