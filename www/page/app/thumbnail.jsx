/** @file A picture of the data set in small: light on dark, as the network sees it. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { adoptStyle } from './adopt-style.js';
import style from './thumbnail.css' with { type: 'text' };

adoptStyle(style);

/**
 * @param {object} props
 * @param {Uint8ClampedArray | null} props.pixels grey values, row by row; null while they are on their way
 * @param {number} props.width
 * @param {number} props.height
 * @param {string} [props.label] for pictures that nothing else names
 */
export function Thumbnail({ pixels, width, height, label }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    if (pixels) context.putImageData(greyImage(pixels, width, height), 0, 0);
    else context.clearRect(0, 0, width, height);
  }, [pixels, width, height]);
  const named =
    label === undefined ? { 'aria-hidden': true } : { role: /** @type {const} */ ('img'), 'aria-label': label };
  return <canvas class="thumbnail" ref={canvas} width={width} height={height} {...named} />;
}

/**
 * @param {Uint8ClampedArray} pixels
 * @param {number} width
 * @param {number} height
 */
function greyImage(pixels, width, height) {
  const image = new ImageData(width, height);
  for (const [at, value] of pixels.entries()) image.data.set([value, value, value, 255], 4 * at);
  return image;
}
