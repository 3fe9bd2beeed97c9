//! `cargo xtask setup`: checks each required tool and installs the missing ones. Every command calls [`ensure()`] for its
//! own requirements. If all tools are installed, it does not use the network.

mod browsers;
mod debian;
mod node;
mod python;
mod rust;

pub(crate) use browsers::CHROMEDRIVER;
pub(crate) use node::npm_packages;
pub(crate) use python::{OWN_PYTHON, base_python};

use crate::process::{Context, Result};
use crate::tools::{GECKODRIVER, TRUNK, WASM_BINDGEN, WASM_PACK};
use crate::workspace::Workspace;

/// What a command requires on this machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Requirement {
    /// The standard library of the wasm target, by rustup.
    WasmTarget,
    /// rustfmt and clippy, by rustup.
    Lints,
    /// Node 20 or newer, and the npm packages of package-lock.json.
    NodePackages,
    /// wasm-bindgen's command and test runner, in exactly the crate's version; wasm-pack and the tests use them.
    WasmBindgen,
    /// wasm-pack, which runs the core's tests in a browser.
    WasmPack,
    /// Trunk, which builds the same page as `cargo xtask build`.
    Trunk,
    /// Firefox's web driver.
    Geckodriver,
    /// Chromium with its web driver, and Firefox.
    Browsers,
    /// Python with its module venv.
    Python,
}

const ALL: [Requirement; 9] = [
    Requirement::WasmTarget,
    Requirement::Lints,
    Requirement::NodePackages,
    Requirement::WasmBindgen,
    Requirement::WasmPack,
    Requirement::Trunk,
    Requirement::Geckodriver,
    Requirement::Browsers,
    Requirement::Python,
];

/// The command: installs the requirements of all commands.
pub(crate) fn run(workspace: &Workspace, _arguments: &[String]) -> Result {
    ensure(workspace, &ALL)?;
    println!("everything is installed");
    Ok(())
}

/// The command `path`: prints the folders of the installed tools in the form of PATH.
pub(crate) fn path(workspace: &Workspace, _arguments: &[String]) -> Result {
    let folders = std::env::join_paths(workspace.tool_folders()).context("the folders of the tools")?;
    println!("{}", folders.display());
    Ok(())
}

/// Installs each of `requirements` that is missing.
pub(crate) fn ensure(workspace: &Workspace, requirements: &[Requirement]) -> Result {
    for requirement in requirements {
        let _lock = workspace.lock(&format!("setup-{requirement:?}"))?;
        match requirement {
            Requirement::WasmTarget => rust::wasm_target(workspace)?,
            Requirement::Lints => rust::lints(workspace)?,
            Requirement::NodePackages => node::packages(workspace)?,
            Requirement::WasmBindgen => rust::cargo_tool(workspace, &WASM_BINDGEN)?,
            Requirement::WasmPack => rust::cargo_tool(workspace, &WASM_PACK)?,
            Requirement::Trunk => rust::cargo_tool(workspace, &TRUNK)?,
            Requirement::Geckodriver => rust::cargo_tool(workspace, &GECKODRIVER)?,
            Requirement::Browsers => browsers::ensure(workspace)?,
            Requirement::Python => python::ensure(workspace)?,
        }
    }
    Ok(())
}
