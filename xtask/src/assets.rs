//! `cargo xtask assets`, which Trunk's hook calls before it gathers the page: the package, the page's scripts and
//! styles bundled, the binaries and the data, all in `build/`.

use std::path::Path;

use crate::package::{GPU, TEXTS};
use crate::process::{Result, heading, run as run_command};
use crate::setup::{self, Need};
use crate::wasm::BUILDS;
use crate::workspace::Workspace;
use crate::{data, files, package};

/// The page's own scripts and styles, by the names that they keep in `build/`. What two of them share goes into
/// chunks beside them, so that an address relative to a script holds in a chunk too.
const ENTRIES: [(&str, &str); 4] = [
    ("main", "www/page/main.js"),
    ("training", "www/worker/training.js"),
    ("prediction", "www/worker/prediction.js"),
    ("styles", "www/styles/main.css"),
];

/// The benchmark's page, in files that are whole: nothing of it goes into the chunks that the product's page loads.
const BENCH: [(&str, &str); 3] = [
    ("bench/page", "www/bench/page.js"),
    ("bench/worker", "www/bench/worker.js"),
    ("bench/styles", "www/bench/styles.css"),
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
        files::copy(&workspace.path("pkg").join(build.file()), &folder.join("library").join(build.file()))?;
    }
    data::prepare(workspace, &folder.join("data"))
}

/// What the page is built upon, in files of its own: browsers keep them when the page's scripts change, and the page's
/// budget counts what is the page's. The first draws the charts; the second is the package, with what its workers run
/// and the binaries beside it, where it looks for them.
const CHARTS: &str = "library/uplot.js";
const PACKAGE: &str = "library/inkgrad.js";

/// Where they are.
pub(crate) const LIBRARY: &str = "library";

/// Bundles the libraries and the entries; for a release small, else with maps back to the sources.
fn bundle(workspace: &Workspace, folder: &Path) -> Result {
    files::create_folder(folder)?;
    for old in files::walk(folder)?.iter().filter(|path| path.parent() == Some(folder)) {
        if old
            .extension()
            .is_some_and(|extension| matches!(extension.to_str(), Some("js" | "css" | "map" | "wasm")))
        {
            files::remove(old)?;
        }
    }
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let size = if release { "--minify" } else { "--sourcemap" };
    let mut library = workspace.command("esbuild");
    library.args(["node_modules/uplot/dist/uPlot.esm.js", "--format=esm", "--log-level=warning", size]);
    run_command(library.arg(format!("--outfile={}", folder.join(CHARTS).display())))?;

    let mut package = workspace.command("esbuild");
    package.args(["pkg/inkgrad.js", "pkg/inkgrad-worker.js", "--bundle", "--splitting", "--format=esm"]);
    package.args(["--target=es2022", "--charset=utf8", "--external:node:*", "--chunk-names=inkgrad-shared"]);
    run_command(
        package
            .args(["--log-level=warning", size])
            .args([format!("--external:./{GPU}"), format!("--external:./{TEXTS}")])
            .arg(format!("--outdir={}", folder.join(LIBRARY).display())),
    )?;
    let mut gpu = workspace.command("esbuild");
    gpu.arg(format!("pkg/{GPU}")).args(["--format=esm", "--charset=utf8", "--log-level=warning", size]);
    run_command(gpu.arg(format!("--outfile={}", folder.join(LIBRARY).join(GPU).display())))?;

    bundle_entries(workspace, folder, "./", &ENTRIES, &["--splitting", size])?;
    bundle_entries(workspace, folder, "../", &BENCH, &[size])
}

/// Bundles entries; `up` leads from where they lie to `folder`, in which the libraries are.
fn bundle_entries(
    workspace: &Workspace,
    folder: &Path,
    up: &str,
    entries: &[(&str, &str)],
    options: &[&str],
) -> Result {
    let mut bundler = workspace.command("esbuild");
    for (name, library) in [("uplot", CHARTS), ("inkgrad", PACKAGE)] {
        bundler.args([format!("--alias:{name}={up}{library}"), format!("--external:{up}{library}")]);
    }
    run_command(
        bundler
            .args(entries.iter().map(|(name, source)| format!("{name}={source}")))
            .args(["--bundle", "--format=esm", "--target=es2022", "--charset=utf8"])
            .args(["--chunk-names=chunk-[hash]", "--log-level=warning"])
            .args(options)
            .arg(format!("--outdir={}", folder.display())),
    )
}
