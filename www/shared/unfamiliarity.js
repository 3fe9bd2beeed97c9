/** @file What counts as like something learned: the worker sets the threshold by it, and the page says it. */

/** The share of validation pictures of learned classes that count as familiar. */
export const FAMILIAR = 0.993;

/** From this value of the measure on, a drawing is unknown. */
export const UNKNOWN = 0.5;
