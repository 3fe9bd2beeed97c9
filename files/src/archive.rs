//! Zip archives, NPZ among them, by the crate `zip`.

use std::io::Cursor;

use inkgrad::{Error, ErrorKind, Result};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::contents::Entry;
use crate::gzip::read_all;
use crate::read::{Reader, format_error};

/// The most files of an archive.
const MOST_FILES: usize = 200_000;

/// Reads every file of an archive. One that cannot be read does not stop the others.
pub(crate) fn read(bytes: &[u8], reader: &mut Reader) -> Result<Vec<Entry>> {
    let claimed = lines(bytes);
    if claimed > MOST_FILES {
        let most = format_args!("at most {MOST_FILES} files");
        return Err(Error::mismatch(ErrorKind::Format, most, claimed).named("too_many_files"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(bytes, &error))?;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).unwrap_or_default();
        // Of Excel, or of a program that writes ODS.
        if matches!(name, "xl/workbook.xml" | "content.xml") {
            let error = Error::mismatch(ErrorKind::Format, "data", "a spreadsheet workbook");
            return Err(error.named("found_workbook").with_note("save its sheet as CSV"));
        }
        let name = name.strip_prefix("./").unwrap_or(name).to_owned();
        let mut file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                entries.push(Entry { name, contents: Err(damaged(bytes, &error)) });
                continue;
            }
        };
        if file.is_dir() || is_hidden(&name) {
            continue;
        }
        let inner = read_all(&mut file, reader.left())?;
        drop(file);
        let contents = inner
            .map_err(|_| {
                Error::mismatch(ErrorKind::Format, "a whole file", "damaged bytes")
                    .named("damaged_in_archive")
            })
            .and_then(|inner| reader.read(&inner));
        entries.push(Entry { name, contents });
    }
    Ok(entries)
}

/// What may be a line of the directory: each takes several times its own bytes once it is read.
fn lines(bytes: &[u8]) -> usize {
    bytes.windows(4).filter(|four| *four == b"PK\x01\x02").count()
}

/// Files that systems add to archives, which nobody means. `.` and `..` are folders; no name is used as a path.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX")
}

fn damaged(bytes: &[u8], error: &ZipError) -> Error {
    if let ZipError::UnsupportedArchive(why) = error {
        let expected = "an archive whose files are stored or deflated, without a password";
        return Error::mismatch(ErrorKind::Format, expected, why)
            .named("unsupported_archive")
            .value("why", why);
    }
    format_error(bytes.len(), "a whole zip archive", "damaged bytes").named("damaged_archive")
}
