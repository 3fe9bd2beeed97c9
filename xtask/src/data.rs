//! The page's data sets, in `build/data/NAME/` with a manifest each: pictures as compressed IDX shards, tables as rows.
//!
//! The page loads the first shard of each part before it starts, and the others later. `data/README.md` describes the
//! parts of each data set and the fields of the manifest.

mod digits;
mod idx;
mod mnist;
mod shards;
mod source;
mod tables;

use std::path::Path;

use crate::files;
use crate::process::Result;
use crate::workspace::Workspace;

/// The code that produces the data sets, with the hashes of the source files. A change of it rebuilds them.
const SOURCES: [&str; 6] = [
    include_str!("data/digits.rs"),
    include_str!("data/idx.rs"),
    include_str!("data/mnist.rs"),
    include_str!("data/shards.rs"),
    include_str!("data/source.rs"),
    include_str!("data/tables.rs"),
];

/// Builds every data set under `folder` that is missing or out of date.
pub(crate) fn prepare(workspace: &Workspace, folder: &Path) -> Result {
    let key = files::sha256(SOURCES.concat());
    for (name, make) in [digits::SET, mnist::SET].into_iter().chain(tables::SETS) {
        let to = folder.join(name);
        let stamp = workspace.target.join("xtask").join(format!("{name}.cache-key"));
        if to.join("manifest.json").exists() && files::read_text(&stamp).is_ok_and(|found| found == key) {
            continue;
        }
        println!("preparing the data set {name}");
        files::remove_folder(&to)?;
        make(workspace, &to)?;
        files::write(&stamp, &key)?;
    }
    Ok(())
}
