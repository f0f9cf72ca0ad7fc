"""What a template that somebody uploads may be: a Word file without programs and without ties to anywhere else."""

import io
import re
import zipfile

from app.errors import Invalid

LARGEST = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 300
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_FETCHING = re.compile(r"\b(INCLUDETEXT|INCLUDEPICTURE|DDE|DDEAUTO|LINK|IMPORT|DATABASE|RD|MACROBUTTON)\b")
_FIELD = re.compile(r"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr\s*=\s*\"([^\"]*)\"", re.DOTALL)
_PROGRAMS = ("vbaproject", "activex", "embeddings/", "oleobject", "customui", "afchunk", "attachedtoolbars")
SAVE_ANEW = "请在 Word 里另存为普通的 docx 再上传。"


def refuse_bad(content: bytes) -> None:
    """Raises Invalid with a sentence when the file may not become a template."""
    if len(content) > LARGEST:
        raise Invalid("模板超过 2 MB。请去掉里面的大图片再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _refuse_archive(parts)
            for part in parts.infolist():
                _refuse_part(part.filename.lower(), parts.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Invalid(f"这不是能打开的 Word 文档（docx）。{SAVE_ANEW}") from None


def _refuse_archive(parts: zipfile.ZipFile) -> None:
    entries = parts.infolist()
    names = {part.filename for part in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Invalid(f"这不是 Word 文档（docx）。{SAVE_ANEW}")
    if len(entries) > MOST_PARTS or sum(part.file_size for part in entries) > MOST_UNPACKED:
        raise Invalid("模板解开后过大。请去掉里面的图片再上传。")
    if len(names) != len(entries) or any(name.startswith("/") or ".." in name or "\\" in name for name in names):
        raise Invalid(f"模板的内部结构不正常。{SAVE_ANEW}")
    if b"macroenabled" in parts.read("[Content_Types].xml").lower():
        raise Invalid(f"模板带有宏（docm、dotm），不能使用。{SAVE_ANEW}")


def _refuse_part(name: str, content: bytes) -> None:
    if any(word in name for word in _PROGRAMS):
        raise Invalid(f"模板带有宏、控件或嵌入的对象，不能使用。{SAVE_ANEW}")
    if not name.endswith((".xml", ".rels")):
        return
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or not _is_utf8(content):
        raise Invalid(f"模板的内部结构不正常。{SAVE_ANEW}")
    if name.endswith(".rels") and _OUTSIDE.search(content):
        raise Invalid("模板引用了外部的模板、图片或网址，打开时会去别处取内容，不能使用。请在 Word 里断开链接后再上传。")
    fields = ["".join(found) for found in _FIELD.findall(content.decode())]
    if _FETCHING.search(re.sub(r"<[^>]*>", "", "".join(fields)).upper()):
        raise Invalid("模板里有会去取别处内容的域（如 INCLUDETEXT、DDE），不能使用。请删去这些域后再上传。")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
