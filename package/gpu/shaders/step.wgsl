// The numbers of one step and the labels of its batch: the one buffer that is written anew for every step, beside the
// inputs.

struct Step {
  samples: u32,
  // Where in the ring of metrics this step's are written.
  slot: u32,
  step_low: u32,
  step_high: u32,
  // One over the samples.
  share: f32,
  // What decay leaves of a parameter, the learning rate and the factor of the root: the optimiser's, in its own sense.
  left: f32,
  rate: f32,
  root: f32,
  labels: array<u32>,
}

@group(0) @binding(0) var<storage, read> step: Step;
