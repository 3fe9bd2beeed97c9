//! Trains on the 8×8 digits that the crate brings along, and shows what it reads wrongly:
//! `cargo run --release --example digits [FOLDER]`. With a FOLDER the network is also exported to ONNX, into it.

use std::error::Error;
use std::fs::{create_dir_all, write};
use std::io::Read;
use std::path::PathBuf;

use flate2::read::GzDecoder;
use inkgrad::data::{CsvOptions, Labels, read_csv};
use inkgrad::formats::{ExportOptions, Format};
use inkgrad::layers::{Conv2d, Dense, Flatten, MaxPool2d, Padding};
use inkgrad::losses::CrossEntropy;
use inkgrad::optimizers::Adam;
use inkgrad::{Dataset, Part, Session, Spec};

const DIGITS: &[u8] = include_bytes!("../data/digits.csv.gz");
const PIXELS: usize = 64;
const TRAIN: usize = 1437;
const EPOCHS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = Vec::new();
    GzDecoder::new(DIGITS).read_to_end(&mut text)?;
    let table = read_csv(&text, &CsvOptions::default())?;
    let Some(Labels::Classes(labels)) = table.labels else { return Err("the digits have labels".into()) };
    let (train, test) = table.inputs.split_at(TRAIN * PIXELS);

    let network = Spec::new([1, 8, 8])
        .layer(Conv2d::new(16, 3).padding(Padding::Same).relu())
        .layer(MaxPool2d::new(2))
        .layer(Flatten::new())
        .layer(Dense::new(64).relu())
        .layer(Dense::new(10));
    let mut session = Session::new(network.loss(CrossEntropy::new()).optimizer(Adam::new(0.002)).build()?)?;
    // Values of 0 to 16 become 0 to 1.
    session.set_data(Part::Train, Dataset::new(train, &labels[..TRAIN])?.with_scale(1.0 / 16.0))?;
    session.set_data(Part::Test, Dataset::new(test, &labels[TRAIN..])?)?;
    let steps = TRAIN.div_ceil(session.spec().batch_size()) as u32;
    for epoch in 1..=EPOCHS {
        let report = session.step(steps)?;
        if epoch % 5 == 0 {
            println!("epoch {epoch:2}  loss {:.4}", report.loss);
        }
    }

    let result = session.evaluate(Part::Test, true)?;
    let accuracy = result.accuracy.unwrap_or_default();
    println!(
        "{:.1} % of {} digits that it has not seen are right; some of the others:",
        accuracy * 100.0,
        result.count
    );
    let outputs = result.outputs.ok_or("outputs of each sample were asked for")?;
    let answers = outputs.rows().into_iter().map(|row| {
        let best = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        best.map_or(0, |(class, _)| class as u32)
    });
    let wrong = answers.zip(&labels[TRAIN..]).enumerate().filter(|(_, (answer, label))| answer != *label);
    for (index, (answer, label)) in wrong.take(3) {
        println!("\n{label}, read as {answer}:");
        draw(&test[index * PIXELS..(index + 1) * PIXELS]);
    }

    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else { return Ok(()) };
    create_dir_all(&folder)?;
    let mut options = ExportOptions::default();
    options.data = Some("UCI digits, 8×8".to_owned());
    options.accuracy = Some(accuracy);
    for file in session.export(Format::Onnx, &options)? {
        write(folder.join(file.name), file.bytes)?;
    }
    println!("\n{} is written", folder.join("model.onnx").display());
    Ok(())
}

/// One picture, a line for each row of pixels.
fn draw(pixels: &[f32]) {
    for row in pixels.chunks(8) {
        let cells = row.iter().map(|value| [" ", "░", "▒", "▓", "█"][(value / 4.0) as usize].repeat(2));
        println!("  {}", cells.collect::<String>());
    }
}
