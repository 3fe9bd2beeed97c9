//! The 8×8 UCI digits from `data/digits.csv.gz`. Each row has 64 values from 0 to 16, then the label.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::json;

use super::idx::Idx;
use super::shards::{Part, write_set};
use super::source::{DataSet, read_verified};
use crate::process::{Context, Result};
use crate::workspace::Workspace;

/// The UCI digits.
pub(super) const SET: DataSet = ("digits", make);

const SOURCE: &str = "data/digits.csv.gz";
const SHA256: &str = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22";

/// Training rows. The last 20 % are for validation, rounded as by Keras's `validation_split=0.2`: ⌊1797 · 0.8⌋.
const TRAIN: usize = 1_437;

fn make(workspace: &Workspace, folder: &Path) -> Result {
    let mut text = String::new();
    GzDecoder::new(read_verified(workspace, SOURCE, SHA256)?.as_slice())
        .read_to_string(&mut text)
        .context(SOURCE)?;
    let mut images = Idx { shape: vec![8, 8], data: Vec::new() };
    let mut labels = Idx { shape: Vec::new(), data: Vec::new() };
    for (line, row) in text.lines().enumerate() {
        let values: std::result::Result<Vec<u8>, _> = row.split(',').map(str::parse).collect();
        let values = values.context(format!("{SOURCE}, line {}", line + 1))?;
        let [image @ .., label] = values.as_slice() else { continue };
        if image.len() != 64 {
            return Err(format!("{SOURCE}, line {}: {} values, expected 64", line + 1, image.len()));
        }
        images.data.extend(image);
        labels.data.push(*label);
    }
    let rest = labels.count().checked_sub(TRAIN).context(format!("{SOURCE} has too few rows"))?;
    let (images, labels) = (&images, &labels);
    let train = Part { name: "train", images, labels, first: 0, count: TRAIN, head: TRAIN };
    let validation = Part { name: "validation", images, labels, first: TRAIN, count: rest, head: rest };
    let description = json!({
        "version": 1,
        "name": "digits",
        "title": "UCI digits, 8×8",
        "shape": [1, 8, 8],
        "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        "scale": 1.0 / 16.0,
        "fit": { "box": 1, "centre": "box" },
        "source": "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits, UCI Machine Learning Repository",
        "licence": "CC BY 4.0",
    });
    write_set(folder, description, &[train, validation])
}
