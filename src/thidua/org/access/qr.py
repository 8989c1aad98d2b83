"""QR codes as SVG, for slips and for apps that make codes."""

import io

from django.utils.safestring import SafeString

MASK = 3  # any mask can be read; trying all eight for the prettiest costs four fifths of the time


def svg(content: str, *, label: str) -> SafeString:
    """The code as an <svg> with four modules of white around, named `label` for those who cannot see it."""
    import segno  # noqa: PLC0415  # 12 MB that most workers never need

    code = segno.make_qr(content, error="m", boost_error=False, mask=MASK)
    drawn = io.BytesIO()
    code.save(
        drawn,
        kind="svg",
        border=4,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        title=label,
    )
    picture = drawn.getvalue().decode().strip().replace("<svg ", '<svg role="img" ', 1)
    return SafeString(picture)  # segno escapes the title
