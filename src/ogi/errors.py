"""The errors a person can act on: which file, where, what was found, what was expected, what to do."""

from __future__ import annotations


class OgiError(Exception):
    """Anything that keeps the program from going on and that its user can mend."""


class InputError(OgiError):
    """A file, a register row or a setting that cannot be used, said in one clear sentence."""

    def __init__(self, file: object, where: str, found: str, expected: str, action: str) -> None:
        self.file = str(file)
        self.where = where
        place = f"{self.file}, {where}" if where else self.file
        super().__init__(f"{place}: found {found}; expected {expected}. {action}")
        self._said = (self.file, where, found, expected, action)

    def __reduce__(self) -> tuple[type[InputError], tuple[str, ...]]:
        """Take the error to another process: an exception is made again from what it was made of."""
        return type(self), self._said


class SpecError(InputError):
    """A form spec, taxonomy or message file of the project that does not validate."""


class MissingGlyphError(OgiError):
    """Text that no font at hand can draw: an empty box would otherwise stand in its place."""
