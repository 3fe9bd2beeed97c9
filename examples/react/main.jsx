/** @file A page that trains: a fit and its loss curve, drawn while it learns. */

import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { samples, useTraining } from './use-training.js';

/** @param {{ x: number, y: number }[]} points @param {(x: number) => number} across @param {(y: number) => number} down */
const path = (points, across, down) =>
  points.map(({ x, y }) => `${across(x).toFixed(1)},${down(y).toFixed(1)}`).join(' ');

function Fit({ curve }) {
  const across = (x) => 200 + 190 * x;
  const down = (y) => 120 - 95 * y;
  return (
    <svg viewBox="0 0 400 240" role="img" aria-label="Samples, and the network's curve">
      {[...samples.x].map((x, index) => (
        <circle key={x} cx={across(x)} cy={down(samples.y[index])} r="3" />
      ))}
      <polyline points={path(curve, across, down)} />
    </svg>
  );
}

function Losses({ losses }) {
  const across = (at) => (400 * at) / Math.max(200, losses.length);
  const down = (loss) => -45 * Math.log10(Math.min(Math.max(loss, 1e-4), 1)) + 10;
  const points = losses.map((loss, at) => ({ x: at, y: loss }));
  return (
    <svg viewBox="0 0 400 200" role="img" aria-label="Loss, on a logarithmic scale">
      {[1, 0.1, 0.01, 0.001].map((loss) => (
        <text key={loss} x="396" y={down(loss) + 4}>
          {loss}
        </text>
      ))}
      <polyline points={path(points, across, down)} />
    </svg>
  );
}

function App() {
  const [running, setRunning] = useState(true);
  const [learningRate, setLearningRate] = useState(0.005);
  const [seed, setSeed] = useState(1);
  const { losses, curve, error } = useTraining({ learningRate, running, seed });
  return (
    <main>
      <h1>A live loss curve with React</h1>
      <p role="status" data-points={losses.length}>
        {error ?? (losses.length > 0 ? `step ${20 * losses.length}, loss ${losses.at(-1).toFixed(5)}` : 'loading')}
      </p>
      <Fit curve={curve} />
      <Losses losses={losses} />
      <div className="controls">
        <button type="button" onClick={() => setRunning(!running)}>
          {running ? 'Pause' : 'Play'}
        </button>
        <button type="button" onClick={() => setSeed(seed + 1)}>
          Begin anew
        </button>
        <label>
          Learning rate{' '}
          <select value={learningRate} onChange={({ target }) => setLearningRate(Number(target.value))}>
            {[0.0005, 0.002, 0.005, 0.02, 0.1].map((rate) => (
              <option key={rate}>{rate}</option>
            ))}
          </select>
        </label>
      </div>
    </main>
  );
}

createRoot(document.querySelector('#root')).render(<App />);
