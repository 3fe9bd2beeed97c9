//! The browsers that the tests drive, as Debian's packages; only `test` and `bench` need them.

use std::path::Path;

use crate::process::{Result, heading, output, run};
use crate::workspace::Workspace;

/// Each package with the program that it brings; webdriver.json and the page's tests name the same paths.
const PACKAGES: [(&str, &str); 3] = [
    ("chromium", "/usr/bin/chromium"),
    ("chromium-driver", "/usr/bin/chromedriver"),
    ("firefox-esr", "/usr/bin/firefox-esr"),
];

/// Chromium's driver.
pub(crate) const CHROMEDRIVER: &str = PACKAGES[1].1;

/// Installs those packages whose program is not there; where we may not, says with which command a person can.
pub(super) fn ensure(workspace: &Workspace) -> Result {
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(_, program)| !Path::new(program).exists())
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get install --yes --no-install-recommends {}", missing.join(" "));
    heading(format!("setup: the browsers for the tests ({}), by apt-get", missing.join(", ")));
    let is_root = output(workspace.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let may_sudo = !is_root && output(workspace.command("sudo").args(["-n", "true"])).is_ok();
    if workspace.find_program("apt-get").is_none() || !(is_root || may_sudo) {
        return Err(format!(
            "the tests drive Chromium and Firefox and these are not here: {}. This needs root, so please run\n\n    \
             sudo apt-get update && sudo {by_hand}\n\nand then this command again; on a system without apt-get, \
             put the programs (or links to them) at {}",
            missing.join(", "),
            PACKAGES.map(|(_, program)| program).join(", ")
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
    apt(&[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat())
}
