//! The page's data sets: compressed IDX shards with a manifest each, in `build/data/NAME/`.
//!
//! The first shard of each part comes with the page, so that training can begin before the rest is there. How each
//! set is divided, and the manifest's fields, stand in `data/README.md`.

mod digits;
mod idx;
mod mnist;
mod shards;

use std::path::Path;

use crate::files;
use crate::process::Result;
use crate::workspace::Workspace;

/// A data set: its folder's name, and how it is made in a folder.
type Set = (&'static str, fn(&Workspace, &Path) -> Result);

/// Everything that decides what comes out, the sources' hashes among it: where it changes, the sets are made again.
const RECIPE: [&str; 4] = [
    include_str!("data/digits.rs"),
    include_str!("data/idx.rs"),
    include_str!("data/mnist.rs"),
    include_str!("data/shards.rs"),
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

/// A source file, which must be the very one that is expected.
fn source(workspace: &Workspace, path: &str, sha256: &str) -> Result<Vec<u8>> {
    let bytes = files::read(&workspace.path(path))?;
    let found = files::sha256(&bytes);
    if found == sha256 {
        Ok(bytes)
    } else {
        Err(format!("{path} is another file: SHA-256 {found}, expected {sha256}"))
    }
}
