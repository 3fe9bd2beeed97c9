//! `cargo xtask bench [ARGUMENT…]`: the benchmark of `benches/`, ours beside its peers; arguments go to its run.js.

use std::path::Path;

use crate::package;
use crate::process::{Result, heading, run as run_command};
use crate::setup::{self, Need};
use crate::workspace::Workspace;

/// The command. The peers are packages of their own, which nothing else needs and only this installs.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    setup::ensure(workspace, &[Need::WasmTarget, Need::NodePackages, Need::Browsers])?;
    setup::npm_packages(workspace, Path::new("benches"))?;
    heading("bench: the package");
    package::make(workspace)?;
    heading("bench: every workload, every peer, in one browser");
    run_command(workspace.command("node").arg("benches/run.js").args(arguments))
}
