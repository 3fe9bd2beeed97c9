/** @file Names in zip archives: in UTF-8, or as older programs write them, in GBK or in code page 437. */

/** What code page 437 has from byte 128 on. Browsers do not decode it. */
const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * One program writes all names of an archive alike: what is UTF-8 by chance, as 猫 in GBK, is told by the other names.
 *
 * @param {readonly { bytes: Uint8Array, isUtf8: boolean }[]} names `isUtf8`: as the archive says
 * @returns {(string | null)[]} null where one is not what the archive says
 */
export function decodedNames(names) {
  const decode = decoderOf(names.filter(({ isUtf8 }) => !isUtf8).map(({ bytes }) => bytes));
  return names.map(({ bytes, isUtf8 }) => (isUtf8 ? decoded(bytes, 'utf-8') : decode(bytes)));
}

/**
 * @param {readonly Uint8Array[]} names of which the archive says nothing
 * @returns {(name: Uint8Array) => string | null}
 */
function decoderOf(names) {
  const all = (/** @type {string} */ encoding) => names.every((name) => decoded(name, encoding) !== null);
  if (all('utf-8')) return (name) => decoded(name, 'utf-8');
  return names.every(isChinese) && all('gbk') ? (name) => decoded(name, 'gbk') : inCodePage437;
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
