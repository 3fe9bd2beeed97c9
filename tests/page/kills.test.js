/** @file A tab whose process is killed ten times while it trains: each visit goes on from a state of the last two seconds. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../www/random.js';
import { startKills } from './kills.js';

const KILLS = 10;

/** Milliseconds by which a state may be older than the kill. */
const MOST = 2000;

test(`${KILLS} kills at random moments of training: nothing unreadable, at most two seconds lost`, async (context) => {
  const random = randomFrom(Date.now() % 1e9);
  const kills = await startKills();
  try {
    let page = await kills.open();
    for (let count = 0; count < KILLS; count += 1) {
      const begun = await kills.stepOf(page);
      const { page: next, kill } = await kills.kill(page, random.between(300, 4000));
      page = next;
      context.diagnostic(JSON.stringify(kill));
      assert.ok(kill.restored >= begun, `step ${kill.restored} after ${begun}`);
      if (kill.restored > 0) assert.ok(kill.points > 0, 'its curves are there');
      assert.ok(kill.age <= MOST + 2 * kill.unseen, JSON.stringify(kill));
    }
    assert.ok((await kills.stepOf(page)) > 0);
  } finally {
    await kills.close();
  }
});
