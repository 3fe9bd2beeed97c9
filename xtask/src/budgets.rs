//! Size budgets: compares sizes after gzip -9 with the limits in `xtask/budgets.json`.

use serde_json::Value;

use crate::files;
use crate::process::{Context, Result};
use crate::workspace::Workspace;

/// A measured size: the name of its budget in `xtask/budgets.json`, a description, and compressed bytes.
pub(crate) struct MeasuredSize {
    pub budget: &'static str,
    pub what: String,
    pub bytes: usize,
}

/// Prints each size with its limit. The error lists the sizes above their limits.
pub(crate) fn check(workspace: &Workspace, sizes: &[MeasuredSize]) -> Result {
    let text = files::read_text(&workspace.path("xtask/budgets.json"))?;
    let budgets: Value = serde_json::from_str(&text).context("xtask/budgets.json")?;
    let mut over = Vec::new();
    for MeasuredSize { budget, what, bytes } in sizes {
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

/// Bytes sent for a file: the smaller of its size and its size after gzip.
pub(crate) fn transfer_size(path: &std::path::Path) -> Result<usize> {
    let bytes = files::read(path)?;
    Ok(files::gzip(&bytes)?.len().min(bytes.len()))
}

fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}
