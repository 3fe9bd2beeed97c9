//! `cargo xtask package`: builds the npm package in `pkg/`: binaries, scripts, types, README and licences.

mod description;
mod glue;
mod manifest;

use std::path::{Path, PathBuf};
use std::thread;

use crate::budgets::{self, MeasuredSize};
use crate::process::{Context, Result, heading, join_thread, output, run as run_command};
use crate::setup::{self, Requirement};
use crate::timing::timed;
use crate::wasm::{BUILDS, Build, MODULES};
use crate::workspace::Workspace;
use crate::{files, generators};

/// Files that are copied: source, and name in the package.
const COPIED_FILES: [(&str, &str); 3] = [
    ("package/README.md", "README.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// The GPU trainer with its shaders. The entry imports it when a GPU is requested.
pub(crate) const GPU_MODULE: &str = "inkgrad-gpu.js";

/// Programs in Python that go on with a session. The entry imports it when one is exported.
pub(crate) const ONWARD_MODULE: &str = "inkgrad-onward.js";

/// Binaries and worker script embedded as text (esbuild pattern). The entry imports these modules if it cannot fetch the
/// files.
pub(crate) const TEXT_MODULES: &str = "inkgrad-*-text.js";

/// The worker script.
const WORKER_SCRIPT: &str = "inkgrad-worker.js";

/// The command: installs what it requires, then builds `pkg/`.
pub(crate) fn run(workspace: &Workspace, _arguments: &[String]) -> Result {
    setup::ensure(workspace, &[Requirement::WasmTarget, Requirement::NodePackages])?;
    heading("package: pkg/");
    make(workspace)?;
    check_budgets(workspace)
}

/// Builds `pkg/`. The tools must be installed.
pub(crate) fn make(workspace: &Workspace) -> Result {
    compile(workspace, &BUILDS)?;
    assemble(workspace, &BUILDS)
}

/// Compiles some of the binaries and, in parallel, the programs that generate glue and types.
pub(crate) fn compile(workspace: &Workspace, builds: &[Build]) -> Result {
    let _lock = workspace.lock("compile")?;
    thread::scope(|scope| {
        let programs = scope
            .spawn(|| timed("compile the generators of glue and types", || generators::compile(workspace)));
        let binaries = builds.iter().chain(&MODULES).try_for_each(|build| {
            timed(format!("compile the {} binary", build.name), || build.compile(workspace))
        });
        join_thread(programs)?;
        binaries
    })
}

/// Builds `pkg/` with these binaries from the output of [`compile()`].
pub(crate) fn assemble(workspace: &Workspace, builds: &[Build]) -> Result {
    let _lock = workspace.lock("package")?;
    let package = workspace.path("pkg");
    // `wasm-pack build` writes to the same folder. Its files are not part of the package.
    if package.join("inkgrad_bg.wasm").exists() {
        files::remove_folder(&package)?;
    }
    let finish = |build: &Build| {
        timed(format!("wasm-bindgen, wasm-opt and order, {} binary", build.name), || build.finish(workspace))
    };
    let folders = builds.iter().map(finish).collect::<Result<Vec<PathBuf>>>()?;
    glue::write(workspace, &folders)?;
    for build in &MODULES {
        let folder = finish(build)?;
        glue::write_module(workspace, build, &folder)?;
        embed(workspace, build, &folder)?;
    }
    description::write(workspace)?;

    bundle(workspace, &package)?;
    bundle_text_modules(workspace, &package, &folders)?;
    for module in [GPU_MODULE, ONWARD_MODULE] {
        bundle_standalone(workspace, &package, module)?;
    }
    for build in &MODULES {
        bundle_standalone(workspace, &package, &build.module())?;
    }
    files::write(&package.join("inkgrad.d.ts"), description::types(workspace)?)?;
    files::copy(
        &workspace.path("package/generated/inkgrad.schema.json"),
        &package.join("inkgrad.schema.json"),
    )?;
    files::write(&package.join("package.json"), manifest::text(workspace)?)?;
    let (name, types) = manifest::BINARY_TYPES;
    files::write(&package.join(name), types)?;
    for (from, paper) in COPIED_FILES {
        files::copy(&workspace.path(from), &package.join(paper))?;
    }
    for (build, folder) in builds.iter().zip(&folders) {
        files::copy(&folder.join("inkgrad.wasm"), &package.join(build.file()))?;
    }
    Ok(())
}

/// Checks the sizes of the binaries in `pkg/`.
pub(crate) fn check_budgets(workspace: &Workspace) -> Result {
    let sizes = BUILDS.iter().map(|build| {
        let file = build.file();
        let bytes = budgets::transfer_size(&workspace.path("pkg").join(&file))?;
        Ok(MeasuredSize { budget: "wasm", what: file, bytes })
    });
    let mut sizes = sizes.collect::<Result<Vec<_>>>()?;
    for build in &MODULES {
        let module = build.module();
        let bytes = budgets::transfer_size(&workspace.path("pkg").join(&module))?;
        sizes.push(MeasuredSize { budget: build.name, what: module, bytes });
    }
    budgets::check(workspace, &sizes)
}

/// Bundles the entry, the worker script and their shared code into three modules, not minified. The URLs of binaries and
/// worker script stay as written, relative to the module: bundlers recognise this form.
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
            .args(external_modules())
            .arg(format!("--outdir={}", to.display())),
    )?;
    let text = files::read_text(&to.join("inkgrad.js"))?;
    for file in BUILDS.iter().map(Build::file).chain([WORKER_SCRIPT.to_owned()]) {
        let address = format!("new URL(\"./{file}\", import.meta.url)");
        text.find(&address).context(format!("package/ must find {file} by `{address}`"))?;
    }
    Ok(())
}

/// The modules that a bundle imports when they are asked for, for esbuild.
pub(crate) fn external_modules() -> Vec<String> {
    let modules =
        MODULES.iter().map(Build::module).chain([GPU_MODULE, ONWARD_MODULE, TEXT_MODULES].map(str::to_owned));
    modules.map(|module| format!("--external:./{module}")).collect()
}

/// Bundles the text modules: one for each binary, and one for the worker script, which has no imports.
fn bundle_text_modules(workspace: &Workspace, to: &Path, folders: &[PathBuf]) -> Result {
    let generated = workspace.path("package/generated");
    let script = output(
        workspace
            .command("esbuild")
            .arg(to.join(WORKER_SCRIPT))
            .args(["--bundle", "--format=iife", "--platform=neutral", "--target=es2022", "--minify"])
            .args(["--external:node:*", "--charset=utf8", "--log-level=warning"]),
    )?;
    files::write(&generated.join("worker.txt"), script)?;
    bundle_standalone(workspace, to, "inkgrad-worker-text.js")?;
    for (build, folder) in BUILDS.iter().zip(folders) {
        embed(workspace, build, folder)?;
        bundle_standalone(workspace, to, &format!("inkgrad-{}-text.js", build.name))?;
    }
    Ok(())
}

/// Writes a binary to where the module that embeds it finds it.
fn embed(workspace: &Workspace, build: &Build, folder: &Path) -> Result {
    let binary = files::read(&folder.join("inkgrad.wasm"))?;
    let to = workspace.path("package/generated").join(format!("{}.gz", build.file()));
    files::write(&to, files::gzip(&binary)?)
}

/// Bundles a module that is loaded on demand. Shaders, scripts, programs and binaries are embedded as text.
fn bundle_standalone(workspace: &Workspace, to: &Path, name: &str) -> Result {
    run_command(
        workspace
            .command("esbuild")
            .arg(format!("package/{name}"))
            .args(["--bundle", "--format=esm", "--platform=neutral", "--target=es2022"])
            .args(["--loader:.wgsl=text", "--loader:.txt=text", "--loader:.gz=base64"])
            .args(["--loader:.py=text", "--loader:.md=text", "--loader:.toml=text"])
            .args(external_modules())
            .args(["--charset=utf8", "--log-level=warning"])
            .arg(format!("--outfile={}", to.join(name).display())),
    )
}
