//! `cargo xtask build`: the page as static files. Trunk builds the same from `build/`; a test compares the two.

mod service_worker;
mod sizes;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::assets::{self, Output};
use crate::process::{Context, Result, heading};
use crate::wasm::BUILDS;
use crate::workspace::Workspace;
use crate::{files, package};
pub(crate) use service_worker::Purpose;

/// The command: builds `dist/`, for any host and any sub-path.
pub(crate) fn build(workspace: &Workspace, _arguments: &[String]) -> Result {
    heading("build: dist/");
    make(workspace)?;
    package::check_budgets(workspace)?;
    sizes::check_budgets(workspace, &dist_folder(workspace))
}

/// Builds `dist/` and installs what that requires.
pub(crate) fn make(workspace: &Workspace) -> Result {
    assets::make(workspace, &BUILDS, Output::Minified)?;
    copy_page(workspace, Purpose::Release)
}

/// The folder of the built page.
pub(crate) fn dist_folder(workspace: &Workspace) -> PathBuf {
    workspace.path("dist")
}

/// Copies the files and folders that index.html names in links for Trunk, and removes these links from the page.
pub(crate) fn copy_page(workspace: &Workspace, purpose: Purpose) -> Result {
    let _lock = workspace.lock("site")?;
    let dist = dist_folder(workspace);
    let (page, links) = read_links(&files::read_text(&workspace.path("index.html"))?)?;
    let mut written = HashSet::new();
    let mut write = |to: PathBuf, bytes: Vec<u8>| -> Result {
        files::write(&to, bytes)?;
        written.insert(to);
        Ok(())
    };
    for link in links {
        let from = workspace.path(&link.href);
        let name = from.file_name().context(format!("index.html: {} has no name", link.href))?;
        match link.rel.as_str() {
            "copy-file" => write(dist.join(name), files::read(&from)?)?,
            "copy-dir" => {
                for file in files::walk(&from)? {
                    let relative = file.strip_prefix(&from).context(file.display())?;
                    write(dist.join(name).join(relative), files::read(&file)?)?;
                }
            }
            // Trunk skips this link.
            "rust" => {}
            other => return Err(format!("index.html: unknown link type for Trunk: `{other}`")),
        }
    }
    write(dist.join("index.html"), page.into_bytes())?;
    for old in files::walk(&dist)?.iter().filter(|path| !written.contains(*path)) {
        files::remove(old)?;
    }
    service_worker::write(workspace, &dist, purpose)
}

/// The command, for Trunk's last hook: removes the link that Trunk leaves in the page, and writes the service worker. The
/// profile tells whether Trunk builds a release.
pub(crate) fn finish(workspace: &Workspace, _arguments: &[String]) -> Result {
    let folder = std::env::var_os("TRUNK_STAGING_DIR").context("TRUNK_STAGING_DIR, which Trunk sets")?;
    let folder = PathBuf::from(folder);
    let index = folder.join("index.html");
    files::write(&index, read_links(&files::read_text(&index)?)?.0)?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    service_worker::write(workspace, &folder, if release { Purpose::Release } else { Purpose::Development })
}

/// A link of index.html that Trunk reads.
#[derive(Debug, PartialEq)]
struct Link {
    rel: String,
    href: String,
}

/// The page without its links for Trunk, and the links.
fn read_links(page: &str) -> Result<(String, Vec<Link>)> {
    let mut rest = page;
    let mut text = String::new();
    let mut links = Vec::new();
    while let Some(at) = rest.find("<link data-trunk") {
        let (before, link) = rest.split_at(at);
        let end = link.find('>').context("index.html: a link does not end")? + 1;
        let value = |name: &str| {
            let at = link[..end].find(&format!("{name}=\""))? + name.len() + 2;
            Some(link[at..end].split('"').next()?.to_owned())
        };
        links.push(Link {
            rel: value("rel").context("index.html: a link for Trunk has no rel")?,
            href: value("href").unwrap_or_default(),
        });
        text.push_str(before);
        rest = &link[end..];
    }
    text.push_str(rest);
    Ok((text, links))
}

/// Compares two folders. The error lists the files that differ.
pub(crate) fn compare_folders(left: &Path, right: &Path) -> Result {
    let names = |folder: &Path| -> Result<HashSet<PathBuf>> {
        let relative =
            |path: PathBuf| path.strip_prefix(folder).map(Path::to_path_buf).context(path.display());
        files::walk(folder)?.into_iter().map(relative).collect()
    };
    let (left_names, right_names) = (names(left)?, names(right)?);
    let mut different: Vec<&PathBuf> = left_names.symmetric_difference(&right_names).collect();
    for name in left_names.intersection(&right_names) {
        if files::read(&left.join(name))? != files::read(&right.join(name))? {
            different.push(name);
        }
    }
    if different.is_empty() {
        return Ok(());
    }
    different.sort();
    Err(format!("{} and {} differ in {different:?}", left.display(), right.display()))
}

#[cfg(test)]
mod tests {
    use super::{Link, read_links};

    #[test]
    fn reads_and_removes_the_links_for_trunk() {
        let page = "<head>\n  <link data-trunk rel=\"copy-dir\" href=\"build\">\n  <link rel=\"icon\" href=\"i.svg\">\n\
                    <link data-trunk rel=\"rust\" data-trunk-skip></head>";
        let (text, links) = read_links(page).unwrap();
        assert_eq!(text, "<head>\n  \n  <link rel=\"icon\" href=\"i.svg\">\n</head>");
        let link = |rel: &str, href: &str| Link { rel: rel.into(), href: href.into() };
        assert_eq!(links, [link("copy-dir", "build"), link("rust", "")]);
        assert!(read_links("<link data-trunk rel=\"css\"").is_err());
    }
}
