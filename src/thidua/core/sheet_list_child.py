"""The reading process of long lists: `sheet_child.tell` on a file that a job hands over (`sheets.stream_table`)."""

from thidua.core.confined import serve_lines
from thidua.core.sheet_child import tell

if __name__ == "__main__":
    serve_lines(tell)
