//! `cargo xtask consumers [--quick] [NAME…]`: the package in a fresh project of every kind that may use it, as a list.

use crate::package;
use crate::process::{Result, heading, run as run_command};
use crate::setup::{self, Need};
use crate::workspace::Workspace;

/// The command; its arguments go to `tests/consumers/run.js`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    setup::ensure(workspace, &[Need::WasmTarget, Need::NodePackages, Need::Browsers])?;
    package::make(workspace)?;
    heading("consumers: the package in fresh projects");
    run_command(workspace.command("node").arg("tests/consumers/run.js").args(arguments))
}
