"""Texts in both languages of the pages, and the messages of form fields. Source: architecture A29."""

from typing import NamedTuple


class Words(NamedTuple):
    """One text in English and in Chinese; an empty Chinese text falls back to the English one."""

    en: str
    zh: str = ""

    def said(self, language: str) -> str:
        """Return the text in a language code (`zh…` is Chinese, everything else English)."""
        return self.zh if language.startswith("zh") and self.zh else self.en

    def with_values(self, **values: object) -> "Words":
        """Return both texts with their `{names}` filled in."""
        return Words(self.en.format(**values), self.zh.format(**values))


REQUIRED = Words("enter a value", "请填写")
CHOOSE = Words("choose one", "请选择")
TICK = Words("tick this box to go on", "须勾选此项")
ATTACH = Words("attach a file", "请上传文件")
ADD_ROW = Words("add at least one", "请至少添加一项")
NOT_OFFERED = Words("choose one of the options shown", "请从所列选项中选择")
DATE = Words("enter a date such as 2026-11-23 or 23 Nov 2026", "请填写日期，例如 2026-11-23 或 11月23日")
TIME = Words("enter a time such as 09:30", "请填写时间，例如 09:30")
NUMBER = Words("enter a number such as 12,800,000", "请填写数字，例如 12,800,000 或 1280万")
DECIMALS = Words("give at most {count} decimals", "小数最多{count}位")
SMALLEST = Words("must be at least {limit}", "不得小于{limit}")
LARGEST = Words("must be at most {limit}", "不得大于{limit}")
EARLIEST = Words("must not be before {limit}", "不得早于{limit}")
LATEST = Words("must not be after {limit}", "不得晚于{limit}")
STEP = Words("must be a multiple of {step}", "须为{step}的倍数")
SHORTEST = Words("write at least {count} characters", "至少填写{count}个字符")
LONGEST = Words("write at most {count} characters", "最多填写{count}个字符")
PATTERN = Words("is not in the form asked for", "格式不符合要求")
PATTERN_UNKNOWN = Words("is too long to be checked; write less", "内容过长，无法核对，请缩短")
EMAIL = Words("enter an e-mail address such as name@example.com", "请填写电子邮箱，例如 name@example.com")
PHONE = Words("enter a telephone number such as +86 21 5555 0100", "请填写电话号码，例如 +86 21 5555 0100")
CHARACTERS = Words("holds a character that cannot be kept; type it anew", "含有无法保存的字符，请重新输入")
ONE_VALUE = Words("was sent more than once", "重复提交")
UNKNOWN = Words("this form has no field “{name}”; nothing was saved", "本表单没有字段“{name}”，未保存任何内容")
MORE_UNKNOWN = Words("and {count} more fields it does not have", "另有{count}个本表单没有的字段")
ROW_EXPECTED = Words("expects rows, each with its fields", "须为若干行，每行包含其字段")
UNKNOWN_ROW = Words("names a row that this list does not have", "列表中没有该行")
FIXED_ROWS = Words("rows cannot be added or taken away here", "此列表不可增删行")
FILE_EMPTY = Words("“{name}” is empty", "“{name}”为空文件")
FILE_SIZE = Words("the file is larger than {megabytes} MB", "文件超过 {megabytes} MB")
FILE_TYPE = Words("“{name}” is not one of: {types}", "“{name}”的类型不在允许范围：{types}")
FILE_CONTENT = Words("“{name}” does not contain what its name says", "“{name}”的内容与扩展名不符")
FILE_ARCHIVE = Words("“{name}” unpacks to more than a document may hold", "“{name}”解压后超出文件允许的大小")
FILE_COUNT = Words("attach one file only", "只能上传一个文件")
