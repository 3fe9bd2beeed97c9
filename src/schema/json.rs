//! JSON, read into [`Raw`] and written from it. A library does the same and brings a second way to read and print
//! numbers along, a sixth of the whole binary; tests hold this one to it.

use core::fmt::{self, Write};

use super::raw::Raw;
use crate::decimal::{Shortest, parse_f64};

/// Lists and objects inside one another that are read at most: the reader calls itself once for each.
const DEEPEST: usize = 64;

/// Why a text is no JSON.
#[derive(Debug, PartialEq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// What would be right there.
    pub expected: &'static str,
}

/// Reads a text that is one JSON value (RFC 8259). An object's fields keep their order, repeated ones too.
///
/// # Errors
/// Where it is none, or lists and objects lie more than 64 deep.
pub fn parse(text: &str) -> Result<Raw, Fault> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0).and_then(|value| match reader.next() {
        None => Ok(value),
        Some(_) => Err("nothing after the value"),
    });
    value.map_err(|expected| Fault {
        line: 1 + text.bytes().take(reader.at).filter(|&byte| byte == b'\n').count(),
        expected,
    })
}

struct Reader<'a> {
    text: &'a str,
    /// The byte that comes next; never inside a letter.
    at: usize,
}

type Outcome<T> = Result<T, &'static str>;

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        // `at` is never beyond the end; slicing by an index would bring along how to print letters in a panic.
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\n', '\r', '\t']).len();
        self.rest().bytes().next()
    }

    /// Goes past `word` if it comes next.
    fn take(&mut self, word: &str) -> bool {
        let there = self.rest().starts_with(word);
        self.at += if there { word.len() } else { 0 };
        there
    }

    fn value(&mut self, depth: usize) -> Outcome<Raw> {
        if depth > DEEPEST {
            return Err("lists and objects that lie less deep");
        }
        match self.next() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Raw::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.take("null") => Ok(Raw::Nothing),
            _ if self.take("true") => Ok(Raw::Boolean(true)),
            _ if self.take("false") => Ok(Raw::Boolean(false)),
            _ => Err("a value"),
        }
    }

    fn list(&mut self, depth: usize) -> Outcome<Raw> {
        let mut items = Vec::new();
        self.at += 1;
        if self.next() == Some(b']') {
            self.at += 1;
            return Ok(Raw::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.ends(b']', "a comma or ] after an item")? {
                return Ok(Raw::List(items));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Outcome<Raw> {
        let mut fields = Vec::new();
        self.at += 1;
        if self.next() == Some(b'}') {
            self.at += 1;
            return Ok(Raw::Map(fields));
        }
        loop {
            if self.next() != Some(b'"') {
                return Err("the name of a field in quotes");
            }
            let name = self.string()?;
            if self.next() != Some(b':') {
                return Err("a colon after the name of a field");
            }
            self.at += 1;
            fields.push((name, self.value(depth + 1)?));
            if self.ends(b'}', "a comma or } after a field")? {
                return Ok(Raw::Map(fields));
            }
        }
    }

    /// Whether a list or object is closed here; otherwise a comma promises more.
    fn ends(&mut self, closing: u8, expected: &'static str) -> Outcome<bool> {
        let next = self.next().filter(|&next| next == closing || next == b',').ok_or(expected)?;
        self.at += 1;
        Ok(next == closing)
    }

    fn number(&mut self) -> Outcome<Raw> {
        let begins = self.at;
        self.take("-");
        let whole = self.digits();
        let mut right = whole.len() == 1 || (whole.len() > 1 && !whole.starts_with('0'));
        if self.take(".") {
            right &= !self.digits().is_empty();
        }
        if self.take("e") || self.take("E") {
            let _ = self.take("+") || self.take("-");
            right &= !self.digits().is_empty();
        }
        let value = self.text.get(begins..self.at).and_then(parse_f64);
        value.filter(|value| right && value.is_finite()).map(Raw::Number).ok_or("a number")
    }

    fn digits(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn string(&mut self) -> Outcome<String> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let rest = self.rest();
            let length =
                rest.bytes().take_while(|&byte| byte >= b' ' && byte != b'"' && byte != b'\\').count();
            text.push_str(rest.get(..length).unwrap_or_default());
            self.at += length;
            match rest.as_bytes().get(length) {
                Some(b'"') => break,
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err("no control character in a text"),
                None => return Err("a quote at the end of a text"),
            }
        }
        self.at += 1;
        Ok(text)
    }

    fn escape(&mut self) -> Outcome<char> {
        const EXPECTED: &str = "an escape that JSON has";
        let code = *self.rest().as_bytes().get(1).ok_or(EXPECTED)?;
        let letter = match code {
            b'"' | b'\\' | b'/' => code as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode().ok_or(EXPECTED),
            _ => return Err(EXPECTED),
        };
        self.at += 2;
        Ok(letter)
    }

    /// `\uXXXX`, or two of them that make one letter.
    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        let second = self.unit().filter(|second| (0xdc00..0xe000).contains(second))?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.rest().strip_prefix("\\u")?.get(..4)?;
        let unit =
            digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16));
        self.at += 6;
        unit?.ok()
    }
}

impl Raw {
    /// The value as JSON; a number that is not finite becomes `null`, as JavaScript has it.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = write_value(self, &mut text);
        text
    }
}

fn write_value(value: &Raw, out: &mut String) -> fmt::Result {
    match value {
        Raw::Boolean(value) => write!(out, "{value}"),
        Raw::Number(value) if value.is_finite() => write!(out, "{}", Shortest::Double(*value)),
        Raw::Nothing | Raw::Number(_) => out.write_str("null"),
        Raw::Text(text) => write_text(text, out),
        Raw::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_value(item, out)?;
            }
            out.write_char(']')
        }
        Raw::Map(fields) => {
            out.push('{');
            for (index, (name, value)) in fields.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_text(name, out)?;
                out.push(':');
                write_value(value, out)?;
            }
            out.write_char('}')
        }
    }
}

fn write_text(text: &str, out: &mut String) -> fmt::Result {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            ..' ' => write!(out, "\\u{:04x}", u32::from(letter))?,
            letter => out.push(letter),
        }
    }
    out.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::{Fault, parse};
    use crate::schema::raw::Raw;

    #[test]
    fn values_of_every_kind_are_read_and_written() {
        let text = r#"{"a":[1,-0.5,1e-7,12345678901234567000],"b":{"":null},"c":[],"d":{},"e":[true,false],"a":"é\"\\ \u0001"}"#;
        let value = parse(text).expect("JSON");
        assert_eq!(parse(&value.to_json()), Ok(value.clone()));
        assert_eq!(value.to_json(), text.replace("1e-7", "0.0000001"));
    }

    #[test]
    fn escapes_become_letters() {
        let letters = parse(r#" "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00" "#);
        assert_eq!(letters, Ok(Raw::Text("\"\\/\u{8}\u{c}\n\r\té😀".to_owned())));
    }

    #[test]
    fn faults_name_their_line() {
        let fault = parse("{\n \"units\": 3,\n}").unwrap_err();
        assert_eq!(fault, Fault { line: 3, expected: "the name of a field in quotes" });
        let wrong = [
            "",
            "nul",
            "[1 2]",
            "[1,]",
            "{\"a\" 1}",
            "{a:1}",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "-",
            "\"a",
            "\"\u{1}\"",
            r#""\x""#,
            r#""\ud83d""#,
            r#""\ud83dA""#,
            r#""\u12""#,
            r#""\u+123""#,
            "1e999",
            "[",
            "{",
            "1 1",
            "NaN",
        ];
        for text in wrong {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn numbers_that_are_none_become_null() {
        assert_eq!(
            Raw::List(vec![Raw::Number(f64::NAN), Raw::Number(f64::INFINITY)]).to_json(),
            "[null,null]"
        );
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod beside_a_library {
        use proptest::prelude::*;

        use super::super::parse;
        use crate::schema::raw::Raw;

        fn same(ours: &Raw, theirs: &serde_json::Value) -> bool {
            use serde_json::Value;
            match (ours, theirs) {
                (Raw::Nothing, Value::Null) => true,
                (Raw::Boolean(ours), Value::Bool(theirs)) => ours == theirs,
                (Raw::Number(ours), Value::Number(theirs)) => Some(*ours) == theirs.as_f64(),
                (Raw::Text(ours), Value::String(theirs)) => ours == theirs,
                (Raw::List(ours), Value::Array(theirs)) => {
                    ours.len() == theirs.len()
                        && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
                }
                (Raw::Map(ours), Value::Object(theirs)) => ours.iter().all(|(name, _)| {
                    // Of fields of one name the library keeps the last.
                    let last = ours.iter().rfind(|(other, _)| other == name).map(|(_, value)| value);
                    last.zip(theirs.get(name)).is_some_and(|(ours, theirs)| same(ours, theirs))
                }),
                _ => false,
            }
        }

        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

            #[test]
            fn pieces_of_json_mean_the_same(pieces in proptest::collection::vec(
                prop_oneof![
                    Just("{".to_owned()), Just("}".to_owned()), Just("[".to_owned()), Just("]".to_owned()),
                    Just(",".to_owned()), Just(":".to_owned()), Just("\"a\"".to_owned()), Just("null".to_owned()),
                    Just(" \n".to_owned()), "-?[0-9]{1,3}(\\.[0-9]{0,20})?([eE][-+]?[0-9]{1,3})?",
                    "\"(\\\\[\"bfnrtux/]|[0-9a-dé\u{1f600} \n]){0,8}\"",
                ],
                0..12,
            )) {
                let text = pieces.concat();
                match (parse(&text), serde_json::from_str::<serde_json::Value>(&text)) {
                    (Ok(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "{}", text),
                    (Err(_), Err(_)) => {}
                    (ours, theirs) => prop_assert!(false, "{}: {:?}, {:?}", text, ours, theirs),
                }
            }

            #[test]
            fn what_is_written_is_read_by_the_library(number in any::<f64>(), text in ".{0,20}", name in ".{0,5}") {
                let value = Raw::List(vec![Raw::Number(number), Raw::Map(vec![(name, Raw::Text(text))])]);
                let json = value.to_json();
                let theirs: serde_json::Value = serde_json::from_str(&json).expect(&json);
                prop_assert!(!number.is_finite() || same(&value, &theirs), "{}", json);
            }
        }
    }
}
