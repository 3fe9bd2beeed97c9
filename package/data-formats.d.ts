/** Pixels of four bytes, red, green, blue and opacity: height × width × 4, row-major. An `ImageData` is one. */
export interface RgbaImage {
  data: Uint8ClampedArray | Uint8Array;
  width: number;
  height: number;
}

/** A drawing, and the input that it is to become. */
export type Drawing = DrawingTarget & (InkPixels | { image: RgbaImage });

/** A drawing as ink. */
export interface InkPixels {
  /** Ink, 0 none and 255 full: height × width, row-major. */
  pixels: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
  image?: undefined;
}

/** What a drawing is to become. An image is put on white; what differs from its border is ink. */
export interface DrawingTarget {
  /** `[1, height, width]` of the input. */
  shape: readonly number[];
  /** MNIST's unless given, `{ box: 20 / 28, centre: 'mass' }`; digits that fill their frame: `{ box: 1, centre: 'box' }`. */
  fit?: {
    /** The part of the input's side that the longer side of the ink fills, over 0 and up to 1. */
    box?: number;
    /** What comes to the middle: the ink's centre of mass or the middle of its box. */
    centre?: 'mass' | 'box';
  };
}

/** A picture on the way to the input; pixels are 0 to 255, height × width. */
export interface Stage {
  name: 'raw' | 'cropped' | 'scaled' | 'centred' | 'input';
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** A drawing made ready. */
export interface PreparedDrawing {
  /**
   * 1 × height × width, 0..1; null where there is no ink. This very array is known to be scaled; a copy of it must be
   * predicted with `{ scale: 1 }`.
   */
  input: Float32Array | null;
  stages: Stage[];
  /** The part of the drawing that is inked, 0..1. */
  ink: number;
}

/** The contents of an IDX file; `data` is row-major. */
export interface IdxFile {
  shape: number[];
  data: Uint8Array;
}

/** How to read a CSV file. */
export interface CsvOptions {
  /** Whether the first line names the columns; guessed unless given. */
  header?: boolean;
  /**
   * The label's column, by name or counted from 0. Unless given: the one named label, target, class or y,
   * else the last; in a file without a header whose first column alone looks like a label, the first.
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
  /** Class indices, or values where the labels have fractions or signs. */
  labels: Uint32Array | Float32Array;
  /** What words the class indices stand for; null where the labels are numbers. */
  classes: string[] | null;
}

/** Colours of a picture of signed numbers, each red, green and blue from 0 to 255. */
export interface Palette {
  /** Of 0. */
  nothing: readonly [number, number, number];
  /** Of the greatest. */
  positive: readonly [number, number, number];
  /** Of the least; without one, numbers below 0 are painted as 0. */
  negative?: readonly [number, number, number];
}

/** Numbers to be painted: weights, a feature map, a gradient. */
export interface Picture {
  /** height × width, row-major. */
  values: Float32Array;
  width: number;
  height: number;
  palette: Palette;
  /** The size of a number that has full colour; that of the greatest unless given. */
  limit?: number;
}
