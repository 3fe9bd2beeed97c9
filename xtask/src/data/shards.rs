//! Shards of a data set's part: gzip'ed IDX files of pictures and labels, and their entries in the manifest.

use std::path::Path;

use serde_json::{Value, json};

use super::idx::Idx;
use crate::files;
use crate::process::{Context, Result};

/// Pictures of a shard after the first: about 1.6 MB of MNIST, two seconds on a slow line.
const SHARD: usize = 10_000;

/// A part of a data set: where its pictures stand in the source, and how many of them come with the page.
pub(super) struct Part<'a> {
    pub name: &'a str,
    pub pictures: &'a Idx,
    pub labels: &'a Idx,
    pub first: usize,
    pub count: usize,
    /// The length of the first shard; 0 where nothing of the part comes with the page.
    pub head: usize,
}

impl Part<'_> {
    /// Writes the part's shards into `folder` and gives its entry of the manifest.
    fn write(&self, folder: &Path) -> Result<Value> {
        let mut shards = Vec::new();
        let mut done = 0;
        while done < self.count {
            let wanted = if done < self.head { self.head } else { SHARD };
            let count = wanted.min(self.count - done);
            let stem = format!("{}-{}", self.name, shards.len());
            let file = |what: &str, idx: &Idx| {
                write_file(folder, &format!("{stem}-{what}.idx.bin"), &idx.write(self.first + done, count))
            };
            shards.push(json!({
                "first": done,
                "count": count,
                "inputs": file("inputs", self.pictures)?,
                "labels": file("labels", self.labels)?,
            }));
            done += count;
        }
        Ok(json!({ "count": self.count, "head": self.head, "shards": shards }))
    }
}

/// Writes a whole data set: the shards of its parts, and the manifest, which is `description` with the parts added.
pub(super) fn write_set(folder: &Path, mut description: Value, parts: &[Part]) -> Result {
    let entries = parts.iter().map(|part| Ok((part.name.to_string(), part.write(folder)?)));
    description["parts"] = Value::Object(entries.collect::<Result<_>>()?);
    let text = serde_json::to_string_pretty(&description).context("manifest.json")?;
    files::write(&folder.join("manifest.json"), text + "\n")
}

/// Writes one compressed file; `bytes` in its entry is what travels, `sha256` that of the file as it lies there. The
/// name ends in .bin: hosts send a .gz with `Content-Encoding`, and the browser would take it apart.
fn write_file(folder: &Path, name: &str, idx: &[u8]) -> Result<Value> {
    let compressed = files::gzip(idx)?;
    files::write(&folder.join(name), &compressed)?;
    Ok(json!({ "file": name, "bytes": compressed.len(), "sha256": files::sha256(&compressed) }))
}
