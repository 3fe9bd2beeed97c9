//! `cargo xtask bench [ARGUMENT…]`: runs the benchmark beside other libraries; arguments go to `benches/run.js`.

use std::path::Path;

use crate::package;
use crate::process::{Result, heading, run as run_command};
use crate::setup::{self, Requirement};
use crate::workspace::Workspace;

/// The command. Only this command installs the other libraries.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    setup::ensure(workspace, &[Requirement::WasmTarget, Requirement::NodePackages, Requirement::Browsers])?;
    setup::npm_packages(workspace, Path::new("benches"))?;
    heading("bench: build the package");
    package::make(workspace)?;
    heading("bench: every workload with every library, in one browser");
    run_command(workspace.command("node").arg("benches/run.js").args(arguments))
}
