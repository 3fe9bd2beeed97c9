/** @file The binary `relaxed-simd` as text, gzip in base64: the fallback if the file itself cannot be fetched. */

export { default } from './generated/inkgrad-relaxed-simd.wasm.gz';
