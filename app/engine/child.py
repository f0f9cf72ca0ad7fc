"""The killable child of `parsing.check_in_child`: files as JSON on stdin, problems as JSON on stdout."""

import json
import resource
import sys
from base64 import b64decode

from app.engine.bundle import problems_of
from app.engine.feel_problems import FeelProblem
from app.engine.parsing import Problem, as_json

CPU_SECONDS = 25
MOST_MEMORY = 1024 * 1024 * 1024  # writable memory: V8 alone reserves 600 MB


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    files = {name: b64decode(content) for name, content in json.load(sys.stdin.buffer).items()}
    try:
        found = problems_of(files)
    except (MemoryError, RecursionError):
        found = [Problem("", None, "这组文件超出了允许的规模，请拆分流程图后再上传。")]
    except FeelProblem as problem:
        found = [Problem("", None, problem.sentence)]
    print(as_json(found))


if __name__ == "__main__":
    main()
