/** @file Every feature of the page. A new one is a folder and a line here; its `order` says where it stands among the others. */

export { default as activations } from './features/activations/feature.js';
export { default as breakIt } from './features/break-it/feature.js';
export { default as build } from './features/build/feature.js';
export { default as charts } from './features/charts/feature.js';
export { default as columns } from './features/columns/feature.js';
export { default as confusion } from './features/confusion/feature.js';
export { default as controls } from './features/controls/feature.js';
export { default as data } from './features/data/feature.js';
export { default as distributions } from './features/distributions/feature.js';
export { default as draw } from './features/draw/feature.js';
export { default as guide } from './features/guide/feature.js';
export { default as hand } from './features/hand/feature.js';
export { default as map } from './features/map/feature.js';
export { default as mistakes } from './features/mistakes/feature.js';
export { default as network } from './features/network/feature.js';
export { default as oneStep } from './features/one-step/feature.js';
export { default as ownClasses } from './features/own-classes/feature.js';
export { default as runs } from './features/runs/feature.js';
export { default as settings } from './features/settings/feature.js';
export { default as table } from './features/table/feature.js';
export { default as weights } from './features/weights/feature.js';
export { default as why } from './features/why/feature.js';
