//! Tools of the Rust side: the wasm target and the lints by rustup, the others by `cargo install` into a folder of our
//! own, so that another version that a person has is neither used nor overwritten.

use std::path::Path;

use crate::process::{Context, Result, heading, output, run};
use crate::wasm::TARGET;
use crate::workspace::Workspace;

/// A program that `cargo install` gives.
pub(super) struct Tool {
    /// The crate to install.
    krate: &'static str,
    version: &'static str,
    /// The programs it brings; the first is asked for its version.
    programs: &'static [&'static str],
    arguments: &'static [&'static str],
    /// About how long the installation takes on two cores, for the person who waits.
    minutes: &'static str,
}

/// Its version must be the wasm-bindgen crate's to the digit.
pub(super) const WASM_BINDGEN: Tool = Tool {
    krate: "wasm-bindgen-cli",
    version: "0.2.129",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    arguments: &[],
    minutes: "two minutes",
};

pub(super) const WASM_PACK: Tool = Tool {
    krate: "wasm-pack",
    version: "0.15.1",
    programs: &["wasm-pack"],
    arguments: &[],
    minutes: "one minute",
};

/// Firefox's driver, for tests that wasm-pack runs in it.
pub(super) const GECKODRIVER: Tool = Tool {
    krate: "geckodriver",
    version: "0.37.1",
    programs: &["geckodriver"],
    arguments: &[],
    minutes: "one minute",
};

/// The newest that Rust 1.95 compiles; without the features that want OpenSSL or update notices.
pub(super) const TRUNK: Tool = Tool {
    krate: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    arguments: &["--no-default-features", "--features", "rustls"],
    minutes: "five minutes",
};

impl Tool {
    fn folder(&self) -> String {
        format!("{}-{}", self.krate, self.version)
    }
}

/// The folders, inside that of all tools, that hold the versions wanted here.
pub(crate) fn folders() -> impl Iterator<Item = String> {
    [WASM_BINDGEN, WASM_PACK, TRUNK, GECKODRIVER].into_iter().map(|tool| tool.folder())
}

/// Tools are compiled to be there soon rather than to be fast: Trunk's own profile takes twice as long.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// The standard library for the browser.
pub(super) fn wasm_target(workspace: &Workspace) -> Result {
    let mut ask = workspace.command("rustc");
    let folder = output(ask.args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    heading(format!("setup: the Rust target {TARGET}, by rustup"));
    rustup(workspace, &["target", "add", TARGET])
}

/// rustfmt and clippy.
pub(super) fn lints(workspace: &Workspace) -> Result {
    let there = |name: &str| output(workspace.command("cargo").args([name, "--version"])).is_ok();
    if there("fmt") && there("clippy") {
        return Ok(());
    }
    heading("setup: rustfmt and clippy, by rustup");
    rustup(workspace, &["component", "add", "rustfmt", "clippy"])
}

fn rustup(workspace: &Workspace, arguments: &[&str]) -> Result {
    if workspace.find_program("rustup").is_none() {
        return Err(format!(
            "this needs `rustup {}`, and there is no rustup here: install it as https://rustup.rs says, \
             then run this again",
            arguments.join(" ")
        ));
    }
    run(workspace.command("rustup").args(arguments))
}

/// A tool at exactly its version, installed if it is not there.
pub(super) fn cargo_tool(workspace: &Workspace, tool: &Tool) -> Result {
    let Tool { krate, version, programs, arguments, minutes } = tool;
    let all_there = programs.iter().all(|program| workspace.find_program(program).is_some());
    if all_there && installed_version(workspace, programs[0]).as_deref() == Some(*version) {
        return Ok(());
    }
    heading(format!("setup: {krate} {version}, by cargo install (about {minutes}, once on this machine)"));
    let folder = workspace.tools.join(tool.folder());
    run(workspace
        .command("cargo")
        .args(["install", "--locked", "--force", "--version", version, "--root"])
        .arg(&folder)
        .args(*arguments)
        .arg(krate)
        .envs(QUICK_BUILD)
        .env("CARGO_TARGET_DIR", folder.join("target")))?;
    std::fs::remove_dir_all(folder.join("target")).context("removing what the installation left")
}

/// The last word of the first line that `PROGRAM --version` prints.
fn installed_version(workspace: &Workspace, program: &str) -> Option<String> {
    let text = output(workspace.command(program).arg("--version")).ok()?;
    Some(text.lines().next()?.split_whitespace().nth(1)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::WASM_BINDGEN;

    #[test]
    fn the_command_is_of_the_version_that_the_lock_file_has_of_the_crate() {
        let lock = include_str!("../../../Cargo.lock");
        let wanted = format!("name = \"wasm-bindgen\"\nversion = \"{}\"\n", WASM_BINDGEN.version);
        assert!(lock.contains(&wanted), "Cargo.lock has another wasm-bindgen than {}", WASM_BINDGEN.version);
    }
}
