"""The error of a run that cannot go on. Its text says what was found, what would be right and what to do."""


class RunError(Exception):
    """Ends the run with its text alone, without a trace."""
