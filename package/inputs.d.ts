/** A drawing, and the input that it is to become. */
export interface Drawing {
  /** Ink, 0 none and 255 full: height × width, row-major. */
  pixels: Uint8Array;
  width: number;
  height: number;
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
  /** 1 × height × width, 0..1, to be predicted with `{ scale: 1 }`; null where there is no ink. */
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
  /** The label's column, by name or counted from 0; the last unless given. */
  label?: string | number;
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
