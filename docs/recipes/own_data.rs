// Trains on a table: a CSV file with a header, columns of numbers, and the label in the column
// `species`.

use std::error::Error;

use inkgrad::data::{CsvOptions, Label, Labels, read_csv};
use inkgrad::layers::Dense;
use inkgrad::losses::CrossEntropy;
use inkgrad::optimizers::Adam;
use inkgrad::{Dataset, Part, Session, Spec};

/// Its place in a clone of the repository.
const FILE: &str = "docs/recipes/iris.csv";

fn main() -> Result<(), Box<dyn Error>> {
    let options =
        CsvOptions { label: Label::Name("species".to_owned()), ..CsvOptions::default() };
    let table = read_csv(&std::fs::read(FILE)?, &options)?;
    let width = table.columns.len();
    let Some(Labels::Classes(labels)) = table.labels else {
        return Err("no classes".into());
    };
    let names = table.classes.ok_or("the classes have no names")?;
    let classes: Vec<&str> = names.iter().collect();

    // Every fifth row is held back. Columns are standardised by mean and deviation of the other
    // rows.
    let rows: Vec<&[f32]> = table.inputs.chunks(width).collect();
    let training: Vec<usize> = (0..rows.len()).filter(|row| row % 5 != 0).collect();
    let held: Vec<usize> = (0..rows.len()).filter(|row| row % 5 == 0).collect();
    let count = training.len() as f32;
    let moments: Vec<(f32, f32)> = (0..width)
        .map(|column| {
            let mean = training.iter().map(|&row| rows[row][column]).sum::<f32>() / count;
            let squares =
                training.iter().map(|&row| (rows[row][column] - mean).powi(2)).sum::<f32>();
            (mean, (squares / count).sqrt())
        })
        .collect();
    let part = |chosen: &[usize]| -> inkgrad::Result<Dataset> {
        let standardised = |&row: &usize| {
            rows[row]
                .iter()
                .zip(&moments)
                .map(|(x, (mean, deviation))| (x - mean) / deviation)
        };
        let inputs: Vec<f32> = chosen.iter().flat_map(standardised).collect();
        let labels: Vec<&str> =
            chosen.iter().map(|&row| classes[labels[row] as usize]).collect();
        Dataset::new(inputs, labels)
    };

    let network =
        Spec::new([width]).layer(Dense::new(16).relu()).layer(Dense::new(classes.len()));
    let spec = network
        .loss(CrossEntropy::new())
        .optimizer(Adam::new(0.01))
        .batch_size(16)
        .build()?;
    let mut session = Session::new(spec)?;
    session.set_data(Part::Train, part(&training)?)?;
    session.set_data(Part::Validation, part(&held)?)?;
    for epoch in 1..=60 {
        let report = session.step(training.len().div_ceil(16) as u32)?;
        if epoch % 20 == 0 {
            println!("epoch {epoch}: loss {:.3}", report.loss);
        }
    }
    let accuracy = session.evaluate(Part::Validation, false)?.accuracy.unwrap_or_default();
    println!("{:.1} % of {} rows that were held back", accuracy * 100.0, held.len());
    assert!(accuracy > 0.9);
    Ok(())
}
