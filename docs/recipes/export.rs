// Exports a network for other programs, saves it for later, and opens the saved file.

use std::error::Error;
use std::fs;

use inkgrad::formats::{ExportOptions, Format};
use inkgrad::layers::{Conv2d, Dense, Flatten, MaxPool2d};
use inkgrad::losses::CrossEntropy;
use inkgrad::optimizers::Adam;
use inkgrad::{Dataset, Part, Session, Spec};

fn main() -> Result<(), Box<dyn Error>> {
    let network = Spec::new([1, 12, 12])
        .layer(Conv2d::new(4, 3).relu())
        .layer(MaxPool2d::new(2))
        .layer(Flatten::new())
        .layer(Dense::new(2));
    let spec = network.loss(CrossEntropy::new()).optimizer(Adam::new(0.01)).build()?;
    let mut session = Session::new(spec)?;
    let pixels: Vec<f32> = (0..40 * 144).map(|i| (i as f32 * 0.37).sin().abs()).collect();
    let labels: Vec<u8> = (0..40).map(|sample| sample % 2).collect();
    session.set_data(Part::Train, Dataset::new(pixels, labels)?)?;
    session.step(20)?;

    let folder = std::env::temp_dir().join("inkgrad-export");
    fs::create_dir_all(&folder)?;
    let mut options = ExportOptions::default();
    options.data = Some("Forty stripes".to_owned());
    options.intended_use = Some("To try an export.".to_owned());
    for format in [Format::Onnx, Format::Keras, Format::Pytorch] {
        for file in session.export(format, &options)? {
            println!("{}: {} bytes", folder.join(&file.name).display(), file.bytes.len());
            fs::write(folder.join(file.name), file.bytes)?;
        }
    }

    // A session that is saved goes on where it was, once it has its data again.
    let saved = session.save()?;
    let again = Session::load(&saved)?;
    assert_eq!(again.steps(), 20);
    fs::remove_dir_all(folder)?;
    Ok(())
}
