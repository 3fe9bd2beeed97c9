//! Installs Rust tools: the wasm target, rustfmt and clippy by rustup, the others by `cargo install`. The latter have their
//! own folder: other versions on this machine are neither used nor overwritten.

use std::path::Path;

use crate::process::{Context, Result, heading, output, run};
use crate::tools::Tool;
use crate::wasm::TARGET;
use crate::workspace::Workspace;

/// Profile settings for a short build. Trunk's own profile takes twice as long.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// Installs the standard library of the wasm target.
pub(super) fn wasm_target(workspace: &Workspace) -> Result {
    let mut rustc = workspace.command("rustc");
    let folder = output(rustc.args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    heading(format!("setup: the Rust target {TARGET}, by rustup"));
    rustup(workspace, &["target", "add", TARGET])
}

/// Installs rustfmt and clippy.
pub(super) fn lints(workspace: &Workspace) -> Result {
    let is_installed = |name: &str| output(workspace.command("cargo").args([name, "--version"])).is_ok();
    if is_installed("fmt") && is_installed("clippy") {
        return Ok(());
    }
    heading("setup: rustfmt and clippy, by rustup");
    rustup(workspace, &["component", "add", "rustfmt", "clippy"])
}

fn rustup(workspace: &Workspace, arguments: &[&str]) -> Result {
    if workspace.find_program("rustup").is_none() {
        return Err(format!(
            "this needs `rustup {}`, but rustup is not installed: install it as https://rustup.rs describes, \
             then run this again",
            arguments.join(" ")
        ));
    }
    run(workspace.command("rustup").args(arguments))
}

/// Installs a tool unless exactly its version is installed.
pub(super) fn cargo_tool(workspace: &Workspace, tool: &Tool) -> Result {
    let Tool { crate_name, version, programs, arguments, minutes } = tool;
    let all_found = programs.iter().all(|program| workspace.find_program(program).is_some());
    if all_found && installed_version(workspace, programs[0]).as_deref() == Some(*version) {
        return Ok(());
    }
    heading(format!(
        "setup: {crate_name} {version}, by cargo install (about {minutes}, once on this machine)"
    ));
    let folder = workspace.tools.join(tool.folder());
    run(workspace
        .command("cargo")
        .args(["install", "--locked", "--force", "--version", version, "--root"])
        .arg(&folder)
        .args(*arguments)
        .arg(crate_name)
        .envs(QUICK_BUILD)
        .env("CARGO_TARGET_DIR", folder.join("target")))?;
    std::fs::remove_dir_all(folder.join("target")).context("removing the build folder of the installation")
}

/// The second word of the first line that `PROGRAM --version` prints.
fn installed_version(workspace: &Workspace, program: &str) -> Option<String> {
    let text = output(workspace.command(program).arg("--version")).ok()?;
    Some(text.lines().next()?.split_whitespace().nth(1)?.to_string())
}
