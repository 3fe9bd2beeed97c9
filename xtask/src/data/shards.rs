//! Writes the shards of a data set: gzip-compressed IDX files of images and labels, and the manifest.

use std::path::Path;

use serde_json::{Value, json};

use super::idx::Idx;
use crate::files;
use crate::process::{Context, Result};

/// Images in every shard after the first: about 1.6 MB of MNIST.
const SHARD_SIZE: usize = 10_000;

/// A part of a data set (train, validation, test): a range of the source's images.
pub(super) struct Part<'a> {
    pub name: &'a str,
    pub images: &'a Idx,
    pub labels: &'a Idx,
    pub first: usize,
    pub count: usize,
    /// Images in the first shard; 0 if the page does not load the part before it starts.
    pub head: usize,
}

impl Part<'_> {
    /// Writes the part's shards to `folder` and returns its entry in the manifest.
    fn write(&self, folder: &Path) -> Result<Value> {
        let mut shards = Vec::new();
        let mut done = 0;
        while done < self.count {
            let size = if done < self.head { self.head } else { SHARD_SIZE };
            let count = size.min(self.count - done);
            let stem = format!("{}-{}", self.name, shards.len());
            let file = |what: &str, idx: &Idx| {
                write_file(folder, &format!("{stem}-{what}.idx.bin"), &idx.write(self.first + done, count))
            };
            shards.push(json!({
                "first": done,
                "count": count,
                "inputs": file("inputs", self.images)?,
                "labels": file("labels", self.labels)?,
            }));
            done += count;
        }
        Ok(json!({ "count": self.count, "head": self.head, "shards": shards }))
    }
}

/// Writes a data set: the shards of its parts, and the manifest: `description` with the entries of the parts.
pub(super) fn write_set(folder: &Path, mut description: Value, parts: &[Part]) -> Result {
    let entries = parts.iter().map(|part| Ok((part.name.to_string(), part.write(folder)?)));
    description["parts"] = Value::Object(entries.collect::<Result<_>>()?);
    let text = serde_json::to_string_pretty(&description).context("manifest.json")?;
    files::write(&folder.join("manifest.json"), text + "\n")
}

/// Writes a compressed file and returns its entry: `bytes` and `sha256` are those of the compressed file. The name ends
/// in .bin: some hosts send a .gz with `Content-Encoding`, and the browser would decompress it.
fn write_file(folder: &Path, name: &str, idx: &[u8]) -> Result<Value> {
    let compressed = files::gzip(idx)?;
    files::write(&folder.join(name), &compressed)?;
    Ok(json!({ "file": name, "bytes": compressed.len(), "sha256": files::sha256(&compressed) }))
}
