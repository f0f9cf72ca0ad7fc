"""The killable child of printing.py: fills one uploaded template, with limits on time, memory and size.

    {"template": base64, "names": {…}} on standard input → {"docx", "gaps", "unknown"} or {"refused"}
"""

import base64
import json
import resource
import sys

from app.documents import filling

CPU_SECONDS = 20
MOST_MEMORY = 768 * 1024 * 1024
LARGEST = 20 * 1024 * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    task = json.load(sys.stdin)
    try:
        docx, gaps, unknown = filling.attempt(base64.b64decode(task["template"]), task["names"])
        found = {"docx": base64.b64encode(docx).decode(), "gaps": gaps, "unknown": unknown}
        if len(docx) > LARGEST:
            found = {"refused": "按这个模板生成的文书过大。请减少模板里的重复内容或图片。"}
    except filling.Unfillable as wrong:
        found = {"refused": str(wrong)}
    except (MemoryError, RecursionError):
        found = {"refused": "模板太复杂，生成不出来。请简化后再上传。"}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
