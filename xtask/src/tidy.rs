//! Repository rules that no linter checks: file lengths, import directions, import cycles, forbidden words.

mod cycles;
mod rules;

use std::path::Path;

use crate::files;
use crate::process::{Result, output};
use crate::workspace::Workspace;
use rules::{
    FEATURE_RULE, FORBIDDEN_WORDS, FeatureRule, ForbiddenWords, IMPORT_RULES, ImportRule, MAX_LINES,
    SIBLING_RULES, SiblingRule,
};

/// Checks every file that is tracked, or untracked and not ignored.
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
        findings.extend(length_finding(path, text));
        for (number, line) in text.lines().enumerate() {
            let found = import_findings(path, line)
                .chain(sibling_findings(&paths, path, line))
                .chain(feature_findings(path, line))
                .chain(word_findings(path, line));
            findings.extend(found.map(|finding| format!("{path}:{}: {finding}", number + 1)));
        }
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(format!("repository rules are broken\n{}", findings.join("\n")))
    }
}

fn length_finding(path: &str, text: &str) -> Option<String> {
    let extension = Path::new(path).extension()?.to_str()?;
    let limit = MAX_LINES.iter().find(|(kind, _)| *kind == extension)?.1;
    let lines = text.lines().count();
    (lines > limit).then(|| format!("{path}: {lines} lines, at most {limit}: divide the file"))
}

/// The import rules that a line breaks. An import names a module as `crate::MODULE` in Rust and as a quoted path in
/// JavaScript.
fn import_findings(path: &str, line: &str) -> impl Iterator<Item = String> {
    let comment = is_comment(line);
    let broken = IMPORT_RULES
        .iter()
        .filter(move |rule| !comment && path.starts_with(rule.from) && !path.starts_with(rule.except));
    broken.filter_map(move |ImportRule { from, forbidden, .. }| {
        let module = forbidden.iter().find(|module| contains_word(line, module))?;
        Some(format!("{from} must not use {module}"))
    })
}

/// The imports between siblings in a line. `paths` are all files.
fn sibling_findings(paths: &[&str], path: &str, line: &str) -> impl Iterator<Item = String> {
    let name = |path: &str, folder: &str| {
        let rest = path.strip_prefix(folder)?;
        Some(rest.split(['/', '.']).next()?.to_string())
    };
    let mut found = Vec::new();
    for SiblingRule { folder, shared } in SIBLING_RULES.iter().filter(|_| !is_comment(line)) {
        let Some(own) = name(path, folder).filter(|own| !shared.contains(&own.as_str())) else { continue };
        let module = folder.trim_start_matches("src/").trim_end_matches('/');
        let others = paths.iter().filter_map(|path| name(path, folder));
        let mut others: Vec<String> =
            others.filter(|other| *other != own && !shared.contains(&other.as_str())).collect();
        others.dedup();
        let named = |other: &&String| {
            contains_word(line, &format!("super::{other}"))
                || contains_word(line, &format!("crate::{module}::{other}"))
        };
        found.extend(
            others.iter().filter(named).map(|other| format!("{own} must not use its sibling {other}")),
        );
    }
    found.into_iter()
}

/// The files of other features that a line names by a quoted relative path. Types in comments count: the type checker
/// reads them.
fn feature_findings(path: &str, line: &str) -> impl Iterator<Item = String> {
    let FeatureRule { within, folder, registry, entry, shared } = FEATURE_RULE;
    let base = path.rsplit_once('/').map_or("", |(base, _)| base);
    let own = path.strip_prefix(folder).and_then(|rest| rest.split('/').next());
    let named = line.split('\'').skip(1).step_by(2).filter(|name| name.starts_with('.'));
    let mut found = Vec::new();
    for file in named.filter(|_| path.starts_with(within)).map(|name| cycles::join(base, name)) {
        let Some((feature, rest)) = file.strip_prefix(folder).and_then(|file| file.split_once('/')) else {
            continue;
        };
        let allowed = match own {
            Some(own) => own == feature,
            None if path == registry => rest == entry,
            None => shared.iter().any(|name| file.strip_prefix(folder) == Some(name)),
        };
        if !allowed {
            found.push(format!(
                "must not import the feature {feature}: what is shared belongs in www/page/app"
            ));
        }
    }
    found.into_iter()
}

fn word_findings(path: &str, line: &str) -> impl Iterator<Item = String> {
    let is_broken = move |rule: &&ForbiddenWords| {
        let allowed = rule.except.iter().any(|except| path.starts_with(except));
        !allowed
            && rule.words.iter().any(|word| contains_word(line, word))
            && !(rule.in_code && is_comment(line))
    };
    FORBIDDEN_WORDS.iter().filter(is_broken).map(|rule| rule.why.to_string())
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with('*') || line.starts_with("/*")
}

/// Whether a line contains a whole word: no letter, digit or underscore continues it. An absolute path must not be the
/// end of a longer path.
fn contains_word(line: &str, word: &str) -> bool {
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
    use super::{
        contains_word, feature_findings, import_findings, length_finding, sibling_findings, word_findings,
    };

    #[test]
    fn finds_whole_words_only() {
        assert!(contains_word("use crate::layers::Layer;", "crate::layers"));
        assert!(!contains_word("use crate::layers_of_paint;", "crate::layers"));
        assert!(contains_word("cp /tmp/x .", "/tmp/"));
        assert!(!contains_word("cp ./tmp/x .", "/tmp/"));
    }

    #[test]
    fn imports_go_one_way() {
        assert_eq!(import_findings("src/kernels/gemm.rs", "use crate::layers::Layer;").count(), 1);
        assert_eq!(import_findings("src/layers/dense.rs", "use crate::kernels::gemm;").count(), 0);
        assert_eq!(import_findings("src/layers/dense.rs", "use crate::losses::Loss;").count(), 1);
        assert_eq!(
            import_findings("www/page/main.jsx", "import { x } from '../worker/training.js';").count(),
            1
        );
        assert_eq!(
            import_findings("www/page/main.jsx", "import { x } from '../shared/links.js';").count(),
            0
        );
    }

    #[test]
    fn siblings_do_not_import_each_other() {
        let paths =
            ["src/layers/mod.rs", "src/layers/layer.rs", "src/layers/dense.rs", "src/layers/flatten.rs"];
        let count = |path, line| sibling_findings(&paths, path, line).count();
        assert_eq!(count("src/layers/dense.rs", "use super::flatten::Flatten;"), 1);
        assert_eq!(count("src/layers/dense.rs", "use crate::layers::flatten::Flatten;"), 1);
        assert_eq!(count("src/layers/dense.rs", "use super::layer::Layer;"), 0);
        assert_eq!(count("src/layers/mod.rs", "use super::flatten::Flatten;"), 0);
    }

    #[test]
    fn features_do_not_import_each_other() {
        let count = |path: &str, line| feature_findings(&format!("www/page/{path}"), line).count();
        let weights = "features/weights/view.jsx";
        assert_eq!(count(weights, "import { fold } from '../charts/curves.js';"), 1);
        assert_eq!(count(weights, " * @typedef {import('../charts/zoom.js').Zoom} Zoom"), 1);
        assert_eq!(count(weights, "const load = () => import('../../features/charts/view.jsx');"), 1);
        assert_eq!(count(weights, "import { paintTiles } from './tiles.js';"), 0);
        assert_eq!(count(weights, "import { useApp } from '../../app/context.js';"), 0);
        assert_eq!(count("app/dock.jsx", "import { Figure } from '../features/controls/figures.jsx';"), 1);
        assert_eq!(
            count("state.js", " * @typedef {import('./features/draw/strokes.js').Drawing} Drawing"),
            0
        );
        assert_eq!(count("registry.js", "import draw from './features/draw/feature.js';"), 0);
        assert_eq!(count("registry.js", "import View from './features/draw/view.jsx';"), 1);
    }

    #[test]
    fn unsafe_code_is_allowed_in_the_kernels_only() {
        assert_eq!(word_findings("src/session/step.rs", "    unsafe { go() }").count(), 1);
        assert_eq!(word_findings("src/kernels/simd.rs", "    unsafe { go() }").count(), 0);
        assert_eq!(word_findings("src/session/step.rs", "    // nothing unsafe here").count(), 0);
    }

    #[test]
    fn reports_long_files() {
        assert!(length_finding("src/a.rs", &"x\n".repeat(401)).is_some());
        assert!(length_finding("src/a.rs", &"x\n".repeat(400)).is_none());
        assert!(length_finding("www/page/a.jsx", &"x\n".repeat(301)).is_some());
        assert!(length_finding("notes.md", &"x\n".repeat(900)).is_none());
    }
}
