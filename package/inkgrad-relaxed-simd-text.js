/** @file The binary `relaxed-simd` as text, for hosts at which the file itself is not found: gzip in base64. */

export { default } from './generated/inkgrad-relaxed-simd.wasm.gz';
