// Ends training by a signal: Ctrl+C, a button, or here a timer. The steps that were done stay.
import { writeFileSync } from 'node:fs';
import { InkgradError, load } from 'inkgrad';

const { Session } = await load();
const session = await Session.create({
  seed: 1,
  input: [64],
  layers: [
    { kind: 'dense', units: 64, activation: 'relu' },
    { kind: 'dense', units: 2 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'sgd', learning_rate: 0.01 },
});
const inputs = Float32Array.from({ length: 64 * 500 }, (_, index) => Math.sin(index * index));
await session.setData('train', {
  inputs,
  labels: Uint8Array.from({ length: 500 }, (_, index) => index % 2),
});

const end = new AbortController();
const onInterrupt = () => end.abort();
process.once('SIGINT', onInterrupt);
setTimeout(() => end.abort(), 300);
try {
  await session.fit({ epochs: 1_000_000, signal: end.signal });
} catch (error) {
  if (!(error instanceof InkgradError && error.code === 'aborted')) throw error;
  const { step } = await session.step(0);
  writeFileSync('aborted.safetensors', await session.save());
  console.log(`aborted after ${step} steps, and saved`);
}
process.off('SIGINT', onInterrupt);
session.free();
