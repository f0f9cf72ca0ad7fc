"""Pictures as a signature field makes them."""

import io

from PIL import Image, ImageDraw


def signature(shift: int = 0, size=(900, 300), form: str = "PNG") -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line([(50 + shift, 50), (400, 200), (700, 80)], fill="#12243f", width=6)
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def blank() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 300), "white").save(out, "PNG")
    return out.getvalue()
