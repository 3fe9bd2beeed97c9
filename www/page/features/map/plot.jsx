/** @file The canvas of the map, in a button: arrow keys go from point to point, a press puts a picture on the pad. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useClassNames } from '../../app/class-names.js';
import { fitPlane, glide, onCanvas, pointAt, pointByKey } from './places.js';
import { paintScene } from './scene.js';

/**
 * @param {object} props
 * @param {Float32Array} props.positions in the plane
 * @param {ArrayLike<number>} props.labels
 * @param {ArrayLike<number>} props.answers
 * @param {{ x: number, y: number } | null} props.drawing in the plane
 * @param {number | null} props.chosen
 * @param {(point: number | null) => void} props.onChoose
 * @param {(point: number) => void} props.onPress
 * @param {string} props.label
 * @param {number} props.theme
 */
export function Plot({ positions, labels, answers, drawing, chosen, onChoose, onPress, label, theme }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const nameOf = useClassNames();
  const size = useSize(canvas);
  const goal = useMemo(() => {
    const points = drawing ? Float32Array.of(...positions, drawing.x, drawing.y) : positions;
    return onCanvas(points, fitPlane(positions, size), size);
  }, [positions, drawing, size]);
  const hasDrawing = drawing !== null;
  const places = useGlide(
    goal,
    (shown) => {
      if (canvas.current) paintScene(canvas.current, { places: shown, labels, answers, nameOf, hasDrawing, chosen });
    },
    [labels, answers, chosen, theme, size],
  );
  // Keys may come faster than the page is drawn.
  const newest = useRef(chosen);
  newest.current = chosen;
  const pictures = () => places.current.subarray(0, 2 * labels.length);
  /** @param {MouseEvent & { currentTarget: HTMLElement }} event */
  const meant = ({ clientX, clientY, currentTarget }) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return pointAt(pictures(), clientX - left, clientY - top);
  };
  return (
    <button
      type="button"
      class="map-plot"
      aria-label={label}
      data-testid="map"
      data-points={labels.length}
      data-chosen={chosen ?? ''}
      onPointerMove={(event) => onChoose(meant(event))}
      onClick={(event) => {
        // A press of a key has no place: it means the chosen point.
        const point = event.detail === 0 ? newest.current : meant(event);
        if (point === null) return;
        onChoose(point);
        onPress(point);
      }}
      onKeyDown={(event) => {
        const next = pointByKey(pictures(), newest.current, event.key);
        if (next === undefined) return;
        event.preventDefault();
        newest.current = next;
        onChoose(next);
      }}
    >
      <canvas ref={canvas} />
    </button>
  );
}

/**
 * @param {{ current: HTMLElement | null }} element
 * @returns {import('./places.js').Size} in CSS pixels
 */
function useSize(element) {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const node = element.current;
    if (!node) return;
    const observer = new ResizeObserver(() => setSize({ width: node.clientWidth, height: node.clientHeight }));
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return size;
}

/**
 * Paints places on their way to their goal, once a frame, until they have arrived. At once where motion is not wanted,
 * and where there are other points.
 *
 * @param {Float32Array} goal
 * @param {(places: Float32Array) => void} paint
 * @param {unknown[]} when it is painted anew too
 */
function useGlide(goal, paint, when) {
  const places = useRef(goal);
  useLayoutEffect(() => {
    const moves = !matchMedia('(prefers-reduced-motion: reduce)').matches && places.current.length === goal.length;
    places.current = moves ? places.current.slice() : goal.slice();
    let frame = requestAnimationFrame(function draw() {
      const arrived = glide(places.current, goal);
      paint(places.current);
      if (!arrived) frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [goal, ...when]);
  return places;
}
