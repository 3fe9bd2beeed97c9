/** What a consumer in TypeScript writes: it is only checked. */

import type { Evaluation, Inkgrad, LoadOptions, Session, Spec } from 'inkgrad';
import { InkgradError, load } from 'inkgrad';

const options: LoadOptions = {
  workers: 'auto',
  gpu: 'off',
  wasm: (build) => new URL(`./${build}.wasm`, 'https://host/'),
};
const spec: Spec = {
  input: [1, 28, 28],
  layers: [
    { kind: 'conv2d', filters: 8, kernel: 3, activation: 'relu' },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ],
  loss: { kind: 'cross_entropy' },
  optimizer: { kind: 'adam', learning_rate: 0.001 },
};

export async function train(): Promise<Evaluation> {
  const inkgrad: Inkgrad = await load(options);
  const session: Session = await inkgrad.Session.create(spec);
  try {
    await session.setData('train', { inputs: new Uint8Array(784), labels: new Uint8Array(1), scale: 1 / 255 });
    const { loss, accuracy, finished } = await session.step(1, { signal: new AbortController().signal });
    const told: [number, number | null, 'early_stopping' | 'diverged' | null] = [loss, accuracy, finished];
    console.log(told, session.backend.reason);
    return await session.evaluate('train');
  } catch (error) {
    if (error instanceof InkgradError) console.error(error.code, error.path);
    throw error;
  }
}

// @ts-expect-error units must be given
export const wrong: Spec = { ...spec, layers: [{ kind: 'dense' }] };
