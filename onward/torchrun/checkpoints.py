"""Checkpoints of a run: session files in a folder, beside a note of which run they belong to."""

import json
import os
import pathlib

import session_file
from errors import RunError

_KEPT = 2


class Checkpoints:
    """The folder of a run that began with the session `identity` says."""

    def __init__(self, folder, identity):
        self.folder, self.identity = pathlib.Path(folder), identity

    @property
    def _note(self):
        return self.folder / "run.json"

    def files(self):
        """The checkpoints from the oldest to the newest."""
        return sorted(self.folder.glob("step-*.safetensors"))

    def newest(self):
        """The session of the newest checkpoint of this run; None where there is none."""
        files = self.files()
        if not files:
            return None
        found = json.loads(self._note.read_text()) if self._note.exists() else {}
        for name, expected in self.identity.items():
            if found.get(name) != expected:
                raise RunError(
                    f"{self.folder} holds checkpoints of another run: {name} is {found.get(name)} there, {expected} here; "
                    "give --fresh to remove them, or another folder by --checkpoints"
                )
        return session_file.read(files[-1])

    def write(self, state):
        """Writes a checkpoint and removes all but the newest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self._note.with_suffix(".part")
        part.write_text(json.dumps(self.identity))
        os.replace(part, self._note)
        state.write(self.folder / f"step-{state.step:09d}.safetensors")
        for old in self.files()[:-_KEPT]:
            old.unlink()

    def remove(self):
        """Removes the checkpoints: the run has come to its end, or is to begin anew."""
        for file in (*self.files(), self._note):
            file.unlink(missing_ok=True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()
