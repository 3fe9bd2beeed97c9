import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { language } from './language.js';
import { loadMessages, messageOf, placedMessageOf, readPath } from './messages.js';
import { messages, places, remedies } from './messages-texts.js';

const core = fileURLToPath(new URL('../../../src/', import.meta.url));

/** @param {...string} parts folders and files of the core's source */
function sources(...parts) {
  return parts.flatMap((part) => {
    if (part.endsWith('.rs')) return [readFileSync(core + part, 'utf8')];
    const files = readdirSync(core + part, { recursive: true, encoding: 'utf8' });
    return files.filter((name) => name.endsWith('.rs')).map((name) => readFileSync(`${core}${part}/${name}`, 'utf8'));
  });
}

/** @returns {string[]} names of the messages of a spec's faults, as the core's source has them */
function specNames() {
  const code = sources('schema', 'spec', 'layers', 'schedules', 'optimizers', 'losses', 'kernels/im2col', 'memory.rs');
  const named = code.flatMap((text) => [...text.matchAll(/\.named\(\s*"(\w+)"/g)].map(([, name]) => name ?? ''));
  const types = code.flatMap((text) => [...text.matchAll(/=> "(expected_\w+)"/g)].map(([, name]) => name ?? ''));
  return [...new Set([...named, ...types])];
}

/** @param {string} pattern @returns {string[]} names of the values that it has places for */
function valuesIn(pattern) {
  return [...new Set(pattern.match(/\{\w+\}/g))].sort();
}

test('before its texts have come, a message is as the core says it', () => {
  assert.equal(
    messageOf({ id: 'spec.window_too_large', message: 'layers[1].kernel: no', path: 'layers[1].kernel' }),
    'no',
  );
});

test('every fault of a spec has a message in both languages', () => {
  const known = new Set(Object.keys(messages).map((id) => id.split('.')[1]));
  const names = specNames();
  assert.ok(names.length > 30);
  assert.deepEqual(
    names.filter((name) => !known.has(name)),
    [],
  );
  for (const [id, { en, zh }] of Object.entries({ ...messages, ...remedies })) {
    assert.ok(en && zh, id);
    assert.match(zh, /[\u4e00-\u9fff]/, id);
    assert.deepEqual(valuesIn(zh), valuesIn(en), `${id}: the values of both`);
  }
  assert.deepEqual(Object.keys(places.en), Object.keys(places.zh));
});

test('every fault of a saved file has a message', () => {
  const code = sources('safetensors.rs', 'session/save.rs', 'signature.rs').join('\n');
  const named = [...code.matchAll(/\.named\(\s*"(\w+)"/g), ...code.matchAll(/"(found_\w+)"/g)];
  const names = [...new Set(named.map(([, name]) => name))];
  assert.ok(names.length > 25);
  assert.deepEqual(
    names.filter((name) => !(`format.${name}` in messages)),
    [],
  );
});

test('each kind that data may be of instead has a message of its own', () => {
  const kinds = sources('signature.rs').flatMap((code) =>
    [...code.matchAll(/\("found_(\w+)"/g)].map(([, kind]) => kind),
  );
  assert.ok(kinds.length > 7);
  // What to do with these is the same for data and models.
  const general = ['picture', 'packed', 'document', 'git_lfs'];
  assert.deepEqual(
    kinds.filter((kind) => !general.includes(kind) && !(`page.data_is_${kind}` in messages)),
    [],
  );
});

test('every fault of an export and of an import has a message', () => {
  const code = sources('formats').join('\n');
  const named = [...code.matchAll(/\.named\(\s*"(\w+)"/g)].map(([, name]) => name);
  // Options are the page's own.
  const names = [...new Set(named)].filter((name) => name !== 'wrong_option');
  assert.ok(names.length > 15);
  assert.deepEqual(
    names.filter((name) => !(`format.${name}` in messages || `memory.${name}` in messages)),
    [],
  );
});

test('every remedy of the core is known', () => {
  const text = sources('layers/parts/input.rs', 'layers').join('\n');
  const names = [
    ...[...text.matchAll(/Self::\w+ => "(\w+_\w+)",/g)].map(([, name]) => name ?? ''),
    ...[...text.matchAll(/let remedy = \["(\w+)"/g)].map(([, name]) => name ?? ''),
  ];
  assert.ok(names.length >= 9);
  assert.deepEqual(
    names.filter((name) => !(name in remedies)),
    [],
  );
});

const fault = {
  id: 'spec.window_too_large',
  message: 'layers[1].kernel: expected at most 28, found 50',
  values: { largest: '28', input: '[1, 28, 28]', remedy: 'smaller_or_same' },
  path: 'layers[1].layers[0].kernel',
  found: '50',
};

test('a message is in the page’s language, with its remedy and its place', async () => {
  await loadMessages();
  assert.equal(messageOf(fault), 'At most 28, as the input is [1, 28, 28]. Make it smaller, or set padding to “same”.');
  assert.match(placedMessageOf(fault), /^Layer 2\.1, kernel: At most 28/);
  language.value = 'zh';
  assert.match(placedMessageOf(fault), /^第 2\.1 层，核大小：最大为 28/);
  language.value = 'en';
});

test('a value goes before a part of the fault that is called alike', () => {
  const values = { expected: '[features]', remedy: 'flatten_before' };
  const wrong = {
    id: 'spec.wrong_input_shape',
    message: '',
    values,
    expected: 'an input of [features]',
    found: '[4, 3]',
  };
  assert.equal(messageOf(wrong), 'It needs an input of [features], but gets [4, 3]. Put a flatten layer before it.');
});

test('a fault without a message is said as the core says it', () => {
  assert.equal(messageOf({ id: 'spec.new', message: 'layers[0].x: wrong', path: 'layers[0].x' }), 'wrong');
  assert.equal(messageOf(new Error('torn')), 'torn');
});

test('a path is read into layers and a field', () => {
  assert.deepEqual(readPath('layers[2].layers[0].units'), { layers: [2, 0], field: 'units' });
  assert.deepEqual(readPath('layers[2]'), { layers: [2], field: '' });
  assert.deepEqual(readPath('optimizer.learning_rate'), { layers: [], field: 'optimizer.learning_rate' });
});
