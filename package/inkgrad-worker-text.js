/** @file The worker script as text: the fallback if the file itself cannot be fetched or started. */

export { default } from './generated/worker.txt';
