"""Does a quiz measure? Who knows nothing must not pass; who only remembers must not excel; wrong answers must tell what pupils think."""

import re
from collections import Counter
from pathlib import Path

from .check_context import CheckContext
from .check_hints import check_question_hints, check_words
from .guessing import earned
from .limits import APPLIED, GUESSED, LONGEST, NUMBERS, TRUE
from .question import Option, Question, Quiz, Single, TrueFalse, TwoStep
from .yaml_lines import Marked

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_ADULT = re.compile(
    r"(司机|家长|监护人|爸爸妈妈|老师|学校|单位|后车|后面的车|大人|警察|消防员)[^\u3002\uff0c\uff1b\uff1a,;:?\uff1f“”]{0,12}"
    r"(应当|应该|该|必须|要怎么|要做|怎么办|怎么做|怎样做|的义务|的责任)[^\u3002,\uff0c]{0,8}[?\uff1f]$"
)


def check_measure(quiz: Quiz, document: Marked, file: Path, place: CheckContext) -> None:
    """Everything about the pool as a whole, then what each question owes it."""
    pool = _Pool(quiz, document, file, place)
    pool.judgements()
    pool.longest()
    pool.levels()
    pool.numbers()
    pool.forms()
    pool.words()
    for index, question in enumerate(quiz.questions):
        pool.question(index, question)
    for way, share in earned(quiz).items():
        if share > GUESSED:
            pool.error(f"不懂也能得分:“{way}”能得 {share:.0%},最多 {GUESSED:.0%};请改写选项,让错的一样像对的")


class _Pool:
    """The questions of one quiz under check."""

    def __init__(self, quiz: Quiz, document: Marked, file: Path, place: CheckContext) -> None:
        self.questions, self.document, self.file, self.place = quiz.questions, document, file, place

    def error(self, reason: str, *path: object) -> None:
        self.place.report.error(self.file, self.document.line("questions", *path), reason)

    def judgements(self) -> None:
        answers = [question.answer for question in self.questions if isinstance(question, TrueFalse)]
        least, most = TRUE
        if answers and not least <= sum(answers) / len(answers) <= most:
            self.error(f"判断题 {len(answers)} 道里有 {sum(answers)} 道是“对”;要占 {least:.0%}–{most:.0%},请改几句")

    def longest(self) -> None:
        lists = [(at, options) for at, question in enumerate(self.questions, 1) for options in _one_of(question)]
        at = [number for number, options in lists if _right_is_longest(options)]
        if lists and len(at) / len(lists) > LONGEST:
            self.error(
                f"单选题有 {len(at)}/{len(lists)} 道正确项最长(第 {at} 题),最多 {LONGEST:.0%};请把错的写得一样具体"
            )

    def levels(self) -> None:
        applied = sum(question.level != "recall" for question in self.questions)
        if applied / len(self.questions) < APPLIED:
            self.error(
                f"{len(self.questions)} 题里只有 {applied} 题是情境里运用或判断(level: apply、judge),至少 {APPLIED:.0%}"
            )

    def numbers(self) -> None:
        bare = [index + 1 for index, question in enumerate(self.questions) if bare_number(question)]
        if len(bare) / len(self.questions) > NUMBERS:
            self.error(f"第 {bare} 题只考数字,最多占 {NUMBERS:.0%};请改成在情境里用这个规定")

    def forms(self) -> None:
        count = Counter((question.objective, question.form) for question in self.questions)
        for objective in dict.fromkeys(question.objective for question in self.questions):
            a, b = count[objective, "A"], count[objective, "B"]
            if a != b:
                self.error(f"“{objective}”A 卷 {a} 题、B 卷 {b} 题;两卷每个目标题数要一样")

    def words(self) -> None:
        check_words(self.questions, self.error)

    def question(self, index: int, question: Question) -> None:
        check_question_hints(question, self.place, lambda reason, *path: self.error(reason, index, *path))
        raw = self.document.data["questions"][index]
        for field, meaning in (("level", "recall、apply 或 judge"), ("form", "A 或 B")):
            if field not in raw:
                self.error(f"缺少 {field};请写 {meaning}", index)
        if found := _ADULT.search(question.stem):
            self.error(f"题干问的是大人的事(“{found[0]}”);请问孩子自己该做什么", index, "stem")
        if isinstance(question, TrueFalse):
            line = self.document.line("questions", index)
            self.place.report.statements.append((question.stem, question.answer, str(self.file), line))
            self.belief(question.belief, index)
        for name in ("options", "reasons", "regions"):
            for at, part in enumerate(getattr(question, name, [])):
                if part.right and part.belief:
                    self.error("正确的一项不写 belief", index, name, at, "belief")
                if not part.right:
                    self.belief(part.belief, index, name, at)

    def belief(self, belief: str, *path: object) -> None:
        if not belief:
            self.error("错误的一项缺少 belief;请用不超过 12 个字写选它的孩子怎么想,例如“跑得快就行”", *path)


def _one_of(question: Question) -> list[list[Option]]:
    """Lists of options of which one is right."""
    if isinstance(question, TwoStep):
        return [question.options, question.reasons]
    return [question.options] if isinstance(question, Single) else []


def _right_is_longest(options: list[Option]) -> bool:
    right = max((len(option.text) for option in options if option.right), default=0)
    return all(right > len(option.text) for option in options if not option.right)


def bare_number(question: Question) -> bool:
    """Do the choices differ in nothing but a number?"""
    texts = [part.text for part in [*getattr(question, "options", []), *getattr(question, "right", [])]]
    shapes = Counter(_DIGITS.sub("0", text) for text in texts if _DIGITS.search(text))
    return any(count > 1 for count in shapes.values())
