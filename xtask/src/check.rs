//! `cargo xtask check`: static checks of the sources. Warnings are errors.

use crate::package;
use crate::process::{Result, heading, output, run as run_command};
use crate::setup::{self, Requirement};
use crate::tidy;
use crate::wasm::TARGET;
use crate::workspace::Workspace;

/// The command. It builds the package before it checks types: they depend on generated declarations.
pub(crate) fn run(workspace: &Workspace, _arguments: &[String]) -> Result {
    setup::ensure(workspace, &[Requirement::WasmTarget, Requirement::Lints, Requirement::NodePackages])?;

    heading("check: file lengths, import rules, forbidden words");
    tidy::check(workspace)?;

    heading("check: format");
    // By file: `cargo fmt` does not see modules that a macro declares.
    run_command(
        workspace.command("rustfmt").args(["--check", "--edition", "2024"]).args(rust_files(workspace)?),
    )?;
    run_command(workspace.command("biome").args(["ci", "--error-on-warnings"]))?;

    heading("check: lints, native and wasm");
    let deny = ["--", "-D", "warnings"];
    run_command(workspace.command("cargo").args(["clippy", "--workspace", "--all-targets"]).args(deny))?;
    let wasm = ["clippy", "--package", "inkgrad", "--lib", "--tests", "--target", TARGET];
    run_command(workspace.command("cargo").args(wasm).args(deny))?;
    let modules = [
        "clippy",
        "--package",
        "inkgrad-files",
        "--package",
        "inkgrad-formats",
        "--lib",
        "--examples",
        "--target",
        TARGET,
    ];
    run_command(workspace.command("cargo").args(modules).args(deny))?;

    heading("check: documentation");
    let mut doc = workspace.command("cargo");
    run_command(doc.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))?;

    heading("check: package and sizes");
    package::make(workspace)?;
    package::check_budgets(workspace)?;

    heading("check: types");
    for project in PROJECTS {
        run_command(workspace.command("tsc").args(["--project", project]))?;
    }
    println!("\nno findings");
    Ok(())
}

/// Every Rust file that is tracked, or untracked and not ignored.
fn rust_files(workspace: &Workspace) -> Result<Vec<String>> {
    let listing = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "*.rs"];
    let paths = output(workspace.command("git").args(listing))?;
    Ok(paths.lines().map(str::to_string).filter(|path| workspace.path(path).is_file()).collect())
}

/// TypeScript projects. Each has only the globals of its environment: a worker has no `document`.
const PROJECTS: [&str; 10] = [
    "www/shared",
    "www/storage",
    "www/page",
    "www/worker",
    "www/service-worker",
    "www/bench",
    "package",
    "docs/site",
    "docs/recipes",
    "tests",
];
