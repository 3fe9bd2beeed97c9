/** @file Pictures of kinds that the core does not read and the browser does: photographs are mostly JPEG. */

/** Larger pictures are scaled down: a digit has no more detail. */
const LARGEST = 1024;

/**
 * @param {Blob} file
 * @returns {Promise<{ data: Uint8ClampedArray, width: number, height: number } | null>} null where the browser cannot
 */
export async function decodePicture(file) {
  if (typeof createImageBitmap !== 'function' || typeof OffscreenCanvas !== 'function') return null;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  const scale = Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(scale * side)));
  const canvas = new OffscreenCanvas(Number(width), Number(height));
  const context = canvas.getContext('2d');
  context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
  return data ? { data, width: canvas.width, height: canvas.height } : null;
}
