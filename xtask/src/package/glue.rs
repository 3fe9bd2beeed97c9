//! wasm-bindgen's glue keeps its instance in the module's own variables; here it becomes a factory, so that each call
//! of the package's `load()` has an instance that shares nothing with the others.

use std::path::{Path, PathBuf};

use crate::files;
use crate::process::{Context, Result, output};
use crate::wasm::BUILDS;
use crate::workspace::Workspace;

const NOTE: &str = "// Written by `cargo xtask package`: wasm-bindgen's glue as a factory.\n";

/// Writes `package/generated/glue-BUILD.js` with its types for each build; `folders` are the builds' own, in order.
/// Where two builds have the same glue, as they should, the second file only passes the first on; so does that of a
/// build that has no folder yet.
pub(crate) fn write(workspace: &Workspace, folders: &[PathBuf]) -> Result {
    let generated = workspace.path("package/generated");
    let mut first: Option<(&str, String)> = None;
    for (index, build) in BUILDS.iter().enumerate() {
        let text =
            folders.get(index).map(|folder| factory(workspace, &folder.join("inkgrad.js"))).transpose()?;
        let text = match (text, &first) {
            (Some(text), Some((_, same))) if *same != text => text,
            (_, Some((name, _))) => format!("{NOTE}export {{ instantiate }} from './glue-{name}.js';\n"),
            (text, None) => text.context("no build has been made")?,
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

/// The glue's text inside a function that runs all of it anew and gives what it exports.
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
    // esbuild names the bundled file in a comment; where it was built is nobody's business.
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("// ")).collect();
    let text = lines.join("\n  ");
    Ok(format!("{NOTE}export function instantiate() {{\n  {text}\n  return glue;\n}}\n"))
}
