//! Small things done with files: reading and writing with the path in the error, walking, copying, hashing, measuring.

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

/// Writes a file and the folders above it; a file that holds these bytes already is left alone, so that nothing that
/// watches it wakes up.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result {
    if fs::read(path).is_ok_and(|old| old == bytes.as_ref()) {
        return Ok(());
    }
    create_folder(path.parent().context(format!("{} has no folder", path.display()))?)?;
    fs::write(path, bytes).context(path.display())
}

/// Copies a file by [`write()`].
pub(crate) fn copy(from: &Path, to: &Path) -> Result {
    write(to, read(from)?)
}

/// A folder and those above it.
pub(crate) fn create_folder(path: &Path) -> Result {
    fs::create_dir_all(path).context(path.display())
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result {
    fs::remove_file(path).context(path.display())
}

/// Removes a folder with everything in it, if there is one.
pub(crate) fn remove_folder(path: &Path) -> Result {
    if path.exists() { fs::remove_dir_all(path).context(path.display()) } else { Ok(()) }
}

/// Every file under a folder (none where there is no folder), in order of their names.
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

/// What `gzip -9` makes of some bytes, without a name or a time in it: the same bytes every time.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("gzip")?;
    encoder.finish().context("gzip")
}
