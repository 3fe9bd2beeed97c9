/**
 * @file Export to folders of Python that go on with a session elsewhere: `torchrun` on any number of processes, `flower`
 * federated. The programs are constant texts. The entry imports this module when such a folder is first asked for.
 */

/// <reference path="./text-modules.d.ts" />

import clientApp from '../onward/flower/client_app.py';
import federated from '../onward/flower/federated.py';
import pyprojectToml from '../onward/flower/pyproject.toml';
import flowerReadme from '../onward/flower/README.md';
import flowerRequirements from '../onward/flower/requirements.txt';
import serverApp from '../onward/flower/server_app.py';
import simulate from '../onward/flower/simulate.py';
import augmentation from '../onward/torchrun/augmentation.py';
import batchNorm from '../onward/torchrun/batch_norm.py';
import checkpoints from '../onward/torchrun/checkpoints.py';
import dataHash from '../onward/torchrun/data_hash.py';
import datasets from '../onward/torchrun/datasets.py';
import errors from '../onward/torchrun/errors.py';
import layers from '../onward/torchrun/layers.py';
import logs from '../onward/torchrun/logs.py';
import losses from '../onward/torchrun/losses.py';
import network from '../onward/torchrun/network.py';
import optimizers from '../onward/torchrun/optimizers.py';
import philox from '../onward/torchrun/philox.py';
import processes from '../onward/torchrun/processes.py';
import torchrunReadme from '../onward/torchrun/README.md';
import readers from '../onward/torchrun/readers.py';
import torchrunRequirements from '../onward/torchrun/requirements.txt';
import schedules from '../onward/torchrun/schedules.py';
import sessionFile from '../onward/torchrun/session_file.py';
import train from '../onward/torchrun/train.py';
import trainer from '../onward/torchrun/trainer.py';

/** @typedef {[name: string, text: string][]} Texts */

/** @type {Texts} what both programs import */
const MODULES = [
  ['augmentation.py', augmentation],
  ['batch_norm.py', batchNorm],
  ['data_hash.py', dataHash],
  ['datasets.py', datasets],
  ['errors.py', errors],
  ['layers.py', layers],
  ['losses.py', losses],
  ['network.py', network],
  ['optimizers.py', optimizers],
  ['philox.py', philox],
  ['readers.py', readers],
  ['schedules.py', schedules],
  ['session_file.py', sessionFile],
  ['trainer.py', trainer],
];

/** @type {Texts} */
const TORCHRUN = [
  ['train.py', train],
  ['README.md', torchrunReadme],
  ['requirements.txt', torchrunRequirements],
  ['checkpoints.py', checkpoints],
  ['logs.py', logs],
  ['processes.py', processes],
];

/** @type {Texts} */
const FLOWER = [
  ['server_app.py', serverApp],
  ['client_app.py', clientApp],
  ['simulate.py', simulate],
  ['pyproject.toml', pyprojectToml],
  ['README.md', flowerReadme],
  ['requirements.txt', flowerRequirements],
  ['federated.py', federated],
];

/**
 * @param {Uint8Array} saved what `session.save()` gave
 * @param {string} format `torchrun` or `flower`
 * @param {string} options as JSON
 * @returns {Promise<import('./inkgrad.js').ModelFile[]>} throws an error of the core as a plain object
 */
export async function exportModel(saved, format, options) {
  const { exportModel: exportPlainly } = await import('./inkgrad-export.js');
  const described = await exportPlainly(saved, 'spec', options);
  const encoder = new TextEncoder();
  const program = [...(format === 'torchrun' ? TORCHRUN : FLOWER), ...MODULES];
  const texts = program.map(([name, text]) => ({ name, bytes: encoder.encode(text) }));
  return [...texts, { name: 'model.safetensors', bytes: saved }, ...described];
}
