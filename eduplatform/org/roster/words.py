"""Every refusal, problem and note as a Chinese and an English sentence that says what to do. Plain strings, no Flask."""

from .asked import QUESTIONS
from .sentences import SENTENCES

COLUMNS = {
    "name": ("姓名", "name"), "class": ("班级", "class"), "grade": ("年级", "grade"), "number": ("学号", "number in class"),
    "student_number": ("学生编号", "student number"), "sex": ("性别", "sex"), "homeroom": ("班主任", "homeroom teacher"),
}
KINDS = {
    "pdf": ("PDF 文件", "a PDF file"), "picture": ("图片", "a picture"), "archive": ("压缩包", "an archive"),
    "word": ("Word 文档", "a Word document"), "slides": ("演示文稿", "a slide show"), "database": ("数据库文件", "a database"),
}


def sentence(code: str, values: dict | None = None, lang: str = "zh") -> str:
    """The sentence of a code; `lang` zh (default) or en. Unknown codes and missing values never raise."""
    at = 1 if lang.startswith("en") else 0
    text = SENTENCES.get(code, ("表格里有问题({code})", "Something is wrong in the file ({code})"))[at]
    known = _spoken({**(values or {}), "code": code}, at)
    if "kind" in known:
        known["kind"] = KINDS.get(known["kind"], ("别的文件", "another kind of file"))[at]
    return text.format_map(known)


def place(problem, lang: str = "zh") -> str:
    """Where a problem is: 工作表“三年级”第 12 行“姓名”（B 列）."""
    english = lang.startswith("en")
    parts = []
    if problem.sheet:
        parts.append(f"Sheet “{problem.sheet}”" if english else f"工作表“{problem.sheet}”")
    if problem.line:
        parts.append(f"line {problem.line}" if english else f"第 {problem.line} 行")
    if problem.column in COLUMNS:
        name, letter = COLUMNS[problem.column][1 if english else 0], problem.values.get("letter")
        parts.append((f"{name} (column {letter})" if english else f"“{name}”（{letter} 列）") if letter else name)
    return ", ".join(parts) if english else "".join(parts)


def say(problem, lang: str = "zh") -> str:
    """Place and sentence of a `Problem` in one line."""
    where, what = place(problem, lang), sentence(problem.code, problem.values, lang)
    return (f"{where}: {what}" if lang.startswith("en") else f"{where}：{what}") if where else what


def asked(question, lang: str = "zh") -> tuple[str, dict[str, str]]:
    """(sentence, {choice: what it does}) of a `Question` or of the dict it is kept as."""
    kept = question if isinstance(question, dict) else {"code": question.code, "values": question.values, "choices": question.choices}
    at = 1 if lang.startswith("en") else 0
    words = QUESTIONS.get(kept["code"])
    values = _spoken(kept["values"], at)
    if words is None:
        return kept["code"], {choice: choice for choice in kept["choices"]}
    return words.sentence[at].format_map(values), {choice: _choice(words, choice, values, at) for choice in kept["choices"]}


#: values that we have made as lists with 、 between; others stand as they are in the file
LISTS = ("lines", "target", "source", "classes", "columns", "others")


def _spoken(values: dict, at: int) -> dict:
    """The values with the lists as the language has them."""
    return _Values({key: value.replace("、", ", ") if at and key in LISTS and isinstance(value, str) else value for key, value in values.items()})


def _choice(words, choice: str, values: dict, at: int) -> str:
    """p1, p2 … are one choice worded `p`, about the thing that `values` holds under their name."""
    pair = words.choices.get(choice) or words.choices.get(choice.rstrip("0123456789"), (choice, choice))
    return pair[at].format_map(_Values({**values, "this": values.get(choice, choice)}))


class _Values(dict):
    def __missing__(self, key: str) -> str:
        return "…"
