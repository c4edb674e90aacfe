"""Every refusal, problem and note as a Chinese and an English sentence that says what to do. Plain strings, no Flask."""

from .book_types import KeptQuestion, Problem, Question
from .question_messages import QUESTIONS, TICKS, Words
from .refusals import Values

COLUMNS = {
    "name": ("姓名", "name"),
    "class": ("班级", "class"),
    "grade": ("年级", "grade"),
    "number": ("学号", "number in class"),
    "student_number": ("学生编号", "student number"),
    "sex": ("性别", "sex"),
    "homeroom": ("班主任", "homeroom teacher"),
}
KINDS = {
    "pdf": ("PDF 文件", "a PDF file"),
    "picture": ("图片", "a picture"),
    "archive": ("压缩包", "an archive"),
    "word": ("Word 文档", "a Word document"),
    "slides": ("演示文稿", "a slide show"),
    "database": ("数据库文件", "a database"),
}


def message_in(code: str, values: Values | None = None, lang: str = "zh") -> str:
    """The sentence of a code; `lang` zh (default) or en. Unknown codes and missing values never raise."""
    at = 1 if lang.startswith("en") else 0
    text = SENTENCES.get(code, ("表格里有问题({code})", "Something is wrong in the file ({code})"))[at]
    known = _spoken({**(values or {}), "code": code}, at)
    if "kind" in known:
        known["kind"] = KINDS.get(str(known["kind"]), ("别的文件", "another kind of file"))[at]
    return text.format_map(known)


def place(problem: Problem, lang: str = "zh") -> str:
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


def say(problem: Problem, lang: str = "zh") -> str:
    """Place and sentence of a `Problem` in one line."""
    where, what = place(problem, lang), message_in(problem.code, problem.values, lang)
    return (f"{where}: {what}" if lang.startswith("en") else f"{where}：{what}") if where else what


def question_message(question: Question | KeptQuestion, lang: str = "zh") -> tuple[str, dict[str, str]]:
    """(sentence, {choice: what it does}) of a `Question` or of the dict it is kept as."""
    kept, at = _kept(question), 1 if lang.startswith("en") else 0
    words = QUESTIONS.get(kept["code"])
    values = _spoken(kept["values"], at)
    if words is None:
        return kept["code"], {choice: choice for choice in kept["choices"]}
    return words.sentence[at].format_map(values), {
        choice: _choice(words, choice, values, at) for choice in kept["choices"]
    }


def choices_on_page(question: Question | KeptQuestion, lang: str = "zh") -> dict[str, str]:
    """{choice: what it does} as the page offers them. Corrected spellings, where there are several, are confirmed line by line only."""
    kept, at = _kept(question), 1 if lang.startswith("en") else 0
    words = QUESTIONS.get(kept["code"])
    if words is not None and words.by_line and told_by_line(kept):
        return {choice: pair[at] for choice, pair in words.by_line.items()}
    return question_message(kept, lang)[1]


def told_by_line(question: Question | KeptQuestion) -> bool:
    """Whether a question has lines that can be told apart."""
    kept = _kept(question)
    return bool(kept.get("by_line")) and len(kept.get("shown", ())) > 1


def line_groups(question: Question | KeptQuestion, lang: str = "zh") -> list[tuple[str, list[tuple[int, str]]]]:
    """[(why they are asked about, [(number of the line from 1, line)])] of a question; one group without a reason where all are alike."""
    kept, at = _kept(question), 1 if lang.startswith("en") else 0
    lines = list(enumerate(kept.get("shown", ()), 1))
    if not kept.get("parts"):
        return [("", lines)] if lines else []
    found, start = [], 0
    for part in kept["parts"]:
        words, size = QUESTIONS.get(part["code"]), len(part.get("shown", ()))
        found.append((words.reason[at] if words and words.reason else "", lines[start : start + size]))
        start += size
    return found


def ticks_message(code: str, lang: str = "zh") -> str:
    """What a tick before a line says."""
    words = QUESTIONS.get(code)
    return (words.ticks if words and words.ticks else TICKS)[1 if lang.startswith("en") else 0]


def _kept(question: Question | KeptQuestion) -> KeptQuestion:
    return question.kept() if isinstance(question, Question) else question


#: values that we have made as lists with 、 between; others stand as they are in the file
LISTS = ("lines", "target", "source", "classes", "columns", "others")


def _spoken(values: Values, at: int) -> "_Values":
    """The values with the lists as the language has them."""
    return _Values(
        {
            key: value.replace("、", ", ") if at and key in LISTS and isinstance(value, str) else value
            for key, value in values.items()
        }
    )


def _choice(words: Words, choice: str, values: Values, at: int) -> str:
    """p1, p2 … are one choice worded `p`, about the thing that `values` holds under their name."""
    pair = words.choices.get(choice) or words.choices.get(choice.rstrip("0123456789"), (choice, choice))
    return pair[at].format_map(_Values({**values, "this": values.get(choice, choice)}))


class _Values(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "…"


FILE = {
    "file_empty": ("文件是空的。请确认已保存，再上传。", "The file is empty. Save it again and upload it."),
    "file_stranger": (
        "这是{kind}，不是表格。请上传 .xlsx、.xls 或 .csv 文件，或者 OneRoster 的压缩包。",
        "This is {kind}, not a table. Upload an .xlsx, .xls or .csv file, or a zip of OneRoster.",
    ),
    "oneroster_missing": (
        "压缩包里没有 {file}。请把 OneRoster 的文件放全再打包。",
        "The zip has no {file}. Pack all files of OneRoster again.",
    ),
    "oneroster_encoding": (
        "{file} 不是 UTF-8 编码。请用 UTF-8 重新导出。",
        "{file} is not in UTF-8. Export it again in UTF-8.",
    ),
    "oneroster_quotes": (
        "{file} 从这一行起引号不成对。请重新导出，不要用记事本改。",
        "From this line on the quotes of {file} do not match. Export it again, and do not edit it by hand.",
    ),
    "oneroster_empty": ("{file} 是空的，连表头也没有。", "{file} is empty, without even a header line."),
    "oneroster_version": (
        "{name} 要写 {wanted}，这里是“{text}”。只读 OneRoster 1.1 的 CSV，请按这个版本导出。",
        "{name} must be {wanted}, here it is “{text}”. Only OneRoster 1.1 CSV is read; export it in this version.",
    ),
    "oneroster_mode": (
        "{name} 要写 bulk、delta 或 absent，这里是“{text}”。",
        "{name} must be bulk, delta or absent, here it is “{text}”.",
    ),
    "oneroster_delta": (
        "{file} 只有改动（delta）。请导出全部（bulk），好和现在的名册逐人对照。",
        "{file} holds changes only (delta). Export everything (bulk), so that it can be held against the roll.",
    ),
    "oneroster_absent": (
        "manifest 里写着没有 {file}，没有它就不知道谁在哪个班。请连它一起导出。",
        "The manifest says that {file} is absent; without it nobody knows who is in which class. Export it too.",
    ),
    "oneroster_head_missing": (
        "表头里少了这些列：{column}。列名要和标准一字不差。",
        "The header line lacks: {column}. Names must be exactly those of the standard.",
    ),
    "oneroster_head_odd": (
        "表头里有标准里没有的列：{column}。自己加的列要以 metadata. 开头。",
        "The header line has columns the standard does not know: {column}. Columns of your own begin with metadata.",
    ),
    "oneroster_cells": (
        "这一行有 {count} 格，表头有 {wanted} 格。",
        "This line has {count} cells, the header line has {wanted}.",
    ),
    "oneroster_empty_cell": ("必须填的 {column} 是空的。", "{column} must be filled and is empty."),
    "oneroster_id_twice": (
        "sourcedId “{text}”和第 {first} 行的重复。",
        "sourcedId “{text}” stands in line {first} already.",
    ),
    "oneroster_unknown": (
        "{column} 写的“{text}”在 {file} 里没有。",
        "{column} says “{text}”, which is not in {file}.",
    ),
    "oneroster_two_classes": (
        "这个学生在几个班里：{classes}。一个学生只能有一个行政班（classType 为 homeroom）。",
        "This pupil is in several classes: {classes}. A pupil has one class of the type homeroom.",
    ),
    "oneroster_no_class": (
        "enrollments.csv 里没有这个学生的班级。请补上，或者去掉这个学生。",
        "enrollments.csv has no class for this pupil. Add it, or take the pupil out.",
    ),
    "oneroster_schools": (
        "里面有 {count} 所学校的学生。请按学校分开导出，一所学校一份。",
        "It holds pupils of {count} schools. Export each school apart.",
    ),
    "file_other_table": (
        "这种表格格式读不了。请在 WPS 或 Excel 里另存为 .xlsx 再上传。",
        "This table format cannot be read. Save it as .xlsx and upload again.",
    ),
    "file_mht": (
        "这是网页存档(.mht)，不是表格。请另存为 .xlsx 再上传。",
        "This is a web archive (.mht). Save it as .xlsx and upload again.",
    ),
    "file_broken": (
        "文件不完整或已损坏。请重新打开、另存为 .xlsx 再上传。",
        "The file is cut off or damaged. Open it, save it as .xlsx and upload again.",
    ),
    "file_password": (
        "文件有打开密码。请取消密码后再上传。",
        "The file has a password. Remove the password and upload again.",
    ),
    "file_binary": (
        "文件里不是文字，读不了。请另存为 .xlsx 再上传。",
        "The file does not hold text. Save it as .xlsx and upload again.",
    ),
    "file_too_large": (
        "文件有 {megabytes} MB，最多 {most} MB。请按年级分成几个文件。",
        "The file has {megabytes} MB; at most {most} MB. Split it by grade.",
    ),
    "file_too_slow": (
        "文件读了太久，已停止。请只留名单，另存为 .xlsx 再上传。",
        "Reading took too long and was stopped. Keep only the list, save as .xlsx and upload again.",
    ),
    "file_too_heavy": (
        "文件展开后太大，已停止。请只留名单，另存为 .xlsx 再上传。",
        "The file grows too large when opened. Keep only the list, save as .xlsx and upload again.",
    ),
    "zip_members": (
        "文件里有 {count} 个部件，最多 {most} 个。请只留名单工作表，删去图片等再上传。",
        "The file has {count} parts; at most {most}. Keep only the list, without pictures.",
    ),
    "zip_nested": (
        "文件里还套着别的文件。请只留名单，另存为 .xlsx 再上传。",
        "Another file is packed inside. Keep only the list and save it as .xlsx.",
    ),
    "zip_bomb": (
        "文件展开后有 {megabytes} MB 或压缩得不正常，已拒绝。请把名单复制到新表格再上传。",
        "The file unpacks to {megabytes} MB or is packed abnormally. Copy the list into a new file.",
    ),
    "sheet_too_large": (
        "工作表有 {rows} 行、{columns} 列，太大了。请只留名单的行和列。",
        "A sheet has {rows} rows and {columns} columns: too large. Keep only the list.",
    ),
    "csv_quotes": (
        '第 {line} 行起引号不成对。请删去多余的英文引号 " 再上传。',
        'Quotes do not match from line {line} on. Remove the stray quote marks ".',
    ),
    "encoding_wrong": (
        "按所选编码 {encoding} 读不出来。请换一种编码，或另存为 .xlsx。",
        "The file cannot be read as {encoding}. Choose another encoding, or save it as .xlsx.",
    ),
    "encoding_unknown": (
        "第 {line} 行起认不出文字编码。请另存为 .xlsx 再上传。",
        "The text encoding is not known from line {line} on. Save the file as .xlsx.",
    ),
    "encoding_unsure": (
        "文字编码可能是 {encoding}，不能确定。请看预览里的姓名，选对编码后再继续。",
        "The encoding may be {encoding}, but this is not sure. Check the names in the preview and choose the encoding.",
    ),
    "markup_no_table": (
        "网页文件里没有表格。请另存为 .xlsx 再上传。",
        "There is no table in this web page. Save the list as .xlsx.",
    ),
    "upheaval_refused": (
        "按你的回答没有导入。请核对文件是不是本校、本学年、完整的名册，再上传。",
        "Not imported, as you answered. Check that the file is this school's complete list of this school year, and upload again.",
    ),
    "file_gone": (
        "上传的文件只保留一天，已经删除。请重新上传。",
        "An upload is kept for one day and has been removed. Upload the file again.",
    ),
    "reading_failed": (
        "读这份名册时后台中断了 {count} 次，已停止。请再上传一次；如果还是这样，请把名册按年级分成几个文件，或请系统管理员看“系统”页。",
        "Reading this list was cut off {count} times and was stopped. Upload it again; if that does not help, split it by grade, or ask the system administrator to look at the System page.",
    ),
    "no_rows": (
        "没有找到学生。请确认名单在表头下面。",
        "No pupils were found. The list must stand below the header row.",
    ),
}
SHEET = {
    "sheet_empty": ("空工作表，已跳过。", "Empty sheet, left out."),
    "sheet_hidden": (
        "隐藏的工作表，已跳过。如需导入，请先取消隐藏。",
        "Hidden sheet, left out. Unhide it to import it.",
    ),
    "sheet_instructions": ("说明类工作表，已跳过。", "Instructions, left out."),
    "sheet_left_out": ("按你的选择，没有导入这张工作表。", "Left out as you chose."),
    "sheet_no_header": (
        "没有找到表头。请在名单上面加一行表头，至少有“姓名”和“班级”。",
        "No header row found. Add one above the list with at least 姓名 (name) and 班级 (class).",
    ),
    "sheet_no_class": (
        "没有班级。请加一列“班级”，或把工作表改名为班级，如“三(2)班”。",
        "No class is given. Add a column 班级, or name the sheet after the class, such as 三(2)班.",
    ),
    "two_name_columns": (
        "有两列姓名。请把名单排成一列，每行一名学生，或在预览里选定一列。",
        "There are two name columns. Put one pupil per line in one list, or choose a column in the preview.",
    ),
    "two_class_columns": (
        "有新旧两列班级。请在预览里选定一列。",
        "There is an old and a new class column. Choose one in the preview.",
    ),
    "not_kept": ("这些列不会被读取和保存：{columns}。", "These columns are not read and not kept: {columns}."),
    "unread": ("这些列没有读：{columns}。", "These columns were not read: {columns}."),
    "hidden_columns": (
        "隐藏的列也读了：{columns}。请看看是不是该读的。",
        "Hidden columns were read too: {columns}. Check that they are meant.",
    ),
    "sheet_no_list": ("这张工作表里没有名单，已跳过。", "No list in this sheet; left out."),
    "hidden_left": (
        "按你的选择，隐藏的第 {lines} 行没有导入（{count} 行）。",
        "Hidden lines {lines} are left out, as you chose ({count}).",
    ),
    "hidden_kept": (
        "按你的选择，隐藏的第 {lines} 行也导入（{count} 行）。",
        "Hidden lines {lines} are brought in, as you chose ({count}).",
    ),
    "filtered_left": (
        "按你的选择，筛选掉的第 {lines} 行没有导入（{count} 行）。",
        "Lines {lines}, filtered out, are left out, as you chose ({count}).",
    ),
    "filtered_kept": (
        "按你的选择，筛选掉的第 {lines} 行也导入（{count} 行）。",
        "Lines {lines}, filtered out, are brought in, as you chose ({count}).",
    ),
    "status_left": (
        "按你的选择，注明“{status}”的第 {lines} 行没有导入（{count} 人）。",
        "Lines {lines}, marked “{status}”, are left out, as you chose ({count}).",
    ),
    "remarks_dropped": (
        "第 {lines} 行姓名旁的备注已去掉（{count} 人）。",
        "Remarks beside the names on lines {lines} were dropped ({count}).",
    ),
    "filled_down": (
        "有 {count} 行空着，已按上面的合并单元格填写。请在预览里核对。",
        "{count} blank lines were filled from the cell above. Check the preview.",
    ),
    "number_is_counter": (
        "“序号”是全表流水号，不当作班内学号。",
        "序号 counts through the whole list, so it is not used as number in class.",
    ),
    "header_again": ("重复的表头，已跳过。", "Repeated header, left out."),
    "total_line": ("合计行，已跳过。", "Total line, left out."),
    "footer_line": ("表尾说明，已跳过。", "Footer, left out."),
    "title_line": ("标题行，不是学生。", "Title line, not a pupil."),
    "number_only_line": ("只有序号的空行，已跳过。", "Line with only a number, left out."),
}
CLASS = {
    "class_not_yours": (
        "这一行不是你的班。你只能导入自己班的名册，请删去这一行，或请学校安全管理员导入。",
        "This row is not your class. You can bring in your own class only: delete the row, or ask the school's safety officer.",
    ),
    "listed_twice": (
        "“{text}”还写在第 {lines} 行的班里。请只留现在的班，删去另一行。",
        "“{text}” is also in the class on line {lines}. Keep the present class only and delete the other line.",
    ),
    "move_not_yours": (
        "“{text}”是从别的班转来的。转班请学校安全管理员来办（导入全校名册，或在学生页转班），这里先删去这一行。",
        "“{text}” comes from another class. The school's safety officer moves pupils (whole-school list, or transfer on the pupil's page): delete the line here.",
    ),
    "class_labels": (
        "这些班没有班号，照名册上的叫法：{classes}。",
        "Classes without a number keep the name of the list: {classes}.",
    ),
    "class_missing": ("没有写班级。请补上，如“三(2)班”。", "The class is missing. Write it like 三(2)班."),
    "class_unreadable": (
        "看不懂班级“{text}”。请写成“三(2)班”“七(3)班”或“高一(12)班”。",
        "Class “{text}” is not understood. Write 三(2)班, 七(3)班 or 高一(12)班.",
    ),
    "class_ambiguous": (
        "班级“{text}”有两种读法。请写成“三(2)班”这样的形式，或加一列“年级”。",
        "Class “{text}” can be read in two ways. Write it like 三(2)班, or add a column 年级 (grade).",
    ),
    "class_no_grade": (
        "“{text}”看不出是几年级。请加一列“年级”，或在班名前写上年级，如“三(2)班”“三年级启航班”。",
        "“{text}” does not tell the grade. Add a column 年级 (grade), or write the grade before the class: 三(2)班, 三年级启航班.",
    ),
    "class_no_number": (
        "“{text}”只有年级，没有班号。请写成“三(1)班”。",
        "“{text}” is a grade without a class number. Write it like 三(1)班.",
    ),
    "class_number_range": (
        "“{text}”的班号不在 1 到 60 之间。请改正。",
        "The class number of “{text}” is not between 1 and 60. Correct it.",
    ),
    "class_is_date": (
        "班级被表格软件改成了日期“{text}”。请把这一列设为文本，重新写成“三(2)班”。",
        "The class was turned into the date “{text}”. Format the column as text and write it like 三(2)班.",
    ),
    "class_lost_zero": (
        "“{text}”可能是“{meant}”，末尾的 0 被表格软件去掉了。请写成“三(10)班”这样的形式。",
        "“{text}” may be “{meant}” whose last 0 was lost. Write it like 三(10)班.",
    ),
    "class_grade_conflict": (
        "班级和年级对不上。请改正其中一个。",
        "Class and grade do not agree. Correct one of them.",
    ),
    "class_two_places": (
        "标题里的班级和工作表名里的班级不一样。请改正，或加一列“班级”。",
        "The title and the sheet name give different classes. Correct one, or add a column 班级.",
    ),
    "grade_unreadable": (
        "看不懂年级“{text}”。请写成“三年级”“七年级”或“高一”。",
        "Grade “{text}” is not understood. Write 三年级, 七年级 or 高一.",
    ),
    "grade_ambiguous": (
        "“{text}”可以是几个学段的年级。请写明，如“三年级”“初三”或“高三”。",
        "“{text}” fits several stages. Write 三年级, 初三 or 高三.",
    ),
    "grade_not_here": (
        "“{text}”不在本校的学段里。请核对年级，或请管理员修改学校的学段。",
        "“{text}” is not a grade of this school. Check it, or ask the administrator to change the school's stages.",
    ),
    "year_future": (
        "“{text}”的入学年份还没到。请核对年份；“届”指毕业年份。",
        "The entry year of “{text}” is in the future. Check it; 届 means the year of leaving.",
    ),
    "year_graduated": (
        "“{text}”按年份已经毕业。请核对年份，毕业班不要导入。",
        "By its year, “{text}” has left school. Check the year; do not import classes that left.",
    ),
}
PUPIL = {
    "id_in_cell": (
        "有身份证号。身份证号不会被保存，请删除这一列再上传。",
        "There is a national id number. It is never stored: delete this column and upload again.",
    ),
    "name_missing": ("没有姓名。请补上，或删去这一行。", "The name is missing. Fill it in or delete the line."),
    "name_formula": (
        "内容以 = + - @ 开头，像公式。请重新输入。",
        "The text starts with = + - @, like a formula. Type it again.",
    ),
    "name_private_char": (
        "姓名里有造字，别的电脑显示不了。请用输入法重新输入这个字。",
        "The name has a privately made character. Type it again with an input method.",
    ),
    "name_lost_char": (
        "姓名“{text}”里有丢失或遮盖的字(? □ *)。请补全。",
        "Name “{text}” has a lost or masked character (? □ *). Complete it.",
    ),
    "name_digit": (
        "姓名“{text}”里有数字。请只写姓名；同名同学用学号区分。",
        "Name “{text}” has digits. Write only the name; pupils of one name are told apart by number.",
    ),
    "name_odd_char": (
        "姓名“{text}”里有不该有的符号。请只写姓名。",
        "Name “{text}” has signs that do not belong in a name. Write only the name.",
    ),
    "name_long": (
        "姓名超过 40 个字。请核对是否多列并成了一格。",
        "The name has more than 40 characters. Check whether cells ran together.",
    ),
    "name_one_char": (
        "姓名“{text}”只有一个字。如无误可以继续。",
        "Name “{text}” has one character. Go on if it is right.",
    ),
    "name_mixed_letters": (
        "姓名“{text}”里夹着字母。如果是打不出的字，请补上；如无误可以继续。",
        "Name “{text}” mixes Chinese and letters. Go on if it is right.",
    ),
    "sex_unreadable": ("看不懂性别“{text}”，已留空。", "Sex “{text}” is not understood and left blank."),
    "number_odd": (
        "学号“{text}”不对。只能用数字和字母。",
        "Number “{text}” is not valid. Use digits and letters only.",
    ),
    "number_long": (
        "学号“{text}”太长，最多 20 个字符（另有座号时 30 个）。请核对是不是别的号码。",
        "Number “{text}” is too long: 20 characters at most (30 beside a seat number). Check whether it is another number.",
    ),
    "number_is_phone": (
        "学号像手机号。手机号不会被保存，请改为学号或删除这一列。",
        "The number looks like a mobile phone. Phones are never stored: use the number in class.",
    ),
    "homeroom_first": (
        "班主任写了几位，只取第一位“{first}”；没有导入：{others}。",
        "Several homeroom teachers: the first, “{first}”, is taken. Not brought in: {others}.",
    ),
    "cell_error": (
        "这一格出错了（{text}）。请在表格里改好公式，或直接填上内容，保存后再上传。",
        "This cell is in error ({text}). Mend the formula or type the text, save and upload again.",
    ),
    "formula_no_value": (
        "这一格是公式，文件里没有存下算好的结果。请用 WPS 或 Excel 打开，保存一次再上传；或复制这一列，选择性粘贴为“数值”。",
        "This cell is a formula without a stored result. Open the file in WPS or Excel and save it, or paste the column as values, and upload again.",
    ),
    "number_is_date": (
        "“{text}”是日期，可能是“1-12”这样的号被表格软件改了。请把这一列设为文本，重新写上号。",
        "“{text}” is a date; a number such as 1-12 may have been changed by the table software. Format the column as text and write the number again.",
    ),
    "homeroom_odd": (
        "班主任“{text}”不像姓名。请写全名。",
        "Homeroom teacher “{text}” does not look like a name. Write the full name.",
    ),
    "number_twice": (
        "{class}的学号“{text}”还在第 {lines} 行。请改正其中一个。",
        "Number “{text}” of {class} is also on line {lines}. Correct one.",
    ),
    "student_number_twice": (
        "学生编号“{text}”还在第 {lines} 行。请改正其中一个。",
        "Student number “{text}” is also on line {lines}. Correct one.",
    ),
    "same_name": (
        "{class}有同名学生“{name}”（第 {lines} 行），分不清是谁。请给他们都写上学号；如果重复了请删去一行。",
        "{class} has another “{name}” (line {lines}). Give each a number, or delete the line if it is double.",
    ),
    "two_homerooms": (
        "{class}的班主任这里是“{name}”，第 {lines} 行是“{first}”。请改成同一位。",
        "Homeroom teacher of {class} is “{name}” here and “{first}” on line {lines}. Make them the same.",
    ),
}
SENTENCES = FILE | SHEET | CLASS | PUPIL
