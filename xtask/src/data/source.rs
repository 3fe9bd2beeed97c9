//! What all data sets share: name, build function, and source files with verified hashes.

use std::path::Path;

use crate::files;
use crate::process::Result;
use crate::workspace::Workspace;

/// A data set: the name of its folder, and the function that writes it there.
pub(super) type DataSet = (&'static str, fn(&Workspace, &Path) -> Result);

/// Reads a source file. Its SHA-256 must be the expected one.
pub(super) fn read_verified(workspace: &Workspace, path: &str, sha256: &str) -> Result<Vec<u8>> {
    let bytes = files::read(&workspace.path(path))?;
    let found = files::sha256(&bytes);
    if found == sha256 { Ok(bytes) } else { Err(format!("{path}: expected SHA-256 {sha256}, found {found}")) }
}
