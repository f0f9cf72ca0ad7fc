"""Text of a diagram is FEEL or nothing. Wherever SpiffWorkflow would hand it to eval or exec, Python must not run."""

import ast
import re
import sys
from pathlib import Path

import pytest

from app.engine import failures, script_engine
from app.engine.bundle import BundleRefused
from tests.engine.drawing import bundle_of, drawn
from tests.engine.driver import SHAPES, Walk

ENGINE = Path(script_engine.__file__).parent
UT = "<userTask id='ut'/>"
PLACES = {
    "script": "<scriptTask id='x'><script>{}</script></scriptTask>",
    "date": UT + "<boundaryEvent id='b' attachedToRef='ut'><timerEventDefinition><timeDate>{}</timeDate>"
                 "</timerEventDefinition></boundaryEvent>",
    "duration": "<intermediateCatchEvent id='x'><timerEventDefinition><timeDuration>{}</timeDuration>"
                "</timerEventDefinition></intermediateCatchEvent>",
    "cycle": "<intermediateCatchEvent id='x'><timerEventDefinition><timeCycle>{}</timeCycle>"
             "</timerEventDefinition></intermediateCatchEvent>",
    "loop": "<task id='x'><standardLoopCharacteristics loopMaximum='2'><loopCondition>{}</loopCondition>"
            "</standardLoopCharacteristics></task>",
    "cardinality": "<task id='x'><multiInstanceLoopCharacteristics><loopCardinality>{}</loopCardinality>"
                   "</multiInstanceLoopCharacteristics></task>",
    "collection": "<task id='x'><multiInstanceLoopCharacteristics><loopDataInputRef>{}</loopDataInputRef>"
                  "</multiInstanceLoopCharacteristics></task>",
    "enough": "<task id='x'><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
              "<completionCondition>{}</completionCondition></multiInstanceLoopCharacteristics></task>",
    "payload": "<sendTask id='x' messageRef='m'><extensionElements><spiffworkflow:messagePayload>{}"
               "</spiffworkflow:messagePayload></extensionElements></sendTask>",
    "property": "<userTask id='x'><extensionElements><spiffworkflow:properties><spiffworkflow:property name='unit' "
                "value='={}'/></spiffworkflow:properties></extensionElements></userTask>",
    "parameter": "<serviceTask id='x'><extensionElements><spiffworkflow:serviceTaskOperator id='op'>"
                 "<spiffworkflow:parameters><spiffworkflow:parameter id='p' type='any' value='{}'/>"
                 "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></extensionElements></serviceTask>",
    "prescript": "<userTask id='x'><extensionElements><spiffworkflow:preScript>{0}</spiffworkflow:preScript>"
                 "<spiffworkflow:postScript>{0}</spiffworkflow:postScript></extensionElements></userTask>",
}
TEXTS = ("__import__(&quot;os&quot;).system(&quot;echo&quot;)",
         "().__class__.__base__.__subclasses__()", "open(&quot;/etc/passwd&quot;).read()",
         "[c for c in (1).__class__.__mro__]", "exec(&quot;x = 1&quot;)", "print(1)")


class Watch:
    """Notes what Python compiles, executes or starts while it is on."""

    on = False
    seen: list = []

    def __call__(self, event: str, arguments) -> None:
        if Watch.on and event in ("compile", "exec", "os.system", "subprocess.Popen", "os.exec", "open", "import"):
            Watch.seen.append((event, str(arguments)[:80]))


@pytest.fixture(scope="module")
def watch():
    sys.addaudithook(Watch())
    yield Watch
    Watch.on = False


def run_through(content: bytes) -> None:
    try:
        walk = Walk("p", bundle=bundle_of(content), serve=lambda call: {})
        for _ in range(3):
            if walk.open:
                walk.complete(walk.open[0])
    except (BundleRefused, failures.EngineFailure, failures.StepGone):
        pass


@pytest.mark.parametrize("place", PLACES)
def test_python_in_a_diagram_never_runs(place, watch):
    contents = [drawn(PLACES[place].format(text), declared="<message id='m' name='m'/>") for text in TEXTS]
    gateway = "<exclusiveGateway id='g'/><task id='a'/><task id='b'/>"
    contents += [drawn(gateway, f"g a {text}", "g b") for text in TEXTS]
    run_through(contents[0])  # whatever is imported or loaded at first use
    watch.seen, watch.on = [], True
    try:
        for content in contents:
            run_through(content)
    finally:
        watch.on = False
    assert watch.seen == []


def test_a_condition_cannot_change_the_data_it_reads():
    bundle = bundle_of(drawn("<scriptTask id='x'><script>{b: append(a, 3)}</script></scriptTask>" + UT, "x ut"))
    assert Walk("p", {"a": [1, 2]}, bundle=bundle).variables == {"a": [1, 2], "b": [1, 2, 3]}


def test_every_way_into_the_script_engine_is_ours():
    theirs = {name for name in dir(script_engine.PythonScriptEngine) if not name.startswith("_")}
    assert {"evaluate", "execute", "validate", "call_service"} <= theirs & set(vars(script_engine.FeelEngine))
    refusing = script_engine.NoPython()
    for call in (lambda: refusing.evaluate("1", {}), lambda: refusing.execute("x = 1", {}),
                 lambda: refusing.call_service({}, operation_name="x")):
        with pytest.raises(failures.EngineFailure):
            call()
    with pytest.raises(failures.EngineFailure):
        script_engine.FeelEngine().validate("1 +")
    assert script_engine.FeelEngine().validate("1 + 1") is None


def test_the_engine_never_evaluates_pickles_or_parses_python():
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile", "__import__"), path
            for name in imported(node):
                assert name.split(".")[0] not in ("pickle", "marshal", "shelve", "importlib"), path


def test_the_engine_knows_no_web_no_database_no_clock_and_no_chance():
    forbidden = {"flask", "sqlalchemy", "time", "random", "uuid", "secrets", "celery", "apscheduler", "requests"}
    for path in sorted(ENGINE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            for name in imported(node):
                assert name.split(".")[0] not in forbidden, path
                assert not name.startswith("app.") or name.startswith("app.engine"), path
        assert not re.search(r"datetime\.now\(|utcnow|date\.today\(|uuid4\(", text), path


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_the_shapes_are_small():
    assert all(path.stat().st_size < 10_000 for path in SHAPES.iterdir())
