//! The network as an ONNX model: what ONNX Runtime and others run. Constants bear the names and layouts of our arrays, and the
//! metadata the spec, so that the model comes back as it was.

pub(crate) mod graph;
mod layers;
pub(crate) mod message;

use self::graph::Attribute::Integer;
use self::graph::Graph;
use self::layers::Builder;
use self::message::Message;
use super::network::Output;
use super::trained::Trained;
use crate::Result;

/// The version of the operators: the newest that ONNX Runtime runs in Python and in browsers, and the file's for it.
const OPERATORS: i64 = 26;
const FILE_VERSION: i64 = 13;

/// The model, with these texts in its metadata.
pub(crate) fn model(trained: &Trained<'_>, texts: &[(String, String)], card: &str) -> Result<Vec<u8>> {
    let network = &trained.network;
    let mut builder = Builder { graph: Graph::default(), trained };
    let last = builder.chain(&network.layers, "input".to_owned())?;
    let graph = &mut builder.graph;
    graph.enter("predict");
    let shape = network.output_shape();
    let flat = [super::network::elements(shape)];
    let (last, name, shape) = match network.output {
        Output::Softmax => {
            let last =
                if shape.len() > 1 { graph.node("Flatten", &[&last], &[("axis", Integer(1))]) } else { last };
            (graph.node("Softmax", &[&last], &[("axis", Integer(1))]), "probabilities", flat.as_slice())
        }
        Output::Sigmoid => (graph.node("Sigmoid", &[&last], &[]), "probabilities", shape),
        Output::Plain => (last, "output", shape),
    };
    let graph = builder.graph.finish("network", ("input", &network.input), &last, (name, shape));
    let mut model = Message::default();
    model.integer(1, FILE_VERSION).text(2, "inkgrad").text(3, crate::VERSION).text(6, card);
    model.message(7, &graph);
    model.message(8, Message::default().text(1, "").integer(2, OPERATORS));
    for (name, text) in texts {
        model.message(14, Message::default().text(1, name).text(2, text));
    }
    Ok(model.0)
}
