//! `cargo xtask setup`, and what every other command asks of it: checks each tool that is needed and installs those
//! that are missing, nothing else. When all are there, nothing touches the network.

mod browsers;
mod node;
mod rust;

pub(crate) use browsers::CHROMEDRIVER;
pub(crate) use node::npm_packages;

use crate::process::{Context, Result};
use crate::tools::{GECKODRIVER, TRUNK, WASM_BINDGEN, WASM_PACK};
use crate::workspace::Workspace;

/// A thing that a command needs on this machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    /// The standard library for the browser, by rustup.
    WasmTarget,
    /// rustfmt and clippy, by rustup.
    Lints,
    /// Node 20 or newer, and the npm packages of package-lock.json.
    NodePackages,
    /// wasm-bindgen's test runner and its command, of exactly the crate's version; the tests and wasm-pack want them.
    WasmBindgen,
    /// wasm-pack, which runs the core's tests in a browser.
    WasmPack,
    /// Trunk, which makes the same page as `cargo xtask build`.
    Trunk,
    /// Firefox's driver.
    Geckodriver,
    /// Chromium with its driver, and Firefox.
    Browsers,
}

const EVERYTHING: [Need; 8] = [
    Need::WasmTarget,
    Need::Lints,
    Need::NodePackages,
    Need::WasmBindgen,
    Need::WasmPack,
    Need::Trunk,
    Need::Geckodriver,
    Need::Browsers,
];

/// The command: everything that any command needs.
pub(crate) fn run(workspace: &Workspace, _arguments: &[String]) -> Result {
    ensure(workspace, &EVERYTHING)?;
    println!("everything is there");
    Ok(())
}

/// The command `path`: the folders of our own tools as PATH wants them, for a shell that runs them by name.
pub(crate) fn path(workspace: &Workspace, _arguments: &[String]) -> Result {
    let folders = std::env::join_paths(workspace.tool_folders()).context("the folders of the tools")?;
    println!("{}", folders.display());
    Ok(())
}

/// Sees to it that all of `needs` are there.
pub(crate) fn ensure(workspace: &Workspace, needs: &[Need]) -> Result {
    for need in needs {
        let _alone = workspace.lock(&format!("setup-{need:?}"))?;
        match need {
            Need::WasmTarget => rust::wasm_target(workspace)?,
            Need::Lints => rust::lints(workspace)?,
            Need::NodePackages => node::packages(workspace)?,
            Need::WasmBindgen => rust::cargo_tool(workspace, &WASM_BINDGEN)?,
            Need::WasmPack => rust::cargo_tool(workspace, &WASM_PACK)?,
            Need::Trunk => rust::cargo_tool(workspace, &TRUNK)?,
            Need::Geckodriver => rust::cargo_tool(workspace, &GECKODRIVER)?,
            Need::Browsers => browsers::ensure(workspace)?,
        }
    }
    Ok(())
}
