/** @file The example of the package's README runs unchanged, and the README names every member. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFolder } from './support.js';

const readme = readFileSync(new URL('../../package/README.md', import.meta.url), 'utf8');

test('the example trains, and predicts a class name', () => {
  const [, program = ''] = readme.match(/```js\n([\s\S]*?)```/) ?? [];
  const entry = JSON.stringify(String(new URL('inkgrad.js', packageFolder)));
  const here = program.replace("'inkgrad'", entry);
  assert.notEqual(here, program);
  const flags = ['--no-warnings', '--input-type=module', '--eval', here];
  const [loss, ...rest] = execFileSync(process.execPath, flags, { encoding: 'utf8' }).split(' ');
  assert.ok(Number(loss) < 0.1, `a loss of ${loss}`);
  assert.match(rest.join(' '), /label: 'differ', probability: 0\.9/);
});

test('the README names every member of load and of a session', () => {
  const types = readFileSync(new URL('../../package/inkgrad.d.ts', import.meta.url), 'utf8');
  const members = (/** @type {string} */ name) => {
    const [, body = ''] = types.match(new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`)) ?? [];
    return [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, member]) => member);
  };
  for (const name of ['Inkgrad', 'Session']) {
    assert.ok(members(name).length > 5);
    for (const member of members(name))
      assert.ok(
        readme.includes(`\`${member}`) || readme.includes(`${member}(`) || new RegExp(`\\b${member}\\b`).test(readme),
        member,
      );
  }
});
