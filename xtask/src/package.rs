//! `cargo xtask package`: both binaries, the entry and its types, and the papers, as a ready npm package in `pkg/`.

mod description;
mod glue;
mod manifest;

use std::path::{Path, PathBuf};
use std::thread;

use crate::budgets::{self, Spent};
use crate::process::{Context, Result, heading, joined, output, run as run_command};
use crate::setup::{self, Need};
use crate::timing::timed;
use crate::wasm::{BUILDS, Build};
use crate::workspace::Workspace;
use crate::{files, generators};

/// The package's papers: where each is copied from, and its name in the package.
const PAPERS: [(&str, &str); 3] = [
    ("package/README.md", "README.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// What computes on a GPU, with its shaders: a module that the entry imports where a GPU is asked for.
pub(crate) const GPU: &str = "inkgrad-gpu.js";

/// The binaries and the workers' script as text, as esbuild's patterns have it: modules that the entry imports where it
/// does not find the files themselves.
pub(crate) const TEXTS: &str = "inkgrad-*-text.js";

/// The workers' script.
const WORKER: &str = "inkgrad-worker.js";

/// The command: sets up what it needs, then makes `pkg/`.
pub(crate) fn run(workspace: &Workspace, _arguments: &[String]) -> Result {
    setup::ensure(workspace, &[Need::WasmTarget, Need::NodePackages])?;
    heading("package: pkg/");
    make(workspace)?;
    check_budgets(workspace)
}

/// Makes `pkg/`, its tools being there.
pub(crate) fn make(workspace: &Workspace) -> Result {
    compile(workspace, &BUILDS)?;
    assemble(workspace, &BUILDS)
}

/// What Rust compiles for the package: some of the binaries and, beside them, the programs that write what goes with
/// them.
pub(crate) fn compile(workspace: &Workspace, builds: &[Build]) -> Result {
    let _alone = workspace.lock("compile")?;
    thread::scope(|scope| {
        let programs = scope.spawn(|| {
            timed("programs that write the glue and the types, compiled", || generators::compile(workspace))
        });
        let binaries = builds.iter().try_for_each(|build| {
            timed(format!("binary {}, compiled", build.name), || build.compile(workspace))
        });
        joined(programs)?;
        binaries
    })
}

/// Makes `pkg/` of what [`compile()`] has left, with these binaries.
pub(crate) fn assemble(workspace: &Workspace, builds: &[Build]) -> Result {
    let _alone = workspace.lock("package")?;
    let package = workspace.path("pkg");
    // `wasm-pack build` writes to the same folder; what it leaves is no part of the package.
    if package.join("inkgrad_bg.wasm").exists() {
        files::remove_folder(&package)?;
    }
    let finish = |build: &Build| {
        timed(format!("binary {}, by wasm-bindgen and wasm-opt", build.name), || build.finish(workspace))
    };
    let folders = builds.iter().map(finish).collect::<Result<Vec<PathBuf>>>()?;
    glue::write(workspace, &folders)?;
    description::write(workspace)?;

    bundle(workspace, &package)?;
    bundle_texts(workspace, &package, &folders)?;
    bundle_alone(workspace, &package, GPU)?;
    files::write(&package.join("inkgrad.d.ts"), description::types(workspace)?)?;
    files::copy(
        &workspace.path("package/generated/inkgrad.schema.json"),
        &package.join("inkgrad.schema.json"),
    )?;
    files::write(&package.join("package.json"), manifest::text(workspace)?)?;
    let (name, types) = manifest::BINARY_TYPES;
    files::write(&package.join(name), types)?;
    for (from, paper) in PAPERS {
        files::copy(&workspace.path(from), &package.join(paper))?;
    }
    for (build, folder) in builds.iter().zip(&folders) {
        files::copy(&folder.join("inkgrad.wasm"), &package.join(build.file()))?;
    }
    Ok(())
}

/// Holds the binaries in `pkg/` to their budget.
pub(crate) fn check_budgets(workspace: &Workspace) -> Result {
    let sizes = BUILDS.iter().map(|build| {
        let file = build.file();
        let bytes = budgets::cost(&workspace.path("pkg").join(&file))?;
        Ok(Spent { budget: "wasm", what: file, bytes })
    });
    budgets::check(workspace, &sizes.collect::<Result<Vec<_>>>()?)
}

/// Bundles the entry, the workers' script, and what both need (the glue above all) into three readable modules; the
/// addresses of binaries and script stay as they are written, relative to the module, where bundlers look for them.
fn bundle(workspace: &Workspace, to: &Path) -> Result {
    run_command(
        workspace
            .command("esbuild")
            .args(["inkgrad=package/inkgrad.js", "inkgrad-worker=package/workers/worker.js"])
            .args(["--bundle", "--splitting", "--format=esm", "--platform=neutral", "--target=es2022"])
            .args([
                "--chunk-names=inkgrad-shared",
                "--external:node:*",
                "--charset=utf8",
                "--log-level=warning",
            ])
            .args([format!("--external:./{GPU}"), format!("--external:./{TEXTS}")])
            .arg(format!("--outdir={}", to.display())),
    )?;
    let text = files::read_text(&to.join("inkgrad.js"))?;
    for file in BUILDS.iter().map(Build::file).chain([WORKER.to_owned()]) {
        let address = format!("new URL(\"./{file}\", import.meta.url)");
        text.find(&address).context(format!("package/ must find {file} by `{address}`"))?;
    }
    Ok(())
}

/// Bundles the modules of text: each binary's, and that of the workers' script as one without imports.
fn bundle_texts(workspace: &Workspace, to: &Path, folders: &[PathBuf]) -> Result {
    let generated = workspace.path("package/generated");
    let script = output(
        workspace
            .command("esbuild")
            .arg(to.join(WORKER))
            .args(["--bundle", "--format=iife", "--platform=neutral", "--target=es2022", "--minify"])
            .args(["--external:node:*", "--charset=utf8", "--log-level=warning"]),
    )?;
    files::write(&generated.join("worker.txt"), script)?;
    bundle_alone(workspace, to, "inkgrad-worker-text.js")?;
    for (build, folder) in BUILDS.iter().zip(folders) {
        let binary = files::read(&folder.join("inkgrad.wasm"))?;
        files::write(&generated.join(format!("{}.gz", build.file())), files::gzip(&binary)?)?;
        bundle_alone(workspace, to, &format!("inkgrad-{}-text.js", build.name))?;
    }
    Ok(())
}

/// Bundles a module that stands alone, fetched only where it is needed: shaders, scripts and binaries in it are text.
fn bundle_alone(workspace: &Workspace, to: &Path, name: &str) -> Result {
    run_command(
        workspace
            .command("esbuild")
            .arg(format!("package/{name}"))
            .args(["--bundle", "--format=esm", "--platform=neutral", "--target=es2022"])
            .args(["--loader:.wgsl=text", "--loader:.txt=text", "--loader:.gz=base64"])
            .args(["--charset=utf8", "--log-level=warning"])
            .arg(format!("--outfile={}", to.join(name).display())),
    )
}
