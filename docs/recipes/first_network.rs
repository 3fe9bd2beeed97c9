// Trains a network on arrays that the program makes itself: is a point inside the circle?

use inkgrad::layers::Dense;
use inkgrad::losses::CrossEntropy;
use inkgrad::optimizers::Adam;
use inkgrad::{Dataset, Part, Session, Spec};

fn main() -> inkgrad::Result<()> {
    let points: Vec<[f32; 2]> =
        (0..400).map(|i| i as f32).map(|i| [(i * 1.7).sin(), (i * 2.3).cos()]).collect();
    let inside = |[x, y]: &[f32; 2]| if x * x + y * y < 0.5 { "inside" } else { "outside" };
    let labels: Vec<&str> = points.iter().map(inside).collect();

    let network = Spec::new([2]).layer(Dense::new(16).relu()).layer(Dense::new(2));
    let spec =
        network.loss(CrossEntropy::new()).optimizer(Adam::new(0.02)).seed(1).build()?;
    let mut session = Session::new(spec)?;
    session.set_data(
        Part::Train,
        Dataset::new(points[..300].as_flattened(), &labels[..300])?,
    )?;
    session.set_data(
        Part::Validation,
        Dataset::new(points[300..].as_flattened(), &labels[300..])?,
    )?;

    let report = session.step(600)?;
    let validation = session.evaluate(Part::Validation, false)?;
    println!("loss {:.3}, validation accuracy {:?}", report.loss, validation.accuracy);
    let probabilities = session.predict([0.1, 0.2])?;
    println!("{:?}: {probabilities:.2}", session.classes());
    assert!(validation.accuracy > Some(0.9));
    Ok(())
}
