//! `cargo xtask assets`, which Trunk's hook calls before it gathers the page: the package, the page's scripts and
//! styles bundled, the binaries and the data, all in `build/`.

use std::path::Path;

use crate::process::{Result, heading, run as run_command};
use crate::setup::{self, Need};
use crate::wasm::BUILDS;
use crate::workspace::Workspace;
use crate::{data, files, package};

/// The page's own scripts and styles, by the names that they keep in `build/`. What two of them share goes into
/// chunks beside them, so that an address relative to a script holds in a chunk too.
const ENTRIES: [(&str, &str); 5] = [
    ("main", "www/page/main.js"),
    ("training", "www/worker/training.js"),
    ("prediction", "www/worker/prediction.js"),
    ("inkgrad-worker", "pkg/inkgrad-worker.js"),
    ("styles", "www/styles/main.css"),
];

/// The command.
pub(crate) fn run(workspace: &Workspace, _arguments: &[String]) -> Result {
    setup::ensure(workspace, &[Need::WasmTarget, Need::NodePackages, Need::WasmBindgen])?;
    heading("assets: build/");
    package::make(workspace)?;
    let _alone = workspace.lock("assets")?;
    let folder = workspace.path("build");
    bundle(workspace, &folder)?;
    for build in &BUILDS {
        files::copy(&workspace.path("pkg").join(build.file()), &folder.join(build.file()))?;
    }
    data::prepare(workspace, &folder.join("data"))
}

/// The library that draws the charts, in a file of its own: browsers keep it when the page's scripts change, and the
/// page's budget counts what is the page's.
pub(crate) const LIBRARY: &str = "library/uplot.js";

/// Bundles the library and the entries; for a release small, else with maps back to the sources.
fn bundle(workspace: &Workspace, folder: &Path) -> Result {
    files::create_folder(folder)?;
    for old in files::walk(folder)?.iter().filter(|path| path.parent() == Some(folder)) {
        if old.extension().is_some_and(|extension| matches!(extension.to_str(), Some("js" | "css" | "map"))) {
            files::remove(old)?;
        }
    }
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let size = if release { "--minify" } else { "--sourcemap" };
    let mut library = workspace.command("esbuild");
    library.args(["node_modules/uplot/dist/uPlot.esm.js", "--format=esm", "--log-level=warning", size]);
    run_command(library.arg(format!("--outfile={}", folder.join(LIBRARY).display())))?;

    let entries = ENTRIES.map(|(name, source)| format!("{name}={source}"));
    run_command(
        workspace
            .command("esbuild")
            .args(entries)
            .args([format!("--alias:uplot=./{LIBRARY}"), format!("--external:./{LIBRARY}")])
            .args(["--bundle", "--format=esm", "--splitting", "--target=es2022", "--charset=utf8"])
            .args(["--external:node:*", "--chunk-names=chunk-[hash]", "--log-level=warning"])
            .arg(size)
            .arg(format!("--outdir={}", folder.display())),
    )
}
