import type { InkgradError } from './inkgrad.js';

/** Pixels of four bytes, red, green, blue and opacity: height × width × 4, row-major. An `ImageData` is one. */
export interface RgbaImage {
  data: Uint8ClampedArray | Uint8Array;
  width: number;
  height: number;
}

/** A drawing, and the format of the input that is made of it. */
export type Drawing = DrawingTarget & (InkPixels | { image: RgbaImage });

/** A drawing as ink. */
export interface InkPixels {
  /** Ink, 0 none and 255 full: height × width, row-major. */
  pixels: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
  image?: undefined;
}

/** The input that is made of a drawing. An image is blended with white; pixels that differ from its border are ink. */
export interface DrawingTarget {
  /** `[1, height, width]` of the input. */
  shape: readonly number[];
  /** Default: as in MNIST, `{ box: 20 / 28, centre: 'mass' }`. For digits that fill their frame: `{ box: 1, centre: 'box' }`. */
  fit?: {
    /** The part of the input's side that the longer side of the ink fills, over 0 and up to 1. */
    box?: number;
    /** What is centred: the ink's centre of mass, or its bounding box. */
    centre?: 'mass' | 'box';
  };
}

/** An intermediate image of the preprocessing; pixels are 0 to 255, height × width. */
export interface Stage {
  name: 'raw' | 'cropped' | 'scaled' | 'centred' | 'input';
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** The result of `prepareDrawing`. */
export interface PreparedDrawing {
  /**
   * 1 × height × width, 0..1; null without ink. Calls know that this array is scaled. A copy needs `{ scale: 1 }`.
   */
  input: Float32Array | null;
  stages: Stage[];
  /** The fraction of the drawing that is ink, 0..1. */
  ink: number;
}

/** The contents of an IDX file; `data` is row-major. */
export interface IdxFile {
  shape: number[];
  data: Uint8Array;
}

/** How to read a CSV file. */
export interface CsvOptions {
  /** Whether the first line has the column names. Default: detected. */
  header?: boolean;
  /**
   * The label's column, by name or index from 0. Default: the one named label, target, class or y, else the last; in a file
   * without a header whose first column alone looks like a label, the first.
   */
  label?: string | number;
}

/** The contents of a CSV file that was read with `label: null`. */
export interface UnlabelledCsvFile {
  /** Names of the columns; empty without a header. */
  columns: string[];
  /** Rows × columns. */
  inputs: Float32Array;
  labels: null;
  classes: null;
}

/** The contents of a CSV file. */
export interface CsvFile {
  /** Names of the input columns; empty without a header. */
  columns: string[];
  /** Rows × columns. */
  inputs: Float32Array;
  /** Class indices, or regression targets if the labels have fractions or signs. */
  labels: Uint32Array | Float32Array;
  /** Class names by index; null if the labels are numbers. */
  classes: string[] | null;
}

/** How to read a file. */
export interface FileOptions {
  /** The file's name. Nothing depends on it. */
  name?: string;
  /** Of a CSV file: whether the first line has the column names. Default: detected. */
  header?: boolean;
  /** Of a CSV file: the label's column as in {@link CsvOptions}; null if there is none. */
  label?: string | number | null;
}

/** The values of an array: bytes and truth values, other integers, floats of 16 or 32 bits, of 64 bits, texts. */
export type FileValues = Uint8Array | Int32Array | Float32Array | Float64Array | string[];

/** The contents of a file. */
export type FileContents =
  | ({ kind: 'table' } & (CsvFile | UnlabelledCsvFile))
  | { kind: 'array'; shape: number[]; data: FileValues }
  | { kind: 'image'; image: { data: Uint8ClampedArray; width: number; height: number } }
  | { kind: 'archive'; files: ArchivedFile[] };

/** A file of an archive, with its folders in its name. One that cannot be read does not stop the others. */
export type ArchivedFile = { name: string } & (FileContents | { kind: 'unreadable'; error: InkgradError });

/** The colours of signed numbers, each red, green and blue from 0 to 255. */
export interface Palette {
  /** The colour of 0. */
  nothing: readonly [number, number, number];
  /** The colour of the limit. */
  positive: readonly [number, number, number];
  /** The colour of the negative limit. Without one, negative numbers are painted as 0. */
  negative?: readonly [number, number, number];
}

/** Numbers to paint: weights, a feature map or a gradient. */
export interface Picture {
  /** height × width, row-major. */
  values: Float32Array;
  width: number;
  height: number;
  palette: Palette;
  /** The magnitude that has full colour. Default: the largest magnitude. */
  limit?: number;
}
