//! `cargo xtask assets`, which Trunk's hook calls before it gathers the page: the package, the page's scripts and
//! styles bundled, the binaries and the data, all in `build/`.

use std::path::{Path, PathBuf};
use std::thread;

use crate::package::{GPU, TEXTS};
use crate::process::{Context, Result, heading, joined, run as run_command};
use crate::setup::{self, Need};
use crate::timing::timed;
use crate::wasm::{BUILDS, Build};
use crate::workspace::Workspace;
use crate::{data, files, package};

/// The page's own scripts and styles, by the names that they keep in `build/`. What two of them share goes into
/// chunks beside them, so that an address relative to a script holds in a chunk too.
const ENTRIES: [(&str, &str); 4] = [
    ("main", "www/page/main.jsx"),
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

/// Whether scripts and styles are made small, or have maps back to the sources.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Size {
    Small,
    Mapped,
}

/// The command; Trunk says by `TRUNK_PROFILE` whether it makes a release.
pub(crate) fn run(workspace: &Workspace, _arguments: &[String]) -> Result {
    heading("assets: build/");
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    make(workspace, &BUILDS, if release { Size::Small } else { Size::Mapped })
}

/// Makes `build/` with some of the binaries, and sets up what it needs. Compilers, npm and the data sets wait for each
/// other only where they must.
pub(crate) fn make(workspace: &Workspace, builds: &[Build], size: Size) -> Result {
    let folder = workspace.path("build");
    thread::scope(|scope| {
        let others = scope.spawn(|| {
            timed("npm packages", || setup::ensure(workspace, &[Need::NodePackages]))?;
            timed("data sets", || data::prepare(workspace, &folder.join("data")))
        });
        let compiled = timed("standard library of the browser's target", || {
            setup::ensure(workspace, &[Need::WasmTarget])
        })
        .and_then(|()| package::compile(workspace, builds));
        joined(others)?;
        compiled
    })?;
    package::assemble(workspace, builds)?;
    let _alone = workspace.lock("assets")?;
    timed("scripts and styles", || bundle(workspace, &folder, size))?;
    place_binaries(workspace, &folder.join(LIBRARY), builds)
}

/// Puts the binaries that were made beside the package's scripts, and the first of them in the place of any other whose
/// own is not made: that of this very core stays, an older one would not fit the scripts.
fn place_binaries(workspace: &Workspace, library: &Path, made: &[Build]) -> Result {
    let of = |build: &Build| files::read(&workspace.path("pkg").join(build.file()));
    let first = made.first().context("no binary was made")?;
    let bytes = of(first)?;
    let unchanged = files::read(&library.join(first.file())).is_ok_and(|old| old == bytes);
    for (index, build) in BUILDS.iter().enumerate() {
        let to = library.join(build.file());
        if index < made.len() {
            files::write(&to, of(build)?)?;
        } else if !(unchanged && to.exists()) {
            files::write(&to, &bytes)?;
        }
    }
    Ok(())
}

/// What the page is built upon, in files of its own: browsers keep them when the page's scripts change, and the page's
/// budget counts what is the page's. The first draws the charts; the second is the package, with what its workers run
/// and the binaries beside it, where it looks for them.
const CHARTS: &str = "library/uplot.js";
const PACKAGE: &str = "library/inkgrad.js";

/// Where they are.
pub(crate) const LIBRARY: &str = "library";

/// Bundles the libraries and the entries.
fn bundle(workspace: &Workspace, folder: &Path, size: Size) -> Result {
    files::create_folder(folder)?;
    for old in files::walk(folder)?.iter().filter(|path| path.parent() == Some(folder)) {
        if old
            .extension()
            .is_some_and(|extension| matches!(extension.to_str(), Some("js" | "css" | "map" | "wasm")))
        {
            files::remove(old)?;
        }
    }
    let size = if size == Size::Small { "--minify" } else { "--sourcemap" };
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

    let graph = format!("--metafile={}", graph(workspace).display());
    bundle_entries(workspace, folder, "./", &ENTRIES, &["--splitting", size, &graph])?;
    bundle_entries(workspace, folder, "../", &BENCH, &[size])
}

/// Where esbuild writes which of the page's files imports which others, and how.
pub(crate) fn graph(workspace: &Workspace) -> PathBuf {
    workspace.target.join("xtask/page.json")
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
            .args(["--jsx=automatic", "--jsx-import-source=preact"])
            .args(["--chunk-names=chunk-[hash]", "--log-level=warning"])
            .args(options)
            .arg(format!("--outdir={}", folder.display())),
    )
}
