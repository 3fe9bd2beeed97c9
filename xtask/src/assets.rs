//! `cargo xtask assets`: writes the package, the bundled scripts and styles, the binaries and the data to `build/`.
//! Trunk's hook calls it before Trunk copies the page.

use std::path::{Path, PathBuf};
use std::thread;

use crate::package::{GPU_MODULE, ONWARD_MODULE, external_modules};
use crate::process::{Context, Result, heading, join_thread, run as run_command};
use crate::setup::{self, Requirement};
use crate::timing::timed;
use crate::wasm::{BUILDS, Build, MODULES};
use crate::workspace::Workspace;
use crate::{data, docs, files, package};

/// Entry points of the page and their names in `build/`. Shared code goes into chunks in the same folder, so that URLs
/// relative to a script are valid in a chunk too.
const ENTRIES: [(&str, &str); 4] = [
    ("main", "www/page/main.jsx"),
    ("training", "www/worker/training.js"),
    ("prediction", "www/worker/prediction.js"),
    ("storage", "www/worker/storage.js"),
];

/// Entry points of the benchmark page. They are bundled without chunks: the main page must not load any of their code.
const BENCH_ENTRIES: [(&str, &str); 3] = [
    ("bench/page", "www/bench/page.js"),
    ("bench/worker", "www/bench/worker.js"),
    ("bench/styles", "www/bench/styles.css"),
];

/// Whether scripts and styles are minified or have source maps.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Output {
    Minified,
    SourceMaps,
}

/// The command. `TRUNK_PROFILE` tells whether Trunk builds a release.
pub(crate) fn run(workspace: &Workspace, _arguments: &[String]) -> Result {
    heading("assets: build/");
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    make(workspace, &BUILDS, if release { Output::Minified } else { Output::SourceMaps })
}

/// Builds `build/` and the documentation, with some of the binaries and installs what that requires. The Rust build runs in parallel with npm
/// and the data sets.
pub(crate) fn make(workspace: &Workspace, builds: &[Build], size: Output) -> Result {
    let folder = workspace.path("build");
    thread::scope(|scope| {
        let npm_and_data = scope.spawn(|| {
            timed("npm packages", || setup::ensure(workspace, &[Requirement::NodePackages]))?;
            timed("data sets", || data::prepare(workspace, &folder.join("data")))
        });
        let compiled = timed("standard library of the wasm target", || {
            setup::ensure(workspace, &[Requirement::WasmTarget])
        })
        .and_then(|()| package::compile(workspace, builds));
        join_thread(npm_and_data)?;
        compiled
    })?;
    package::assemble(workspace, builds)?;
    let _lock = workspace.lock("assets")?;
    thread::scope(|scope| {
        let documentation = scope.spawn(|| timed("documentation", || docs::make(workspace)));
        let bundled = timed("scripts and styles", || bundle(workspace, &folder, size));
        join_thread(documentation)?;
        bundled
    })?;
    place_binaries(workspace, &folder.join(LIBRARY_FOLDER), builds)
}

/// Copies the built binaries to the package's scripts. A binary that was not built is replaced by the first one, unless
/// it comes from the same sources: an older binary does not match the scripts.
fn place_binaries(workspace: &Workspace, library: &Path, builds: &[Build]) -> Result {
    let read_binary = |build: &Build| files::read(&workspace.path("pkg").join(build.file()));
    let first = builds.first().context("no binary was built")?;
    let bytes = read_binary(first)?;
    let unchanged = files::read(&library.join(first.file())).is_ok_and(|old| old == bytes);
    for (index, build) in BUILDS.iter().enumerate() {
        let to = library.join(build.file());
        if index < builds.len() {
            files::write(&to, read_binary(build)?)?;
        } else if !(unchanged && to.exists()) {
            files::write(&to, &bytes)?;
        }
    }
    Ok(())
}

/// The page's libraries have their own files: browsers cache them when the page's scripts change, and the page's size
/// budget excludes them. These are uPlot, the schema of a spec, and the package with its worker script and binaries in the
/// same folder.
const CHARTS_MODULE: &str = "library/uplot.js";
const PACKAGE_MODULE: &str = "library/inkgrad.js";
const SCHEMA_MODULE: &str = "library/schema.js";

/// Their folder inside `build/`.
pub(crate) const LIBRARY_FOLDER: &str = "library";

/// Bundles the libraries and the entry points.
fn bundle(workspace: &Workspace, folder: &Path, size: Output) -> Result {
    files::create_folder(folder)?;
    for old in files::walk(folder)?.iter().filter(|path| path.parent() == Some(folder)) {
        if old
            .extension()
            .is_some_and(|extension| matches!(extension.to_str(), Some("js" | "css" | "map" | "wasm")))
        {
            files::remove(old)?;
        }
    }
    let size = if size == Output::Minified { "--minify" } else { "--sourcemap" };
    let mut library = workspace.command("esbuild");
    // uPlot makes a number format for the browser's language as it loads, and fails where that is no language, as in the
    // locale "C". The page writes all numbers itself.
    library.arg("--banner:js=const navigator={language:'en'};");
    library.args(["node_modules/uplot/dist/uPlot.esm.js", "--format=esm", "--log-level=warning", size]);
    run_command(library.arg(format!("--outfile={}", folder.join(CHARTS_MODULE).display())))?;

    let mut schema = workspace.command("esbuild");
    schema.args([
        "package/generated/schema.js",
        "--format=esm",
        "--charset=utf8",
        "--log-level=warning",
        size,
    ]);
    run_command(schema.arg(format!("--outfile={}", folder.join(SCHEMA_MODULE).display())))?;

    let mut package = workspace.command("esbuild");
    package.args(["pkg/inkgrad.js", "pkg/inkgrad-worker.js", "--bundle", "--splitting", "--format=esm"]);
    package.args(["--target=es2022", "--charset=utf8", "--external:node:*", "--chunk-names=inkgrad-shared"]);
    run_command(
        package
            .args(["--log-level=warning", size])
            .args(external_modules())
            .arg(format!("--outdir={}", folder.join(LIBRARY_FOLDER).display())),
    )?;
    for name in MODULES.iter().map(Build::module).chain([GPU_MODULE, ONWARD_MODULE].map(str::to_owned)) {
        let mut module = workspace.command("esbuild");
        module.arg(format!("pkg/{name}")).args([
            "--format=esm",
            "--charset=utf8",
            "--log-level=warning",
            size,
        ]);
        let to = folder.join(LIBRARY_FOLDER).join(&name);
        run_command(module.arg(format!("--outfile={}", to.display())))?;
    }

    let metafile = format!("--metafile={}", import_graph(workspace).display());
    bundle_entries(workspace, folder, "./", &ENTRIES, &["--splitting", size, &metafile])?;
    bundle_entries(workspace, folder, "../", &BENCH_ENTRIES, &[size])
}

/// esbuild's metafile: the import graph of the page's bundles.
pub(crate) fn import_graph(workspace: &Workspace) -> PathBuf {
    workspace.target.join("xtask/page.json")
}

/// Bundles entry points. `root` is the relative path from their folder to `folder`, which holds the libraries.
fn bundle_entries(
    workspace: &Workspace,
    folder: &Path,
    root: &str,
    entries: &[(&str, &str)],
    options: &[&str],
) -> Result {
    let mut bundler = workspace.command("esbuild");
    for (name, library) in [("uplot", CHARTS_MODULE), ("inkgrad", PACKAGE_MODULE), ("#schema", SCHEMA_MODULE)]
    {
        bundler.args([format!("--alias:{name}={root}{library}"), format!("--external:{root}{library}")]);
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
