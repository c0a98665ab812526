"""Errors. Each says where (file, line), what is wrong, and what is allowed."""


class CorpuskitError(Exception):
    """Base of every error that a user can cause; the command line turns it into exit code 2."""

    def __init__(self, problem: str, *, file: str = "", line: int = 0) -> None:
        """Remember ``problem`` and its place; ``line`` is 1-based, 0 where there is none.

        What is said can be written as UTF-8 whatever the file is called.
        """
        file = printable(file)
        place = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(f"{place}{problem}")
        self.problem, self.file, self.line = problem, file, line


class RuleFault(CorpuskitError):
    """One fault of one rule, without its place: kinds raise or yield it, the loader adds the place."""

    def __init__(self, code: str, key: str, problem: str, allowed: str = "") -> None:
        """``allowed`` names the values that would have been right, where they can be listed."""
        parts = [part for part in (code, key, problem) if part]
        super().__init__(": ".join(parts) + (f"; allowed: {allowed}" if allowed else ""))
        self.code, self.key, self.allowed = code, key, allowed


class RuleFileError(CorpuskitError):
    """One or more faults of rule files; ``str()`` gives one line for each, twenty at most."""

    def __init__(self, faults: list[str]) -> None:
        """``faults`` are finished lines, ``file:line: code: key: problem; allowed: …``."""
        shown = faults[:20]
        if len(faults) > len(shown):
            shown = [*shown, f"... and {len(faults) - len(shown)} more"]
        super().__init__("\n".join(shown))
        self.faults = tuple(faults)


class ConfigError(CorpuskitError):
    """A wrong option or configuration."""


class InputError(CorpuskitError):
    """An input that cannot be read, or an output that cannot be written."""


def printable(path: str) -> str:
    """``path`` with the bytes that are not UTF-8, which Python holds as lone surrogates, percent-encoded."""
    if path.isascii():
        return path
    return "".join(f"%{ord(one) & 0xFF:02X}" if "\ud800" <= one <= "\udfff" else one for one in path)
