//! `cargo xtask COMMAND`: every command that the repository has, one file each; this one only chooses.

mod assets;
mod bench;
mod budgets;
mod check;
mod consumers;
mod data;
mod files;
mod generators;
mod package;
mod process;
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

/// One command: its name, what it does in a line, and the function that does it with the arguments after the name.
struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace, &[String]) -> Result,
}

const COMMANDS: [Command; 10] = [
    Command {
        name: "setup",
        about: "install what is missing of the tools for everything below",
        run: setup::run,
    },
    Command { name: "path", about: "the folders of these tools, for a shell's PATH", run: setup::path },
    Command { name: "serve", about: "build the page and serve it on this machine", run: serve::run },
    Command { name: "build", about: "the page as static files, in dist/", run: site::build },
    Command { name: "package", about: "the npm package, in pkg/", run: package::run },
    Command { name: "test", about: "all tests: native, browser, Node, package, page", run: test::run },
    Command {
        name: "consumers",
        about: "the package in a fresh project of every kind; --quick for what CI tries",
        run: consumers::run,
    },
    Command { name: "check", about: "formatting, lints, types, tidiness", run: check::run },
    Command { name: "bench", about: "steps per second beside the peers, in one browser", run: bench::run },
    Command {
        name: "assets",
        about: "what Trunk's hook makes: package, bundles, data, in build/",
        run: assets::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = arguments.first().map_or("", String::as_str);
    let Some(command) = COMMANDS.iter().find(|command| command.name == asked) else {
        eprintln!("cargo xtask COMMAND\n");
        for Command { name, about, .. } in &COMMANDS {
            eprintln!("  {name:9} {about}");
        }
        let help = matches!(asked, "help" | "--help" | "-h");
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
