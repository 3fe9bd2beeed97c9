//! Three small tables from scikit-learn's files. The first line of each has the counts and the classes; the others have
//! a value for each column, then the class. The rows go to the page unchanged: it divides and standardises them.

use std::path::Path;

use serde_json::{Value, json};

use super::source::{DataSet, read_verified};
use crate::files;
use crate::process::{Context, Result};
use crate::workspace::Workspace;

/// The tables.
pub(super) const SETS: [DataSet; 3] = [
    ("iris", |workspace, folder| IRIS.make(workspace, folder)),
    ("wine", |workspace, folder| WINE.make(workspace, folder)),
    ("breast_cancer", |workspace, folder| BREAST_CANCER.make(workspace, folder)),
];

/// A table: its file, and what the file does not say.
struct Table {
    source: &'static str,
    sha256: &'static str,
    title: &'static str,
    target: &'static str,
    /// Name and unit of each column.
    columns: &'static [(&'static str, &'static str)],
    origin: &'static str,
}

const IRIS: Table = Table {
    source: "data/iris.csv",
    sha256: "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449",
    title: "Iris",
    target: "species",
    columns: &[("sepal length", "cm"), ("sepal width", "cm"), ("petal length", "cm"), ("petal width", "cm")],
    origin: "R. A. Fisher: Iris, UCI Machine Learning Repository",
};

const WINE: Table = Table {
    source: "data/wine_data.csv",
    sha256: "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede",
    title: "Wine",
    target: "cultivator",
    columns: &[
        ("alcohol", ""),
        ("malic acid", ""),
        ("ash", ""),
        ("alcalinity of ash", ""),
        ("magnesium", ""),
        ("total phenols", ""),
        ("flavanoids", ""),
        ("nonflavanoid phenols", ""),
        ("proanthocyanins", ""),
        ("color intensity", ""),
        ("hue", ""),
        ("OD280/OD315 of diluted wines", ""),
        ("proline", ""),
    ],
    origin: "S. Aeberhard, M. Forina: Wine, UCI Machine Learning Repository",
};

const BREAST_CANCER: Table = Table {
    source: "data/breast_cancer.csv",
    sha256: "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed",
    title: "Breast cancer",
    target: "diagnosis",
    columns: &[
        ("mean radius", ""),
        ("mean texture", ""),
        ("mean perimeter", ""),
        ("mean area", ""),
        ("mean smoothness", ""),
        ("mean compactness", ""),
        ("mean concavity", ""),
        ("mean concave points", ""),
        ("mean symmetry", ""),
        ("mean fractal dimension", ""),
        ("radius error", ""),
        ("texture error", ""),
        ("perimeter error", ""),
        ("area error", ""),
        ("smoothness error", ""),
        ("compactness error", ""),
        ("concavity error", ""),
        ("concave points error", ""),
        ("symmetry error", ""),
        ("fractal dimension error", ""),
        ("worst radius", ""),
        ("worst texture", ""),
        ("worst perimeter", ""),
        ("worst area", ""),
        ("worst smoothness", ""),
        ("worst compactness", ""),
        ("worst concavity", ""),
        ("worst concave points", ""),
        ("worst symmetry", ""),
        ("worst fractal dimension", ""),
    ],
    origin: "W. Wolberg, O. Mangasarian, N. Street, W. Street: Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning \
             Repository",
};

/// The rows' file in the data set's folder. The name ends in .bin as those of the shards.
const FILE: &str = "table.csv.bin";

impl Table {
    fn make(&self, workspace: &Workspace, folder: &Path) -> Result {
        let bytes = read_verified(workspace, self.source, self.sha256)?;
        let text = String::from_utf8(bytes).context(self.source)?;
        let (head, rows) = text.split_once('\n').context(format!("{}: no rows", self.source))?;
        let classes: Vec<&str> = head.trim().split(',').skip(2).collect();
        let columns = self.columns_of(rows)?;
        let compressed = files::gzip(rows.as_bytes())?;
        files::write(&folder.join(FILE), &compressed)?;
        let description = json!({
            "version": 1,
            "title": self.title,
            "columns": columns,
            "target": { "name": self.target, "classes": classes },
            "source": self.origin,
            "licence": "CC BY 4.0",
            "table": {
                "file": FILE,
                "rows": rows.lines().count(),
                "bytes": compressed.len(),
                "sha256": files::sha256(&compressed),
            },
        });
        let text = serde_json::to_string_pretty(&description).context("manifest.json")?;
        files::write(&folder.join("manifest.json"), text + "\n")
    }

    /// The entries of the columns. Every row must have a value for each of them, and a class.
    fn columns_of(&self, rows: &str) -> Result<Vec<Value>> {
        let mut digits = vec![0; self.columns.len()];
        for (line, row) in rows.lines().enumerate() {
            let values: Vec<&str> = row.trim().split(',').collect();
            if values.len() != digits.len() + 1 {
                return Err(format!("{}, line {}: {} values", self.source, line + 2, values.len()));
            }
            for (most, value) in digits.iter_mut().zip(values) {
                *most = (*most).max(value.split_once('.').map_or(0, |(_, fraction)| fraction.len()));
            }
        }
        let entry = |(&(name, unit), digits): (&(&str, &str), usize)| {
            let mut column = json!({ "name": name, "kind": "numeric", "digits": digits });
            if !unit.is_empty() {
                column["unit"] = unit.into();
            }
            column
        };
        Ok(self.columns.iter().zip(digits).map(entry).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::IRIS;

    #[test]
    fn counts_the_digits_after_the_decimal_point() {
        let columns = IRIS.columns_of("5,3.5,1.44,0.2,0\n4.9,3,1.4,0.125,1").expect("two whole rows");
        let digits: Vec<_> = columns.iter().map(|column| column["digits"].as_u64()).collect();
        assert_eq!(digits, [Some(1), Some(1), Some(2), Some(3)]);
        assert_eq!(columns[3]["unit"], "cm");
    }

    #[test]
    fn refuses_a_row_of_another_length() {
        assert!(IRIS.columns_of("5.1,3.5,1.4,0.2").is_err());
    }
}
