/** @file What an import is to the page: what was read, file by file. The contents stay in a worker of its own. */

/**
 * @typedef {{ id: string, message: string, values?: Readonly<Record<string, string>>, path?: string, found?: string,
 *   expected?: string, offset?: number }} ReadFault why a file cannot be read, as the core says it; `path` and `offset` say where:
 *   `line 3, column 2` and 3 of a text, else a byte
 *
 * @typedef {'uint8' | 'int32' | 'float32' | 'float64' | 'text'} ItemElements
 *
 * @typedef {object} ImportedItem one file; of pictures, all of one folder and one size
 * @property {string} name with its folders; of pictures the folder
 * @property {'table' | 'array' | 'image' | 'text' | 'unreadable'} kind `text` is a text file that is no table of numbers:
 *   `fault` says why
 * @property {number} [count] pictures
 * @property {number} [width] of a picture
 * @property {number} [height] of a picture
 * @property {number} [rows] of a table, without its header
 * @property {number} [columns] of a table, without the labels
 * @property {'classes' | 'numbers' | 'none'} [labels] of a table
 * @property {number[]} [shape] of an array
 * @property {ItemElements} [elements] of an array
 * @property {ReadFault} [fault]
 *
 * @typedef {{ name: string, reason: string, values?: Record<string, string | number> }} LeftOut a file that is not used
 * @typedef {{ key: string, values: Record<string, string | number> }} Refusal why nothing can be used
 *
 * @typedef {object} PicturePreview what pictures would be as a data set
 * @property {string | null} title
 * @property {[width: number, height: number] | null} size of the pictures as they come; null where they differ
 * @property {[channels: number, height: number, width: number]} shape of a sample
 * @property {{ invert: boolean, turn: boolean, sizing: 'keep' | 'scale' | 'fit' }} choices
 * @property {('keep' | 'scale' | 'fit')[]} sizings that are possible
 * @property {Refusal | null} refusal
 * @property {{ name: string, counts: number[] }[]} classes with the samples of each in training, validation and test
 * @property {boolean} named whether classes have names
 * @property {number} first 1 where labels count from 1
 * @property {[minimum: number, maximum: number]} range of the values
 * @property {'bytes' | 'levels' | 'unit' | 'signed' | 'stretched'} mapping of them
 * @property {number} missing values
 * @property {boolean} colour
 * @property {boolean} darkOnLight
 * @property {'emnist' | 'answers' | null} transposed why they seem so
 * @property {LeftOut[]} leftOut
 * @property {{ width: number, height: number, pixels: Uint8ClampedArray, labels: number[] }} samples
 *
 * @typedef {object} PictureSamples pictures as samples of one's own classes
 * @property {Uint8Array} values of all of them, 0 to 255, as inputs of a network that learns drawings
 * @property {number} side of each
 * @property {(string | null)[]} labels of each: the folder that it lies in, or the index of its class
 * @property {number} empty pictures without ink, which are left out
 * @property {number} over pictures for which there is no room
 *
 * @typedef {{ own: { dataSet: import('./data-sets.js').DataSet, content: Blob, samples: number }, empty: number }} Made `empty`: pictures without ink
 */

/** Bytes that are read at most, all files of an import together. */
export const MOST_FILE_BYTES = 1_000_000_000;

/** Values of pictures or tables that a data set may have. */
export const MOST_VALUES = 256_000_000;
