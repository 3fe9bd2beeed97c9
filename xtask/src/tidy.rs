//! Tidiness that no linter holds: how long files are, who imports whom, words that must not stand in the repository.

mod cycles;
mod rules;

use std::path::Path;

use crate::files;
use crate::process::{Result, output};
use crate::workspace::Workspace;
use rules::{FORBIDDEN, Forbidden, IMPORTS, Import, LENGTHS, SIBLINGS, Siblings};

/// Checks every file that git knows or would add.
pub(crate) fn check(workspace: &Workspace) -> Result {
    let mut findings = Vec::new();
    let listing = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let paths = output(workspace.command("git").args(listing))?;
    let paths: Vec<&str> = paths.lines().collect();
    let read = |path: &&str| Some((path.to_string(), files::read_text(&workspace.path(path)).ok()?));
    let texts: Vec<(String, String)> = paths.iter().filter_map(read).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    findings.extend(cycles::cycles(&texts));
    for (path, text) in &texts {
        findings.extend(length(path, text));
        for (number, line) in text.lines().enumerate() {
            let found = imported(path, line).chain(siblings(&paths, path, line)).chain(forbidden(path, line));
            findings.extend(found.map(|finding| format!("{path}:{}: {finding}", number + 1)));
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(format!("not tidy\n{}", findings.join("\n"))) }
}

fn length(path: &str, text: &str) -> Option<String> {
    let extension = Path::new(path).extension()?.to_str()?;
    let limit = LENGTHS.iter().find(|(kind, _)| *kind == extension)?.1;
    let lines = text.lines().count();
    (lines > limit).then(|| format!("{path}: {lines} lines, at most {limit}: is it still one thing?"))
}

/// The import rules that a line breaks. A line that imports names a module by `crate::MODULE` in Rust and by a quoted
/// path in JavaScript, which is all that the rules need to know.
fn imported(path: &str, line: &str) -> impl Iterator<Item = String> {
    let comment = is_comment(line);
    let broken = IMPORTS
        .iter()
        .filter(move |rule| !comment && applies(rule.of, path) && !path.starts_with(rule.except));
    broken.filter_map(move |Import { of, never, .. }| {
        let module = never.iter().find(|module| mentions(line, module))?;
        Some(format!("{of} must not use {module}"))
    })
}

/// The siblings, among all `paths`, that a line of one of them names.
fn siblings(paths: &[&str], path: &str, line: &str) -> impl Iterator<Item = String> {
    let name = |path: &str, folder: &str| {
        let rest = path.strip_prefix(folder)?;
        Some(rest.split(['/', '.']).next()?.to_string())
    };
    let mut found = Vec::new();
    for Siblings { folder, shared } in SIBLINGS.iter().filter(|_| !is_comment(line)) {
        let Some(own) = name(path, folder).filter(|own| !shared.contains(&own.as_str())) else { continue };
        let module = folder.trim_start_matches("src/").trim_end_matches('/');
        let others = paths.iter().filter_map(|path| name(path, folder));
        let mut others: Vec<String> =
            others.filter(|other| *other != own && !shared.contains(&other.as_str())).collect();
        others.dedup();
        let named = |other: &&String| {
            mentions(line, &format!("super::{other}")) || mentions(line, &format!("crate::{module}::{other}"))
        };
        found.extend(
            others.iter().filter(named).map(|other| format!("{own} must not use its sibling {other}")),
        );
    }
    found.into_iter()
}

fn forbidden(path: &str, line: &str) -> impl Iterator<Item = String> {
    let holds = move |rule: &&Forbidden| {
        let allowed = rule.except.iter().any(|except| applies(except, path));
        !allowed && rule.words.iter().any(|word| mentions(line, word)) && !(rule.in_code && is_comment(line))
    };
    FORBIDDEN.iter().filter(holds).map(|rule| rule.why.to_string())
}

fn applies(prefix: &str, path: &str) -> bool {
    path.starts_with(prefix)
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with('*') || line.starts_with("/*")
}

/// Whether a line holds a word whole: no letter, digit or underscore goes on where the word begins or ends with one,
/// and a word that is an absolute path does not stand inside a longer path.
fn mentions(line: &str, word: &str) -> bool {
    let joins = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    line.match_indices(word).any(|(at, _)| {
        let previous = line[..at].chars().next_back();
        let before = match word.chars().next() {
            Some('/') => joins(previous) || previous == Some('.'),
            first => joins(first) && joins(previous),
        };
        let after = joins(word.chars().next_back()) && joins(line[at + word.len()..].chars().next());
        !before && !after
    })
}

#[cfg(test)]
mod tests {
    use super::{forbidden, imported, length, mentions, siblings};

    #[test]
    fn words_are_found_whole() {
        assert!(mentions("use crate::layers::Layer;", "crate::layers"));
        assert!(!mentions("use crate::layers_of_paint;", "crate::layers"));
        assert!(mentions("cp /tmp/x .", "/tmp/"));
        assert!(!mentions("cp ./tmp/x .", "/tmp/"));
    }

    #[test]
    fn imports_go_one_way() {
        assert_eq!(imported("src/kernels/gemm.rs", "use crate::layers::Layer;").count(), 1);
        assert_eq!(imported("src/layers/dense.rs", "use crate::kernels::gemm;").count(), 0);
        assert_eq!(imported("src/layers/dense.rs", "use crate::losses::Loss;").count(), 1);
        assert_eq!(imported("www/page/main.jsx", "import { x } from '../worker/training.js';").count(), 1);
        assert_eq!(imported("www/page/main.jsx", "import { x } from '../shared/links.js';").count(), 0);
    }

    #[test]
    fn siblings_do_not_know_each_other() {
        let paths =
            ["src/layers/mod.rs", "src/layers/layer.rs", "src/layers/dense.rs", "src/layers/flatten.rs"];
        let count = |path, line| siblings(&paths, path, line).count();
        assert_eq!(count("src/layers/dense.rs", "use super::flatten::Flatten;"), 1);
        assert_eq!(count("src/layers/dense.rs", "use crate::layers::flatten::Flatten;"), 1);
        assert_eq!(count("src/layers/dense.rs", "use super::layer::Layer;"), 0);
        assert_eq!(count("src/layers/mod.rs", "use super::flatten::Flatten;"), 0);
    }

    #[test]
    fn unsafe_code_stays_in_the_kernels() {
        assert_eq!(forbidden("src/session/step.rs", "    unsafe { go() }").count(), 1);
        assert_eq!(forbidden("src/kernels/simd.rs", "    unsafe { go() }").count(), 0);
        assert_eq!(forbidden("src/session/step.rs", "    // nothing unsafe here").count(), 0);
    }

    #[test]
    fn long_files_are_named() {
        assert!(length("src/a.rs", &"x\n".repeat(401)).is_some());
        assert!(length("src/a.rs", &"x\n".repeat(400)).is_none());
        assert!(length("notes.md", &"x\n".repeat(900)).is_none());
    }
}
