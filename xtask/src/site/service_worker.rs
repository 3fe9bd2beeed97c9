//! The service worker: a bundled script with the list of all files of the site before it. A file that differs changes the
//! revision, so that browsers fetch what is new, and never mix two versions.

use std::path::Path;

use serde_json::json;

use crate::docs::SITE_FOLDER;
use crate::files;
use crate::process::{Context, Result, output};
use crate::workspace::Workspace;

/// Its name at the site's root: its folder is the part of the host that it serves.
const NAME: &str = "service-worker.js";

/// Which worker the site has.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Purpose {
    /// The site is kept by browsers and works without a connection.
    Release,
    /// Browsers keep nothing: a rebuilt page is the one that is shown.
    Development,
}

/// Writes the worker of the site in `folder`, which has all other files already.
pub(super) fn write(workspace: &Workspace, folder: &Path, purpose: Purpose) -> Result {
    let text = match purpose {
        Purpose::Development => bundle(workspace, "www/service-worker/removal.js")?,
        Purpose::Release => {
            let script = bundle(workspace, "www/service-worker/main.js")?;
            format!("self.precache={};\n{script}", Precache::read(folder)?.to_json(&script))
        }
    };
    files::write(&folder.join(NAME), text)
}

fn bundle(workspace: &Workspace, source: &str) -> Result<String> {
    let mut bundler = workspace.command("esbuild");
    output(bundler.args([
        source,
        "--bundle",
        "--format=iife",
        "--target=es2022",
        "--charset=utf8",
        "--minify",
    ]))
}

/// Every file that a page of the site may ask for, with the hash of its bytes.
#[derive(Debug, PartialEq)]
struct Precache(Vec<(String, String)>);

impl Precache {
    fn read(folder: &Path) -> Result<Self> {
        let mut list = Vec::new();
        for file in files::walk(folder)? {
            let path = file.strip_prefix(folder).context(file.display())?;
            let names: Option<Vec<&str>> = path.iter().map(|name| name.to_str()).collect();
            let path = names.context(file.display())?.join("/");
            if is_of_a_page(&path) {
                list.push((path, files::sha256(files::read(&file)?)));
            }
        }
        list.sort();
        Ok(Self(list))
    }

    /// The list with its revision: a hash of all names and contents, and of the worker that serves them.
    fn to_json(&self, script: &str) -> String {
        let list = json!(self.0);
        let revision = &files::sha256(format!("{list}{script}"))[..16];
        json!({ "revision": revision, "files": list }).to_string()
    }
}

/// Not so: the worker itself, settings of the host, source maps, for which only a debugger asks, and the documentation, which
/// is kept page by page when it is read.
fn is_of_a_page(path: &str) -> bool {
    let configures_host = path.starts_with(['_', '.']);
    let source_map = Path::new(path).extension().is_some_and(|extension| extension == "map");
    path != NAME && !configures_host && !source_map && !path.starts_with(SITE_FOLDER)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::Precache;
    use crate::files;

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("inkgrad-precache-{name}-{}", std::process::id()));
        files::remove_folder(&folder).unwrap();
        for (path, text) in [
            ("index.html", "the page"),
            ("build/main.js", "its script"),
            ("build/main.js.map", "for a debugger"),
            ("build/data/digits/manifest.json", "{}"),
            ("docs/index.html", "the documentation"),
            ("service-worker.js", "an old one"),
            ("_headers", "for the host"),
            (".nojekyll", ""),
        ] {
            files::write(&folder.join(path), text).unwrap();
        }
        folder
    }

    fn json(precache: &Precache, script: &str) -> Value {
        serde_json::from_str(&precache.to_json(script)).unwrap()
    }

    #[test]
    fn lists_each_file_of_a_page_with_its_hash() {
        let folder = folder("list");
        let list = json(&Precache::read(&folder).unwrap(), "");
        let names = ["build/data/digits/manifest.json", "build/main.js", "index.html"];
        let files = list["files"].as_array().unwrap();
        assert_eq!(files.iter().map(|file| file[0].as_str().unwrap()).collect::<Vec<_>>(), names);
        assert_eq!(files[1][1], files::sha256("its script"));
        files::remove_folder(&folder).unwrap();
    }

    #[test]
    fn the_revision_changes_with_any_byte_and_with_nothing_else() {
        let folder = folder("revision");
        let revision = |script: &str| {
            let value = json(&Precache::read(&folder).unwrap(), script)["revision"].clone();
            value.as_str().unwrap().to_owned()
        };
        let first = revision("a");
        assert!(first.len() == 16 && first.bytes().all(|byte| byte.is_ascii_hexdigit()), "{first}");
        files::write(&folder.join("service-worker.js"), "a new one").unwrap();
        files::write(&folder.join("build/chunk.js.map"), "another map").unwrap();
        assert_eq!(revision("a"), first);
        assert_ne!(revision("b"), first);
        files::write(&folder.join("build/main.js"), "its Script").unwrap();
        let second = revision("a");
        assert_ne!(second, first);
        files::write(&folder.join("build/other.js"), "").unwrap();
        assert_ne!(revision("a"), second);
        files::remove_folder(&folder).unwrap();
    }
}
