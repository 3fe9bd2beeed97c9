/** @file What a network is called: by its preset, as the small one that data begin with, or as one's own. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { language } from '../../www/page/app/language.js';
import { networkName } from '../../www/page/names/network.js';
import { dataSetNames } from '../../www/shared/data-sets.js';
import { defaultExperiment, withDataset, withSpec } from '../../www/shared/experiment.js';

const digits = { name: 'own-1', shape: [1, 28, 28], classes: 3, classNames: ['A', 'K', 'X'], scale: 1 / 255 };

test('the network that data begin with has a name, whatever the data', () => {
  const start = defaultExperiment();
  assert.equal(networkName(start), 'One hidden layer');
  for (const name of dataSetNames.filter((one) => one !== 'mnist'))
    assert.equal(networkName(withDataset(start, { name })), 'Small network', name);
  const own = withDataset(start, { name: digits.name, own: digits });
  assert.equal(networkName(own), 'Small network');
  assert.equal(networkName(withSpec(own, { batch_size: 4 })), 'Small network', 'it is trained otherwise');
  const [first, ...rest] = own.spec.layers;
  assert.equal(networkName(withSpec(own, { layers: [...(first ? [first, first] : []), ...rest] })), 'Your own');
});

test('a network that has gone on to learn from one’s own hand keeps its name', () => {
  const start = defaultExperiment();
  const hand = { name: 'own-2', share: 0.5 };
  const tuned = { ...start, dataset: { ...start.dataset, hand } };
  assert.equal(networkName(tuned), 'One hidden layer + your hand');
  language.value = 'zh';
  assert.equal(networkName(tuned), '一个隐藏层 + 你的字迹');
  language.value = 'en';
});
