"""What can be wrong with an expression, in sentences for the person who wrote it."""

from collections.abc import Sequence


class FeelProblem(Exception):
    """An expression that could not be read (kind "SYNTAX"), computed ("RUN") or finished in time and memory ("LIMIT").

    `index` is its place in evaluate_many; `rule` and `column`, from 0, its place in a decision table.
    """

    def __init__(self, expression: str, sentence: str, kind: str = "RUN", index: int = 0, rule=None, column=None):
        self.expression, self.sentence, self.kind = expression, sentence, kind
        self.index, self.rule, self.column = index, rule, column
        super().__init__(sentence)


def empty(expression) -> FeelProblem:
    return FeelProblem(str(expression or ""), "这里需要一个表达式，现在是空的。", "SYNTAX")


def too_long(text: str, longest: int) -> FeelProblem:
    return FeelProblem(_short(text), f"表达式太长（超过 {longest} 个字符），请拆开来写。", "SYNTAX")


def too_much(expression: str) -> FeelProblem:
    return FeelProblem(expression, "表达式要读的数据太多了，请只传它需要的部分。", "LIMIT")


def over_time(texts: Sequence[str]) -> FeelProblem:
    return _stopped(texts, "计算超过 1 秒仍没有结果，已经停止。请检查循环的范围和正则表达式。")


def over_memory(texts: Sequence[str]) -> FeelProblem:
    return _stopped(texts, "计算占用的内存太多，已经停止。请检查循环的范围和数据量。")


def problem_from(problem: dict, texts: Sequence[str]) -> FeelProblem:
    """problem: as frontend/feel/answers.js gives it; texts: the expressions that were sent."""
    index = problem.get("index", 0)
    text = problem.get("text") or texts[index]
    kind = "SYNTAX" if problem["kind"] == "syntax" else "RUN"
    return FeelProblem(text, _sentence(problem, text), kind, index, problem.get("rule"), problem.get("column"))


def _stopped(texts: Sequence[str], sentence: str) -> FeelProblem:
    shown = "、".join(f"“{_short(text)}”" for text in texts[:3] if text)
    return FeelProblem(texts[0], f"表达式{shown}{sentence}", "LIMIT")


def _sentence(problem: dict, text: str) -> str:
    shown = f"表达式“{_short(text)}”" if text else "表达式"
    match problem["kind"]:
        case "syntax":
            return f"{shown}{_where(text, problem['from'])}"
        case "function":
            return f"{shown}调用了不存在的函数，请检查函数名；当前时间请写 calendar.now。"
        case "not data":
            return f"{shown}得到的是函数或范围，不是数据，请写成能得出数值、文字或是否的表达式。"
        case "not allowed":
            return f"{shown}得到的“{problem['detail']}”不在允许的输出值里，请改正表达式或补充允许值。"
        case "too deep":
            return f"{shown}嵌套得太深，请拆开来写。"
    return f"{shown}无法计算：{problem['detail']}。"


def _where(text: str, start: int) -> str:
    place = text[start : start + 10].strip()
    if not place:
        return "没有写完，请补上后面的部分，或检查括号和引号是否成对。"
    return f"从第 {start + 1} 个字符“{place}”起读不懂，请检查运算符、括号和引号。"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
