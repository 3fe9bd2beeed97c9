//! Python with its module venv, in which the checks of exports install their packages.

use std::env;
use std::path::PathBuf;

use super::debian;
use crate::process::output;
use crate::process::{Context, Result};
use crate::workspace::Workspace;

/// Names a Python that has the packages already.
pub(crate) const OWN_PYTHON: &str = "INKGRAD_PYTHON";

const NEEDS: &str = "the checks of exports need Python 3.11 or newer with its module venv";

/// Installs Debian's package unless there is a Python that can make environments.
pub(super) fn ensure(workspace: &Workspace) -> Result {
    if env::var_os(OWN_PYTHON).is_some() || base_python(workspace).is_ok() {
        return Ok(());
    }
    let otherwise =
        format!("Elsewhere install Python, or name one with the packages of tests/reach by {OWN_PYTHON}.");
    debian::install(workspace, &["python3-venv"], NEEDS, &otherwise)?;
    base_python(workspace).map(drop)
}

/// A Python that can make environments.
pub(crate) fn base_python(workspace: &Workspace) -> Result<PathBuf> {
    const CHECK: &str = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";
    ["python3", "python"]
        .into_iter()
        .find(|name| output(workspace.command(name).args(["-c", CHECK])).is_ok())
        .map(PathBuf::from)
        .context(NEEDS)
}
