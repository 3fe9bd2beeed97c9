/** @file `useTraining`: a hook that trains a session while `running`, and gives what a component draws. */

import { load } from 'inkgrad';
import { useEffect, useState } from 'react';

/** The binary is fetched once, at the first render in a browser: importing the package does nothing. */
let loading;

/** 120 noisy samples of a curve that a network has to find. */
const random = (index) => Math.abs((Math.sin(index * 12.9898) * 43758.5453) % 1);
const x = Float32Array.from({ length: 120 }, (_, index) => 2 * random(index) - 1);
const y = x.map((value, index) => Math.sin(5 * value) * Math.exp(-value) * 0.4 + 0.12 * (random(index + 500) - 0.5));
export const samples = { x, y };

/** Where the network's curve is drawn. */
const GRID = Float32Array.from({ length: 121 }, (_, index) => index / 60 - 1);

/**
 * @param {{ learningRate: number, running: boolean, seed: number }} options another rate or seed begins anew
 * @returns {{ losses: number[], curve: { x: number, y: number }[], error: string | null }}
 */
export function useTraining({ learningRate, running, seed }) {
  const [session, setSession] = useState(null);
  const [losses, setLosses] = useState([]);
  const [curve, setCurve] = useState([]);
  const [error, setError] = useState(null);

  useEffect(() => {
    let made = null;
    let gone = false;
    async function open() {
      loading ??= load();
      const { Session } = await loading;
      made = await Session.create({
        seed,
        input: [1],
        layers: [
          { kind: 'dense', units: 32, activation: 'tanh' },
          { kind: 'dense', units: 32, activation: 'tanh' },
          { kind: 'dense', units: 1 },
        ],
        loss: { kind: 'mse' },
        optimizer: { kind: 'adam', learning_rate: learningRate },
      });
      await made.setData('train', { inputs: x, labels: y });
      if (gone) return made.free();
      setLosses([]);
      setSession(made);
    }
    open().catch(({ message }) => setError(message));
    return () => {
      gone = true;
      setSession(null);
      made?.free();
    };
  }, [learningRate, seed]);

  useEffect(() => {
    if (!session || !running) return;
    const stop = new AbortController();
    async function train() {
      for await (const { loss } of session.train({ steps: 4000, every: 20, signal: stop.signal })) {
        const fitted = await session.predict(GRID);
        if (stop.signal.aborted) return;
        setLosses((before) => [...before, loss]);
        setCurve([...GRID].map((place, index) => ({ x: place, y: fitted[index] })));
      }
    }
    // A pause aborts the call; a freed session refuses it. Both are meant.
    train().catch(({ code, message }) => !['aborted', 'state'].includes(code) && setError(message));
    return () => stop.abort();
  }, [session, running]);

  return { losses, curve, error };
}
