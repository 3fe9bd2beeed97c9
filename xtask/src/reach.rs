//! `cargo xtask reach [--quick]`: exports every kind of layer and every preset, and has other programs predict with them;
//! imports models that torch and Keras wrote; trains an exported network on in PyTorch; tests and measures the folders that go
//! on with a session; runs the recipe of ONNX. `--quick` is what CI runs: ONNX Runtime and `NumPy` alone, without the
//! presets.
//!
//! Python's packages go into an environment of their own, from the index that pip is configured for. `INKGRAD_PYTHON` names a
//! Python that has them already.

use std::env;
use std::path::{Path, PathBuf};
use std::thread;

use crate::process::{Result, heading, join_thread, run as run_command};
use crate::setup::{self, Requirement};
use crate::timing::timed;
use crate::workspace::Workspace;
use crate::{files, package};

/// The scripts.
const SCRIPTS: &str = "tests/reach";

/// The command.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    let quick = match arguments {
        [] => false,
        [argument] if argument == "--quick" => true,
        _ => return Err("cargo xtask reach [--quick]".to_owned()),
    };
    setup::ensure(workspace, &[Requirement::WasmTarget, Requirement::NodePackages, Requirement::Python])?;
    run_with(workspace, quick)
}

/// What CI runs. The tools must be installed.
pub(crate) fn quick(workspace: &Workspace) -> Result {
    run_with(workspace, true)
}

fn run_with(workspace: &Workspace, quick: bool) -> Result {
    let python = python(workspace, quick)?;
    if !quick {
        setup::npm_packages(workspace, Path::new(SCRIPTS))?;
    }
    heading("reach: build the package");
    package::make(workspace)?;

    heading("reach: export");
    let folder = workspace.target.join("xtask/reach");
    files::remove_folder(&folder)?;
    files::create_folder(&folder)?;
    let script = |program: &Path, name: &str, more: &[&str]| -> Result {
        let path = Path::new(SCRIPTS).join(name);
        let mut command = workspace.command(&program.to_string_lossy());
        command.arg(path).arg(&folder).args(more).env("KERAS_BACKEND", "torch");
        timed([&[name], more].concat().join(" "), || run_command(&mut command))
    };
    let node = Path::new("node");
    script(node, "export.js", if quick { &["--quick"] } else { &[] })?;
    heading("reach: the programs that go on with a session");
    let mut onward = workspace.command(&python.to_string_lossy());
    onward.arg("tests/onward/run.py");
    if !quick {
        onward.arg("--measures");
    }
    timed("tests/onward/run.py", || run_command(&mut onward))?;
    recipe(workspace, &python, &folder.join("recipe"))?;
    if quick {
        script(&python, "judge.py", &["onnx"])?;
        return script(node, "table.js", &["onnx"]);
    }
    script(node, "onward.js", &[])?;
    heading("reach: predict, import and train elsewhere");
    thread::scope(|scope| {
        let by_node = scope.spawn(|| {
            script(node, "judge.js", &["tfjs", SCRIPTS])?;
            script(node, "judge.js", &["web", SCRIPTS])
        });
        script(&python, "foreign.py", &[])?;
        script(node, "foreign.js", &[])?;
        script(&python, "onward.py", &[])?;
        ["pytorch", "onnx", "keras"]
            .iter()
            .try_for_each(|program| script(&python, "judge.py", &[program]))?;
        join_thread(by_node)
    })?;
    heading("reach: greatest difference from predict, over 100 samples");
    script(node, "table.js", &["pytorch", "onnx", "web", "keras", "tfjs"])
}

/// The documentation's way of a table to ONNX, checked in Python as it says.
fn recipe(workspace: &Workspace, python: &Path, folder: &Path) -> Result {
    heading("reach: the recipe of ONNX");
    let recipes = workspace.path("docs/recipes");
    files::create_folder(folder)?;
    files::copy(&recipes.join("iris.csv"), &folder.join("iris.csv"))?;
    for (program, name) in [(Path::new("node"), "onnx.js"), (python, "check_onnx.py")] {
        let mut command = workspace.command(&program.to_string_lossy());
        run_command(command.arg(recipes.join(name)).current_dir(folder))?;
    }
    Ok(())
}

/// A Python with the packages.
fn python(workspace: &Workspace, quick: bool) -> Result<PathBuf> {
    if let Some(python) = env::var_os(setup::OWN_PYTHON) {
        return Ok(PathBuf::from(python));
    }
    let list = if quick { "requirements-quick.txt" } else { "requirements.txt" };
    let list = workspace.path(SCRIPTS).join(list);
    let environment = workspace.target.join(if quick { "xtask/python-quick" } else { "xtask/python" });
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let stamp = environment.join("requirements.txt");
    let wanted = files::read_text(&list)?;
    if files::read_text(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(python);
    }
    heading("setup: Python's packages, by pip");
    let base = setup::base_python(workspace)?;
    run_command(
        workspace.command(&base.to_string_lossy()).args(["-m", "venv", "--clear"]).arg(&environment),
    )?;
    let mut pip = workspace.command(&python.to_string_lossy());
    run_command(pip.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&list))?;
    files::write(&stamp, wanted)?;
    Ok(python)
}
