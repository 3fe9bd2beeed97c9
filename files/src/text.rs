//! Encodings of text.

use std::borrow::Cow;

/// The characters 0x80 to 0x9f of Windows-1252; the undefined ones as they are in Latin-1. All others equal Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Texts that are shorter may consist of signs alone.
const LEAST: usize = 1024;

/// The text in UTF-8. UTF-16 is told by its mark; what is no UTF-8 is read as Windows-1252, which has a character for
/// every byte.
pub(crate) fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => collected(|| utf16(rest, u16::from_le_bytes), bytes),
        [0xfe, 0xff, rest @ ..] => collected(|| utf16(rest, u16::from_be_bytes), bytes),
        _ if core::str::from_utf8(bytes).is_ok() || !is_text(bytes) => None,
        _ => collected(|| bytes.iter().map(|&byte| windows_1252(byte)), bytes),
    };
    text.map_or(Cow::Borrowed(bytes), |text| Cow::Owned(text.into_bytes()))
}

/// Characters in UTF-8, in memory of exactly their size. None where that is more than twice the bytes that they are read
/// from: no text has so many rare signs.
fn collected<I: Iterator<Item = char>>(characters: impl Fn() -> I, bytes: &[u8]) -> Option<String> {
    let length = characters().map(char::len_utf8).sum();
    if length > bytes.len().max(LEAST) * 2 {
        return None;
    }
    let mut text = String::new();
    text.try_reserve_exact(length).ok()?;
    text.extend(characters());
    Some(text)
}

/// Whether a file begins without the control characters that no text has.
fn is_text(bytes: &[u8]) -> bool {
    let control = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r');
    !bytes.iter().take(1024).any(control)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> impl Iterator<Item = char> {
    let units = bytes.as_chunks::<2>().0.iter().map(move |&pair| unit(pair));
    char::decode_utf16(units).map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::utf8;

    #[test]
    fn texts_of_spreadsheets_become_utf8() {
        assert_eq!(&*utf8("größe;1".as_bytes()), "größe;1".as_bytes());
        assert_eq!(&*utf8(b"gr\xf6\xdfe \x80"), "größe €".as_bytes());
        assert_eq!(&*utf8(b"\xff\xfe1\0\t\0\xe4\0"), "1\tä".as_bytes());
        assert_eq!(&*utf8(b"\xfe\xff\0a\xd8\x3d\xde\x00\xd8\x00"), "a😀\u{fffd}".as_bytes());
    }
}
