/** @file The binary `simd128` as text, for hosts at which the file itself is not found: gzip in base64. */

export { default } from './generated/inkgrad-simd128.wasm.gz';
