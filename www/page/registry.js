/** @file Every feature of the page. A new one is a folder and a line here; its `order` says where it stands among the others. */

export { default as build } from './features/build/feature.js';
export { default as charts } from './features/charts/feature.js';
export { default as controls } from './features/controls/feature.js';
export { default as draw } from './features/draw/feature.js';
export { default as network } from './features/network/feature.js';
export { default as oneStep } from './features/one-step/feature.js';
export { default as settings } from './features/settings/feature.js';
export { default as weights } from './features/weights/feature.js';
