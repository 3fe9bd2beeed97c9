//! Size budgets: what `xtask/budgets.json` allows, what gzip -9 makes of the files, and an error when it is more.

use serde_json::Value;

use crate::files;
use crate::process::{Context, Result};
use crate::workspace::Workspace;

/// What was measured: its budget in `xtask/budgets.json`, what it is, and its size in compressed bytes.
pub(crate) struct Spent {
    pub budget: &'static str,
    pub what: String,
    pub bytes: usize,
}

/// Prints each size beside its limit; an error names those that are over.
pub(crate) fn check(workspace: &Workspace, spent: &[Spent]) -> Result {
    let text = files::read_text(&workspace.path("xtask/budgets.json"))?;
    let budgets: Value = serde_json::from_str(&text).context("xtask/budgets.json")?;
    let mut over = Vec::new();
    for Spent { budget, what, bytes } in spent {
        let limit = budgets[budget]["limit"]
            .as_u64()
            .context(format!("xtask/budgets.json has no `{budget}`"))? as usize;
        println!("{:7.1} of {:5.0} KB  {what}, gzip -9", kilobytes(*bytes), kilobytes(limit));
        if *bytes > limit {
            over.push(format!("{what}: {bytes} bytes, {} more than the limit", bytes - limit));
        }
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(format!("over the size budget in xtask/budgets.json\n{}", over.join("\n")))
    }
}

/// Bytes that a file costs on the way: compressed, or as it is where that is smaller.
pub(crate) fn cost(path: &std::path::Path) -> Result<usize> {
    let bytes = files::read(path)?;
    Ok(files::gzip(&bytes)?.len().min(bytes.len()))
}

fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}
