"""The log of a run: a CSV file, and TensorBoard's files where it is installed."""

import csv
import pathlib

try:
    from torch.utils.tensorboard import SummaryWriter
except ImportError:  # the CSV file alone
    SummaryWriter = None

COLUMNS = (
    "step",
    "epoch",
    "order",
    "loss",
    "accuracy",
    "gradient_norm",
    "learning_rate",
    "samples_per_second",
    "validation_loss",
    "validation_accuracy",
)


class Log:
    """Rows of `COLUMNS`. A resumed run drops the rows after its checkpoint and goes on."""

    def __init__(self, folder, first_step):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "log.csv"
        kept = self._rows_until(first_step)
        self.file = self.path.open("w", newline="")
        self.rows = csv.DictWriter(self.file, COLUMNS)
        self.rows.writeheader()
        self.rows.writerows(kept)
        self.board = SummaryWriter(folder, purge_step=first_step + 1) if SummaryWriter else None

    def _rows_until(self, step):
        if not self.path.exists():
            return []
        with self.path.open(newline="") as file:
            return [row for row in csv.DictReader(file) if row.get("step") and int(row["step"]) <= step]

    def add(self, **values):
        """Adds a row; what is left out or None stays empty."""
        self.rows.writerow(values)
        self.file.flush()
        if self.board:
            for name, value in values.items():
                if name not in ("step", "order") and value is not None:
                    self.board.add_scalar(name, value, values["step"])

    def close(self):
        self.file.close()
        if self.board:
            self.board.close()
