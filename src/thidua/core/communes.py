"""What a commune is called in a sentence. Its name begins with its kind; sentences follow the name.

Pages write `{{ commune.name|kind_word }}`, code `actor.commune_word`; a sentence that knows no commune says “địa phương”.
"""

from thidua.core import text

# The three kinds of commune since 01/07/2025 (Luật Tổ chức chính quyền địa phương 72/2025/QH15, Điều 1).
KINDS = ("đặc khu", "phường", "xã")
NEUTRAL = "địa phương"


def kind_word(name: str) -> str:
    """'Phường Nam Đồng' gives 'phường'; a name that does not say its kind gives 'địa phương'."""
    said = f"{text.nfc(name).casefold()} "
    return next((kind for kind in KINDS if said.startswith(f"{kind} ")), NEUTRAL)
