"""YAML that remembers on which line everything stands."""

from dataclasses import dataclass
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster
DEEPEST = 500  #: lists and mappings within each other; a course has eight


class BrokenYaml(Exception):
    """The text is not YAML as we take it; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class Marked:
    """Parsed data plus its node tree; `offset` is the number of lines before the YAML in its file."""

    data: Any
    root: yaml.Node | None
    offset: int = 0

    def line(self, *path: object) -> int:
        """Line of a place such as ("questions", 3, "options", 1, "why").

        Parts that are not in the file (a missing key, a tag of a union) are stepped over,
        so the nearest enclosing place answers.
        """
        node, line = self.root, self.root.start_mark.line if self.root else 0
        for part in path:
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == str(part):
                        node, line = value, key.start_mark.line
                        break
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line
        return line + 1 + self.offset


def read_yaml_text(text: str, offset: int = 0) -> Marked:
    """Parse once, keeping the marks; raises BrokenYaml (also for a key written twice, and for aliases)."""
    try:
        _refuse_depth(text, offset)
        loader = Loader(text)
        try:
            root = loader.get_single_node()
            _refuse_surprises(root, offset)
            return Marked(loader.construct_document(root) if root else None, root, offset)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + 1 + offset
        raise BrokenYaml(line, f"YAML 写法有误({error.problem});检查缩进、冒号后的空格和引号") from None
    except (yaml.YAMLError, ValueError) as error:
        raise BrokenYaml(1 + offset, f"YAML 写法有误({error})") from None


def _refuse_depth(text: str, offset: int) -> None:
    """libyaml builds its tree by recursion in C, where a nest without a floor ends the whole process: count before building."""
    if sum(map(text.count, ("[", "{", "- "))) <= DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise BrokenYaml(event.start_mark.line + 1 + offset, "方括号、花括号或短横一层套一层,套得太深;请写平些")


def _refuse_surprises(root: yaml.Node | None, offset: int) -> None:
    """YAML silently keeps the last of two equal keys, and aliases can swell without end: take neither."""
    waiting, met = [root] if root else [], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            continue
        if id(node) in met:
            raise BrokenYaml(node.start_mark.line + 1 + offset, "不要用 & 和 * 引用;请把内容写全")
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
            continue
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise BrokenYaml(key.start_mark.line + 1 + offset, "字段名要是一个词,不能是列表或一组字段;请改短")
            if key.value in seen:
                raise BrokenYaml(key.start_mark.line + 1 + offset, f"{key.value} 写了两次;请删去一个")
            seen.add(key.value)
            waiting.append(value)
