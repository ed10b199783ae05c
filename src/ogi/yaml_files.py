"""YAML files validated on load: an unknown key or a wrong type is one clear sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ogi.errors import SpecError

_Model = TypeVar("_Model", bound=BaseModel)


if TYPE_CHECKING:
    from yaml import SafeLoader
else:  # LibYAML reads eight times as fast; an installation of PyYAML may lack it
    SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeyLoader(SafeLoader):
    """A safe loader that refuses a key given twice in one mapping; YAML would keep the last silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key “{key}” twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def load_yaml(path: Path, model: type[_Model]) -> _Model:
    """Return a YAML file as the given model.

    Raises SpecError naming the file, the place in it, what was found and what was expected.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        found = str(getattr(error, "problem", error))
        raise SpecError(path, where, found, "well-formed YAML in UTF-8", "Correct the line.") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            known = "a key that the file's format has"
            raise SpecError(
                path,
                where,
                f"the unknown key “{first['loc'][-1]}”",
                known,
                "Remove it or correct its spelling.",
            ) from error
        found = f"{first['input']!r}" if not isinstance(first["input"], dict) else "no such key"
        raise SpecError(path, where, found, first["msg"], "Correct the entry.") from error
