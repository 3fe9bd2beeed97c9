//! Wraps wasm-bindgen's glue in a factory. The glue has one instance in module variables; with the factory, each call of
//! `load()` has its own instance.

use std::path::{Path, PathBuf};

use crate::files;
use crate::process::{Context, Result, output};
use crate::wasm::{BUILDS, Build};
use crate::workspace::Workspace;

const NOTE: &str = "// Written by `cargo xtask package`: wasm-bindgen's glue as a factory.\n";

/// Writes `package/generated/glue-BUILD.js` and its types for each build. `folders` are the builds' output folders, in
/// order. If the second build has the same glue, or no folder yet, its file re-exports the first one.
pub(crate) fn write(workspace: &Workspace, folders: &[PathBuf]) -> Result {
    let generated = workspace.path("package/generated");
    let mut first: Option<(&str, String)> = None;
    for (index, build) in BUILDS.iter().enumerate() {
        let text =
            folders.get(index).map(|folder| factory(workspace, &folder.join("inkgrad.js"))).transpose()?;
        let text = match (text, &first) {
            (Some(text), Some((_, same))) if *same != text => text,
            (_, Some((name, _))) => format!("{NOTE}export {{ instantiate }} from './glue-{name}.js';\n"),
            (text, None) => text.context("no binary was built")?,
        };
        files::write(&generated.join(format!("glue-{}.js", build.name)), &text)?;
        files::write(
            &generated.join(format!("glue-{}.d.ts", build.name)),
            format!(
                "{NOTE}import type * as bindings from './bindings.js';\nexport function instantiate(): typeof bindings;\n"
            ),
        )?;
        first.get_or_insert((build.name, text));
    }
    files::copy(&folders[0].join("inkgrad.d.ts"), &generated.join("bindings.d.ts"))
}

/// Writes the glue of a module that is loaded on demand, and its types.
pub(crate) fn write_module(workspace: &Workspace, build: &Build, folder: &Path) -> Result {
    let generated = workspace.path("package/generated");
    let name = build.name;
    files::write(
        &generated.join(format!("glue-{name}.js")),
        factory(workspace, &folder.join("inkgrad.js"))?,
    )?;
    files::write(
        &generated.join(format!("glue-{name}.d.ts")),
        format!(
            "{NOTE}import type * as bindings from './bindings-{name}.js';\nexport function instantiate(): typeof bindings;\n"
        ),
    )?;
    files::copy(&folder.join("inkgrad.d.ts"), &generated.join(format!("bindings-{name}.d.ts")))
}

/// The glue as a function that evaluates it and returns its exports.
fn factory(workspace: &Workspace, glue: &Path) -> Result<String> {
    let mut bundle = workspace.command("esbuild");
    bundle.arg(glue).args([
        "--bundle",
        "--format=iife",
        "--global-name=glue",
        "--target=es2022",
        "--charset=utf8",
    ]);
    let text = output(bundle.arg("--log-level=warning"))?;
    // esbuild writes the path of the bundled file in a comment. Local paths do not go into the package.
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("// ")).collect();
    let text = lines.join("\n  ");
    Ok(format!("{NOTE}export function instantiate() {{\n  {text}\n  return glue;\n}}\n"))
}
