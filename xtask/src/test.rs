//! `cargo xtask test [STAGE…]`: all tests in stages, the quick ones first; stops at the first stage that fails.

mod tally;

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::process::{Result, heading, output, run as run_command, watch};
use crate::setup::{self, CHROMEDRIVER, Need};
use crate::wasm::{BUILDS, TARGET};
use crate::workspace::Workspace;
use crate::{files, package, site};
use tally::Tally;

/// A stage: the name to ask for it alone, its heading, and what it does.
struct Stage {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace, &mut Tally) -> Result,
}

const STAGES: [Stage; 9] = [
    Stage { name: "native", about: "the core and the tools, natively", run: native },
    Stage { name: "dependent", about: "a Rust program on the core, without the bindings", run: dependent },
    Stage {
        name: "package",
        about: "the package: built, checked by publint and attw, tried in fresh projects",
        run: packed,
    },
    Stage { name: "node", about: "the package and the page's modules, in Node", run: node },
    Stage { name: "browser", about: "the core in Chromium, simd128", run: browser },
    Stage { name: "relaxed", about: "the core in Chromium, relaxed-simd", run: relaxed },
    Stage { name: "site", about: "the page, built", run: built },
    Stage { name: "trunk", about: "Trunk makes the very same page", run: by_trunk },
    Stage { name: "page", about: "the page in Chromium and Firefox", run: page },
];

const NEEDS: [Need; 6] =
    [Need::WasmTarget, Need::NodePackages, Need::WasmBindgen, Need::WasmPack, Need::Trunk, Need::Browsers];

/// The command; names of stages pick those.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    let names = STAGES.map(|stage| stage.name);
    if let Some(unknown) = arguments.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(format!("no stage is called {unknown}; there are {}", names.join(", ")));
    }
    setup::ensure(workspace, &NEEDS)?;
    let mut all = Tally::default();
    let mut summary = Vec::new();
    for stage in
        STAGES.iter().filter(|stage| arguments.is_empty() || arguments.iter().any(|name| name == stage.name))
    {
        heading(format!("test {}: {}", stage.name, stage.about));
        let start = Instant::now();
        let mut tally = Tally::default();
        let result = (stage.run)(workspace, &mut tally);
        if result.is_err() {
            tally.failed = tally.failed.max(1);
        }
        let seconds = start.elapsed().as_secs();
        summary.push(format!(
            "{:9} {:5} passed, {} failed, {seconds} s",
            stage.name, tally.passed, tally.failed
        ));
        all += tally;
        if let Err(message) = result {
            close(&summary, all);
            return Err(format!(
                "stage `{0}` failed; `cargo xtask test {0}` runs it alone\n{message}",
                stage.name
            ));
        }
    }
    close(&summary, all);
    Ok(())
}

fn close(summary: &[String], all: Tally) {
    heading("tests");
    println!("{}\n\n{} passed, {} failed", summary.join("\n"), all.passed, all.failed);
}

fn native(workspace: &Workspace, tally: &mut Tally) -> Result {
    let mut tests = workspace.command("cargo");
    watch(tests.args(["test", "--workspace"]), |line| tally.read(line))
}

/// Natively, where it is built in the workspace, it ran in the stage before. For the browser it must export nothing of
/// the bindings and import nothing, and neither target may bring what speaks to JavaScript along.
fn dependent(workspace: &Workspace, tally: &mut Tally) -> Result {
    for target in [None, Some(TARGET)] {
        let mut tree = workspace.command("cargo");
        tree.args(["tree", "--package", "dependent", "--edges", "normal", "--prefix", "none"]);
        let tree = output(tree.args(target.into_iter().flat_map(|target| ["--target", target])))?;
        let speaks = |line: &&str| line.starts_with("js-sys ") || line.starts_with("wasm-bindgen ");
        if let Some(found) = tree.lines().find(speaks) {
            return Err(format!("a program without the bindings depends on {found}"));
        }
    }
    let mut build = workspace.command("cargo");
    run_command(build.args(["build", "--package", "dependent", "--target", TARGET]))?;
    node_tests(workspace, &["tests/dependent"], &mut workspace.command("node"), tally)
}

/// Packs `pkg/` as npm would publish it and lets two linters of packages look at the very file; then the quick half of
/// `cargo xtask consumers`.
fn packed(workspace: &Workspace, _tally: &mut Tally) -> Result {
    package::make(workspace)?;
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

fn node(workspace: &Workspace, tally: &mut Tally) -> Result {
    node_tests(workspace, &["tests/package", "tests/www"], &mut workspace.command("node"), tally)
}

fn browser(workspace: &Workspace, tally: &mut Tally) -> Result {
    let mut tests = workspace.command("wasm-pack");
    tests.args(["test", "--headless", "--chrome", "--chromedriver", CHROMEDRIVER, "--mode", "no-install"]);
    watch(without_flags(&mut tests), |line| tally.read(line))
}

/// The same tests on the other binary; wasm-pack knows only one, so that cargo runs them by wasm-bindgen's runner.
fn relaxed(workspace: &Workspace, tally: &mut Tally) -> Result {
    let build = &BUILDS[1];
    let mut tests = workspace.command("cargo");
    tests.args(["test", "--package", "inkgrad", "--lib", "--tests", "--target", TARGET, "--target-dir"]);
    tests.arg(build.target(workspace));
    without_flags(&mut tests)
        .env("CARGO_ENCODED_RUSTFLAGS", build.rustflags(workspace))
        .env("CHROMEDRIVER", CHROMEDRIVER)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1");
    watch(&mut tests, |line| tally.read(line))
}

fn built(workspace: &Workspace, _tally: &mut Tally) -> Result {
    site::make(workspace)
}

fn by_trunk(workspace: &Workspace, _tally: &mut Tally) -> Result {
    let dist = workspace.target.join("xtask/trunk");
    let mut trunk = workspace.command("trunk");
    // Trunk takes NO_COLOR for a yes or no of its own and stops at any other value.
    run_command(trunk.args(["build", "--release", "--dist"]).arg(&dist).env_remove("NO_COLOR"))?;
    // The link that it is told to skip stays in its page.
    let index = dist.join("index.html");
    files::write(&index, site::without_links(&files::read_text(&index)?)?)?;
    site::same(&site::folder(workspace), &dist)
}

/// One file at a time: each starts browsers, and training in two at once would measure neither.
fn page(workspace: &Workspace, tally: &mut Tally) -> Result {
    node_tests(workspace, &["tests/page"], workspace.command("node").arg("--test-concurrency=1"), tally)
}

/// Runs every `*.test.js` of some folders by Node's own test runner.
fn node_tests(workspace: &Workspace, folders: &[&str], node: &mut Command, tally: &mut Tally) -> Result {
    let mut tests: Vec<PathBuf> = Vec::new();
    for folder in folders {
        tests.extend(files::walk(&workspace.path(folder))?);
    }
    tests.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    watch(node.args(["--test", "--test-reporter=spec"]).args(tests), |line| tally.read(line))
}

/// The flags of .cargo/config.toml count, not those that a person may have set for other work.
fn without_flags(command: &mut Command) -> &mut Command {
    command
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "600")
}
