//! Debian's packages, for programs that no other tool of this machine installs.

use crate::process::{Result, heading, output, run};
use crate::workspace::Workspace;

/// Installs packages by apt-get. Without root rights or apt-get, the error contains `needs`, the command to run, and
/// `otherwise`: what to do on another system.
pub(super) fn install(workspace: &Workspace, packages: &[&str], needs: &str, otherwise: &str) -> Result {
    heading(format!("setup: {}, by apt-get", packages.join(", ")));
    let is_root = output(workspace.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let can_sudo = !is_root && output(workspace.command("sudo").args(["-n", "true"])).is_ok();
    if workspace.find_program("apt-get").is_none() || !(is_root || can_sudo) {
        return Err(format!(
            "{needs}, and these packages are missing: {0}. Installation needs root. Please run\n\n    \
             sudo apt-get update && sudo apt-get install --yes --no-install-recommends {0}\n\n\
             then run this command again. {otherwise}",
            packages.join(" ")
        ));
    }
    let apt = |arguments: &[&str]| {
        let mut command = workspace.command(if is_root { "apt-get" } else { "sudo" });
        if !is_root {
            command.args(["-n", "apt-get"]);
        }
        run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}
