//! `cargo xtask COMMAND`: the table of all commands. Each command has its own file.

mod assets;
mod bench;
mod budgets;
mod check;
mod consumers;
mod data;
mod docs;
mod files;
mod generators;
mod package;
mod process;
mod publish;
mod reach;
mod serve;
mod setup;
mod site;
mod test;
mod tidy;
mod timing;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;

use process::Result;
use workspace::Workspace;

/// One command: its name, a line of help, and the function that runs it with the remaining arguments.
struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace, &[String]) -> Result,
}

const COMMANDS: [Command; 13] = [
    Command { name: "setup", about: "install the missing tools for all commands", run: setup::run },
    Command { name: "path", about: "print the folders of these tools, for a shell's PATH", run: setup::path },
    Command { name: "serve", about: "build the page, serve it locally, rebuild on changes", run: serve::run },
    Command { name: "build", about: "build the page as static files in dist/", run: site::build },
    Command { name: "package", about: "build the npm package in pkg/", run: package::run },
    Command { name: "test", about: "run all tests: native, browser, Node, package, page", run: test::run },
    Command {
        name: "consumers",
        about: "use the package in new projects: bundlers, runtimes, test runners; --quick: what CI runs",
        run: consumers::run,
    },
    Command {
        name: "reach",
        about: "predict with every export in other programs, import theirs; --quick: what CI runs",
        run: reach::run,
    },
    Command {
        name: "publish",
        about: "--dry-run: everything of publishing crate and package but doing it",
        run: publish::run,
    },
    Command {
        name: "check",
        about: "check format, lints, documentation, types and repository rules",
        run: check::run,
    },
    Command {
        name: "bench",
        about: "measure steps per second beside other libraries, in one browser",
        run: bench::run,
    },
    Command {
        name: "assets",
        about: "build package, bundles and data in build/; Trunk's hook calls it",
        run: assets::run,
    },
    Command {
        name: "finish",
        about: "write the service worker of the page that Trunk has put together; its last hook calls it",
        run: site::finish,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let requested = arguments.first().map_or("", String::as_str);
    let Some(command) = COMMANDS.iter().find(|command| command.name == requested) else {
        eprintln!("cargo xtask COMMAND\n");
        for Command { name, about, .. } in &COMMANDS {
            eprintln!("  {name:9} {about}");
        }
        let help = matches!(requested, "help" | "--help" | "-h");
        return if help { ExitCode::SUCCESS } else { ExitCode::from(2) };
    };
    match Workspace::find().and_then(|workspace| (command.run)(&workspace, &arguments[1..])) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nxtask {}: {message}", command.name);
            ExitCode::FAILURE
        }
    }
}
