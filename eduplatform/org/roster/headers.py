"""The many names that schools give to columns."""

import re
import unicodedata

#: field → header texts, exact after `plain`. Earlier names are better; those in WEAK are believed only if nothing else is there.
NAMES = {
    "name": (
        "姓名",
        "学生姓名",
        "学生名字",
        "名字",
        "学员姓名",
        "幼儿姓名",
        "幼儿名字",
        "宝宝姓名",
        "孩子姓名",
        "名称",
        "学生",
        "中文姓名",
        "姓名中文",
        "name",
        "studentname",
        "fullname",
        "xm",
        "xsxm",
    ),
    "class": (
        "行政班",
        "行政班级",
        "班级",
        "所在班级",
        "班别",
        "班",
        "班级名称",
        "现在班级",
        "就读班级",
        "年级班级",
        "班级名",
        "年班",
        "所属班级",
        "班号",
        "班次",
        "新班级",
        "分班",
        "年级班",
        "class",
        "classname",
        "homeclass",
        "bj",
        "bjmc",
    ),
    "grade": (
        "年级",
        "所在年级",
        "入学年份",
        "级",
        "届",
        "年级名称",
        "就读年级",
        "所属年级",
        "年段",
        "届别",
        "级别",
        "入学年度",
        "入学年级",
        "现在年级",
        "grade",
        "gradename",
        "nj",
        "njmc",
    ),
    "number": (
        "班内学号",
        "座号",
        "班学号",
        "班级学号",
        "班内序号",
        "班内编号",
        "座位号",
        "班级座号",
        "班序",
        "学号",
        "号数",
        "学生学号",
        "号码",
        "number",
        "no",
        "studentno",
        "studentid",
        "xh",
        "序号",
        "编号",
    ),
    "student_number": (
        "教育id",
        "学籍号",
        "全国学籍号",
        "学生编号",
        "国家学籍号",
        "学籍编号",
        "省学籍号",
        "学籍辅号",
        "学籍号码",
        "全国学籍号码",
        "学籍码",
        "个人标识码",
        "学生标识码",
        "教育编号",
    ),
    "sex": ("性别", "男女", "学生性别", "sex", "gender", "xb"),
    "status": (
        "学籍状态",
        "状态",
        "在校状态",
        "在读状态",
        "学生状态",
        "就读状态",
        "学生当前状态",
        "当前状态",
        "学籍变动",
        "学籍异动",
        "异动",
        "异动情况",
        "异动类型",
        "变动情况",
        "status",
    ),
    "homeroom": (
        "班主任",
        "班主任姓名",
        "班主任老师",
        "班主任名字",
        "现任班主任",
        "班主任教师",
        "homeroomteacher",
        "bzr",
    ),
}
WEAK = {"序号", "编号", "号码", "no", "名称", "学生", "级", "届", "班次"}
#: parts of headers of columns that we must not keep, and do not need
NOT_KEPT = (
    "身份证",
    "证件",
    "护照",
    "户口",
    "住址",
    "地址",
    "电话",
    "手机",
    "联系",
    "出生",
    "生日",
    "监护人",
    "家长",
    "父亲",
    "母亲",
    "爸爸",
    "妈妈",
    "爷爷",
    "奶奶",
    "民族",
    "籍贯",
    "户籍",
    "微信",
    "qq",
    "邮箱",
    "银行",
    "卡号",
    "健康",
    "病史",
    "过敏",
    "残疾",
    "贫困",
    "低保",
    "留守",
    "宗教",
    "血型",
    "指纹",
    "照片",
    "相片",
    "政治面貌",
    "曾用名",
    "血缘",
    "关系",
    "车牌",
    "医保",
    "idcard",
    "idnumber",
    "phone",
    "mobile",
    "address",
    "birth",
    "email",
    "parent",
    "guardian",
    "mother",
    "father",
)
_NOT_KEPT_EXACT = {
    "id",
    "tel",
    "成员1",
    "成员2",
    "父",
    "母",
    "年龄",
    "age",
    "身份号",
    "身份号码",
    "公民身份号码",
    "sfzh",
    "sfzjh",
}
_NOISE = re.compile(r"[\s*:\u200b\ufeff※#☆★_/、.·-]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|〔[^〕]*〕|<[^<>]*>")
_TRADITIONAL = str.maketrans("級學號別導師電話證號戶籍齡", "级学号别导师电话证号户籍龄")
_FIELD_OF = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}


def plain_header(header: str) -> str:
    """姓 名*(必填) → 姓名; ＮＡＭＥ → name; 班級 → 班级."""
    text = unicodedata.normalize("NFKC", header).translate(_TRADITIONAL).lower()
    return _NOISE.sub("", _BRACKETS.sub("", text)) or _NOISE.sub("", text)


def field_of(header: str) -> tuple[str, int] | None:
    """(field, rank) for a known header, ("not_kept", 0) for one we must not keep, or None. Rank 0 is the best name."""
    if not header.strip() or len(header) > 60:
        return None
    text = plain_header(header)
    if text in _NOT_KEPT_EXACT or any(part in text for part in NOT_KEPT):
        return "not_kept", 0
    han = re.sub("[a-z]+", "", text) if re.search("[\u4e00-\u9fff]", text) else text
    for known in (text, text.strip("()"), han, han.removeprefix("学生")):
        if known in _FIELD_OF:
            return _FIELD_OF[known]
    return None


def is_weak(header: str) -> bool:
    return plain_header(header) in WEAK


def looks_like_header_text(text: str) -> bool:
    """Whether the first lines of a text hold header words of at least two fields."""
    cells = re.split(r"[,;\t\n\r\"]+|<[^>]*>", text[:8000])
    fields = {found[0] for found in map(field_of, cells) if found}
    return len(fields) >= 2
