/** @file Images in real browsers: `ImageData` as a drawing, and values painted on `ImageData`. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../../benches/server.js';
import { browsers } from './browsers.js';
import { PATIENCE } from './harness.js';

for (const [name, launch] of Object.entries(browsers)) {
  test(`${name}: a canvas is read and painted`, async () => {
    const [server, browser] = [await serve(false), await launch()];
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE);
      await page.goto(server.address);
      const { same, inked, painted, isImage, fault } = await page.evaluate(async () => {
        const { load } = await import(`${location.origin}/pkg/inkgrad.js`);
        const { prepareDrawing, paint } = await load();
        const canvas = new OffscreenCanvas(40, 30);
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
        context.fillStyle = 'black';
        context.fillRect(10, 5, 4, 20);
        const image = context.getImageData(0, 0, 40, 30);
        const pixels = image.data.filter((_, index) => index % 4 === 3);
        const shape = [1, 28, 28];
        const [fromImage, fromInk] = [
          { image, shape },
          { pixels, width: 40, height: 30, shape },
        ].map((drawing) => JSON.stringify(prepareDrawing(drawing)));
        const palette = { nothing: [10, 20, 30], positive: [110, 120, 130], negative: [0, 0, 0] };
        const picture = paint({ values: Float32Array.of(0, 1, -2, 4), width: 2, height: 2, palette });
        // The next painting must not overwrite it.
        for (let round = 0; round < 20; round += 1) {
          paint({ values: new Float32Array(4).fill(round + 1), width: 2, height: 2, palette });
        }
        context.putImageData(picture, 0, 0);
        let fault = '';
        try {
          paint({ values: Float32Array.of(1), width: 2, height: 2, palette });
        } catch (error) {
          fault = /** @type {any} */ (error).code;
        }
        return {
          same: fromImage === fromInk,
          inked: prepareDrawing({ image, shape }).ink,
          painted: [...context.getImageData(0, 0, 2, 2).data],
          isImage: picture instanceof ImageData,
          fault,
        };
      });
      assert.ok(same);
      assert.ok(Math.abs(inked - 80 / 1200) < 1e-6);
      assert.ok(isImage);
      assert.deepEqual(painted, [10, 20, 30, 255, 35, 45, 55, 255, 5, 10, 15, 255, 110, 120, 130, 255]);
      assert.equal(fault, 'shape');
    } finally {
      await browser.close();
      server.close();
    }
  });
}
