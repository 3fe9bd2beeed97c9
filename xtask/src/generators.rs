//! Builds and runs the programs of `xtask/generators`.

use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use crate::process::{Result, run};
use crate::workspace::Workspace;

/// The Cargo profile, which xtask uses too. It is also the name of the output folder.
const PROFILE: &str = "tool";

/// Compiles the programs.
pub(crate) fn compile(workspace: &Workspace) -> Result {
    let arguments = ["build", "--quiet", "--profile", PROFILE, "--package", "generators"];
    run(workspace.command("cargo").args(arguments))
}

/// A command that runs one of the programs. [`compile()`] must have run before.
pub(crate) fn command(workspace: &Workspace, name: &str) -> Command {
    let program = workspace.target.join(PROFILE).join(format!("{name}{EXE_SUFFIX}"));
    workspace.command(&program.to_string_lossy())
}
