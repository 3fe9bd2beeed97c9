//! The programs of `xtask/generators`: compiled once, as this program is, and run where their results are wanted.

use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use crate::process::{Result, run};
use crate::workspace::Workspace;

/// The profile of Cargo.toml that this program is compiled in too; its name is that of the folder in the target folder.
const PROFILE: &str = "tool";

/// Compiles them.
pub(crate) fn compile(workspace: &Workspace) -> Result {
    let arguments = ["build", "--quiet", "--profile", PROFILE, "--package", "generators"];
    run(workspace.command("cargo").args(arguments))
}

/// A command that runs one of them, which [`compile()`] has made.
pub(crate) fn command(workspace: &Workspace, name: &str) -> Command {
    let program = workspace.target.join(PROFILE).join(format!("{name}{EXE_SUFFIX}"));
    workspace.command(&program.to_string_lossy())
}
