/** @file Names in zip archives: in UTF-8, or as older programs write them, in GBK or in code page 437. */

/** What code page 437 has from byte 128 on. Browsers do not decode it. */
const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * @param {Uint8Array} bytes
 * @param {boolean} isUtf8 as the archive says
 * @returns {string | null} null where they are not what it says
 */
export function decodedName(bytes, isUtf8) {
  const name = decoded(bytes, 'utf-8');
  if (name !== null || isUtf8) return name;
  return (isChinese(bytes) ? decoded(bytes, 'gbk') : null) ?? inCodePage437(bytes);
}

/** @param {Uint8Array} bytes @param {string} encoding */
function decoded(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Nearly any bytes are GBK. Common Chinese letters are two bytes from 0xA1 on; of the accented letters of code page 437 most
 * are below, and they hardly ever come in pairs.
 *
 * @param {Uint8Array} bytes
 */
function isChinese(bytes) {
  let at = 0;
  while (at < bytes.length) {
    if (Number(bytes[at]) < 0x80) at += 1;
    else if (Number(bytes[at]) < 0xa1 || Number(bytes[at + 1] ?? 0) < 0xa1) return false;
    else at += 2;
  }
  return true;
}

/** @param {Uint8Array} bytes */
function inCodePage437(bytes) {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CODE_PAGE_437[byte - 0x80])).join('');
}
