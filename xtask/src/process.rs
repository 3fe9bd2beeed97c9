//! Running other programs: a heading, what they print, and an error that says which command failed and how.

use std::fmt::Display;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread::ScopedJoinHandle;

/// What a step gives, or a message for the person at the terminal.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

/// Adds what was being done to an error, or turns a missing value into one.
pub(crate) trait Context<T> {
    /// The value, or `what: the error`.
    fn context(self, what: impl Display) -> Result<T>;
}

impl<T, E: Display> Context<T> for std::result::Result<T, E> {
    fn context(self, what: impl Display) -> Result<T> {
        self.map_err(|error| format!("{what}: {error}"))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, what: impl Display) -> Result<T> {
        self.ok_or_else(|| what.to_string())
    }
}

/// Prints what is about to be done.
pub(crate) fn heading(text: impl Display) {
    println!("\n── {text}");
}

/// What a thread of this program gives, once it has ended.
pub(crate) fn joined<T>(thread: ScopedJoinHandle<Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|_| Err("a thread of xtask panicked".to_owned()))
}

/// Runs a command to its end, its output going to the terminal.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = command.status().context(shown(command))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(command))) }
}

/// Runs a command quietly and gives what it printed to standard output; a failure shows everything it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().context(shown(command))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{}` failed ({})\n{text}{errors}", shown(command), output.status))
}

/// Runs a command, shows what it prints and hands each line of its standard output to `line` as well.
pub(crate) fn watch(command: &mut Command, mut line: impl FnMut(&str)) -> Result {
    let mut child = command.stdout(Stdio::piped()).spawn().context(shown(command))?;
    let stdout = child.stdout.take().expect("standard output was piped");
    for text in BufReader::new(stdout).split(b'\n') {
        let text = text.context(shown(command))?;
        let text = String::from_utf8_lossy(&text);
        println!("{text}");
        line(&text);
    }
    let status = child.wait().context(shown(command))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(command))) }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
