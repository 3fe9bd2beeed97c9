//! Runs other programs. Errors contain the command and its exit status.

use std::fmt::Display;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread::ScopedJoinHandle;

/// A value, or an error message for the terminal.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

/// Adds context to an error, or turns a missing value into an error.
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

/// Prints the heading of the next step.
pub(crate) fn heading(text: impl Display) {
    println!("\n── {text}");
}

/// Waits for a thread and returns its result.
pub(crate) fn join_thread<T>(thread: ScopedJoinHandle<Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|_| Err("a thread of xtask panicked".to_owned()))
}

/// Runs a command. Its output goes to the terminal.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = command.status().context(display(command))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", display(command))) }
}

/// Runs a command and returns its standard output. The error contains standard output and standard error.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().context(display(command))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{}` failed ({})\n{text}{errors}", display(command), output.status))
}

/// Runs a command, prints its standard output and passes each line to `on_line`.
pub(crate) fn run_with_lines(command: &mut Command, mut on_line: impl FnMut(&str)) -> Result {
    let mut child = command.stdout(Stdio::piped()).spawn().context(display(command))?;
    let stdout = child.stdout.take().expect("standard output was piped");
    for text in BufReader::new(stdout).split(b'\n') {
        let text = text.context(display(command))?;
        let text = String::from_utf8_lossy(&text);
        println!("{text}");
        on_line(&text);
    }
    let status = child.wait().context(display(command))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", display(command))) }
}

fn display(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
