/** @file The binary `simd128` as text, gzip in base64: the fallback if the file itself cannot be fetched. */

export { default } from './generated/inkgrad-simd128.wasm.gz';
