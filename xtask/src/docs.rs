//! The documentation of the site. `docs/site/build.js` makes it of `docs/`, of the core's schema and of the package's
//! declarations.

use std::path::Path;

use crate::files;
use crate::process::{Context, Result, run};
use crate::workspace::Workspace;

/// Where it is built; index.html names this folder in a link for Trunk.
const FOLDER: &str = "generated/docs";

/// Its folder inside the site.
pub(crate) const SITE_FOLDER: &str = "docs/";

/// What it is made of: files and folders.
const SOURCES: [&str; 8] = [
    "docs",
    "examples/mnist.rs",
    "package",
    "pkg/inkgrad.schema.json",
    "pkg/inkgrad-simd128.wasm",
    "www/page/names/texts.js",
    "www/styles/tokens.css",
    "package-lock.json",
];

/// Builds it, unless it is built of the same sources. The package must be built before.
pub(crate) fn make(workspace: &Workspace) -> Result {
    let stamp = workspace.path(FOLDER).with_extension("stamp");
    let expected = fingerprint(workspace)?;
    let built = workspace.path(FOLDER).join("index.html").exists();
    if built && files::read_text(&stamp).is_ok_and(|found| found == expected) {
        return Ok(());
    }
    run(workspace.command("node").arg("docs/site/build.js").arg(workspace.path(FOLDER)))?;
    files::write(&stamp, expected)
}

/// A hash of the names and contents of all sources.
fn fingerprint(workspace: &Workspace) -> Result<String> {
    let mut hashes = Vec::new();
    for source in SOURCES.map(|source| workspace.path(source)) {
        let paths = if source.is_dir() { files::walk(&source)? } else { vec![source] };
        for path in paths {
            let name = path.strip_prefix(&workspace.root).context(path.display())?;
            if is_source(name) {
                hashes.push(format!("{} {}", name.display(), files::sha256(files::read(&path)?)));
            }
        }
    }
    hashes.sort();
    Ok(files::sha256(hashes.join("\n")))
}

/// Scripts of the package are not: its declarations say what it does.
fn is_source(path: &Path) -> bool {
    !path.starts_with("package") || path.to_string_lossy().ends_with(".d.ts")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_source;

    #[test]
    fn of_the_package_only_declarations_count() {
        assert!(is_source(Path::new("docs/index.md")));
        assert!(is_source(Path::new("docs/site/client/search.js")));
        assert!(is_source(Path::new("package/generated/spec.d.ts")));
        assert!(!is_source(Path::new("package/session.js")));
    }
}
