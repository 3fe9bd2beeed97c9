//! `cargo xtask consumers [--quick] [NAME…]`: uses the package in new projects, one for each bundler, runtime and test
//! runner.

use crate::package;
use crate::process::{Result, heading, run as run_command};
use crate::setup::{self, Requirement};
use crate::workspace::Workspace;

/// The command; its arguments go to `tests/consumers/run.js`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    setup::ensure(workspace, &[Requirement::WasmTarget, Requirement::NodePackages, Requirement::Browsers])?;
    package::make(workspace)?;
    heading("consumers: the package in new projects");
    run_command(workspace.command("node").arg("tests/consumers/run.js").args(arguments))
}
