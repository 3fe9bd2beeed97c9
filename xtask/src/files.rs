//! File operations with the path in the error: read, write, copy, list, hash, compress.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::process::{Context, Result};

/// A file's bytes.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).context(path.display())
}

/// A file's text.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).context(path.display())
}

/// Writes a file and creates its folder. A file with the same bytes is not written again: its modification time stays,
/// and file watchers do not fire.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result {
    if fs::read(path).is_ok_and(|old| old == bytes.as_ref()) {
        return Ok(());
    }
    create_folder(path.parent().context(format!("{} has no folder", path.display()))?)?;
    fs::write(path, bytes).context(path.display())
}

/// Copies a file with [`write()`].
pub(crate) fn copy(from: &Path, to: &Path) -> Result {
    write(to, read(from)?)
}

/// Creates a folder and its parents.
pub(crate) fn create_folder(path: &Path) -> Result {
    fs::create_dir_all(path).context(path.display())
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result {
    fs::remove_file(path).context(path.display())
}

/// Removes a folder and its contents, if it exists.
pub(crate) fn remove_folder(path: &Path) -> Result {
    if path.exists() { fs::remove_dir_all(path).context(path.display()) } else { Ok(()) }
}

/// Every file under a folder, sorted by path; none if the folder does not exist.
pub(crate) fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop().filter(|folder| folder.exists()) {
        for entry in fs::read_dir(&folder).context(folder.display())? {
            let path = entry.context(folder.display())?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// The SHA-256 of some bytes in hexadecimal.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// Compresses bytes as `gzip -9` does, without name and time: the result is reproducible.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("gzip")?;
    encoder.finish().context("gzip")
}
