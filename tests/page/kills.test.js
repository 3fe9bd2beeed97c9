/**
 * @file A tab whose process is killed ten times while it trains: each visit goes on from the last state that the page said
 * was kept, or a later one. How old that is, `measure-kills.js` measures.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../www/random.js';
import { keptState, press, untilStatus, untilStored } from './harness.js';
import { startKills } from './kills.js';

const KILLS = 10;

test(`${KILLS} kills at random moments of training: nothing unreadable, nothing lost that was kept`, async (context) => {
  const random = randomFrom(Date.now() % 1e9);
  const kills = await startKills();
  try {
    let page = await kills.open();
    for (let count = 0; count < KILLS; count += 1) {
      const begun = await kills.stepOf(page);
      const { page: next, kill } = await kills.kill(page, { milliseconds: random.between(300, 4000) });
      page = next;
      context.diagnostic(JSON.stringify(kill));
      assert.ok(kill.restored >= begun, `step ${kill.restored} after ${begun}`);
      if (kill.restored > 0) assert.ok(kill.points > 0, 'its curves are there');
      assert.ok(kill.restored >= kill.kept, JSON.stringify(kill));
    }
    assert.ok((await kills.stepOf(page)) > 0);
  } finally {
    await kills.close();
  }
});

/** Some 24,000 steps of the small digits, at whose end training is finished: no kill comes after that. */
const WHOLE = '&data=digits#/train?v=2&epochs=2000';

/** @param {import('playwright-core').Page} page @returns {Promise<Uint8Array>} the session at the end of training */
async function finished(page) {
  await press(page, 'Play');
  await untilStatus(page, 'finished', 300_000);
  const step = Number(await page.getByTestId('step').getAttribute('data-value'));
  await untilStored(page, (stored) => stored.step === step);
  return (await keptState(page)).bytes;
}

test('training straight on, and training that was killed and went on, give the same session to the bit', async () => {
  const straight = await startKills();
  const page = await straight.open(WHOLE);
  const expected = await finished(page);
  await straight.close();
  const kills = await startKills();
  try {
    let tab = await kills.open(WHOLE);
    for (const steps of [300, 1500]) {
      const { page: next, kill } = await kills.kill(tab, { steps });
      assert.ok(kill.restored > 0);
      tab = next;
    }
    assert.deepEqual(await finished(tab), expected);
  } finally {
    await kills.close();
  }
});
