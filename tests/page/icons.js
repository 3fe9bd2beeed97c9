/**
 * @file Writes the app's icons, `www/icons`, from the drawing of `www/icon.svg`. A script, not a test, for when the drawing
 * changes: `node tests/page/icons.js`.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { browsers } from './browsers.js';

/** The share of the width that the drawing takes; systems cut icons without a shape of their own to theirs. */
const icons = [
  { name: '192', size: 192, shape: true, share: 1 },
  { name: '512', size: 512, shape: true, share: 1 },
  { name: 'maskable-512', size: 512, shape: false, share: 0.76 },
  { name: 'apple-touch', size: 180, shape: false, share: 0.88 },
];

const www = new URL('../../www/', import.meta.url);
const drawing = await readFile(new URL('icon.svg', www), 'utf8');
const [, background] = /<rect[^>]* fill="([^"]+)"/.exec(drawing) ?? [];
const [line] = /<path[^>]*>/.exec(drawing) ?? [];

const browser = await browsers.Chromium();
const page = await browser.newPage();
await mkdir(new URL('icons/', www), { recursive: true });
for (const { name, size, shape, share } of icons) {
  await page.setViewportSize({ width: size, height: size });
  const margin = (32 / share - 32) / 2;
  const box = `${-margin} ${-margin} ${32 / share} ${32 / share}`;
  const svg = shape ? drawing : `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${line}</svg>`;
  const colour = shape ? 'transparent' : background;
  await page.setContent(`<style>body { margin: 0; background: ${colour} } svg { display: block }</style>${svg}`);
  await writeFile(new URL(`icons/${name}.png`, www), await page.screenshot({ omitBackground: true }));
}
await browser.close();
