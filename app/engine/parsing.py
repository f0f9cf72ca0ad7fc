"""The only way XML gets in: from bytes, with DOCTYPE, entities, network and size refused.

Uploaded files are first checked in a child process that can be killed (`check_in_child`); a bundle that is deployed
already is trusted and read in this process.
"""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import etree

BPMN_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN = f"{{{BPMN_MODEL}}}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
LARGEST_FILE = 2 * 1024 * 1024
CHILD_SECONDS = 30
HOME = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Problem:
    """Something a designer must repair; `element` is None if it concerns the whole file."""

    file: str
    element: str | None
    sentence: str

    def __str__(self):
        return "：".join(part for part in (self.file, self.element, self.sentence) if part)


class BundleRefused(Exception):
    """The files can't be deployed; carries every problem found, not just the first."""

    def __init__(self, problems: list[Problem]):
        super().__init__("；".join(str(problem) for problem in problems))
        self.problems = problems


class NotXml(Exception):
    """The bytes are no acceptable XML; the message is a Chinese sentence."""


def parse_xml(content: bytes) -> etree._Element:
    """The root of a document; raises NotXml. A parser of its own for each call, nothing is shared."""
    if len(content) > LARGEST_FILE:
        raise NotXml("文件超过 2 MB，请拆分后再上传。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
                             huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as why:
        raise NotXml(f"不是有效的 XML 文件（{_first_line(why)}），请用流程设计器重新导出。") from why
    if root.getroottree().docinfo.doctype:
        raise NotXml("文件含有 DOCTYPE 声明，出于安全原因不予接受，请删除后再上传。")
    return root


def check_in_child(files: Mapping[str, bytes], seconds: float = CHILD_SECONDS) -> list[Problem]:
    """All problems of uploaded files, found in a child process with limits on time and memory."""
    packed = json.dumps({name: b64encode(content).decode() for name, content in files.items()}).encode()
    try:
        child = subprocess.run([sys.executable, "-m", "app.engine.child"], input=packed, capture_output=True,
                               timeout=seconds, check=False, cwd=HOME)
    except subprocess.TimeoutExpired:
        return [Problem("", None, "检查这组文件用时过长，已停止。请检查流程图是否过大或写法异常。")]
    try:
        return [Problem(**problem) for problem in json.loads(child.stdout)]
    except (ValueError, TypeError):
        return [Problem("", None, f"检查这组文件时资源超限或意外中止（代码 {child.returncode}），未予接受。"
                                  "请检查流程图是否过大或写法异常。")]


def as_json(problems: list[Problem]) -> str:
    return json.dumps([asdict(problem) for problem in problems])


def local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def properties_of(element: etree._Element) -> dict[str, str]:
    """The spiffworkflow:properties of an element, {name: value}."""
    holder = spiff_child(element, "properties")
    if holder is None:
        return {}
    entries = [(entry.get("name"), entry.get("value") or "") for entry in holder.iter(SPIFF + "property")]
    return {name: value for name, value in entries if name}


def spiff_child(element: etree._Element, name: str) -> etree._Element | None:
    """A direct spiffworkflow extension of an element."""
    extensions = element.find(BPMN + "extensionElements")
    return None if extensions is None else extensions.find(SPIFF + name)


def _first_line(why: Exception) -> str:
    return str(why).splitlines()[0] if str(why) else type(why).__name__
