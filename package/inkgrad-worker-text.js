/** @file The script of the workers as text, for hosts at which the file itself is not found or may not be started. */

export { default } from './generated/worker.txt';
