//! The page's data sets: compressed IDX shards with a manifest each, in `build/data/NAME/`.
//!
//! The first shard of each part comes with the page, so that training can begin before the rest is there. How each
//! set is divided, and the manifest's fields, stand in `data/README.md`.

mod digits;
mod idx;
mod mnist;
mod shards;
mod source;

use std::path::Path;

use crate::files;
use crate::process::Result;
use crate::workspace::Workspace;

/// Everything that decides what comes out, the sources' hashes among it: where it changes, the sets are made again.
const RECIPE: [&str; 5] = [
    include_str!("data/digits.rs"),
    include_str!("data/idx.rs"),
    include_str!("data/mnist.rs"),
    include_str!("data/shards.rs"),
    include_str!("data/source.rs"),
];

/// Makes every data set under `folder` that is not there yet.
pub(crate) fn prepare(workspace: &Workspace, folder: &Path) -> Result {
    let recipe = files::sha256(RECIPE.concat());
    for (name, make) in [digits::SET, mnist::SET] {
        let to = folder.join(name);
        let stamp = workspace.target.join("xtask").join(format!("{name}.recipe"));
        if to.join("manifest.json").exists() && files::read_text(&stamp).is_ok_and(|found| found == recipe) {
            continue;
        }
        println!("preparing the data set {name}");
        files::remove_folder(&to)?;
        make(workspace, &to)?;
        files::write(&stamp, &recipe)?;
    }
    Ok(())
}
