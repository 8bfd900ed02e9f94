//! The values in a signature dictionary (ISO 32000-1, 7.3): numbers, hex and texts.
//!
//! Takes the bytes of one value, gives what it means. What decides something, numbers and the signature in hex, has one
//! spelling; texts are only told.

use super::syntax::{hex, is_space};

/// The whole numbers of an array `[0 12 34 56]`, and nothing else in it.
pub fn numbers(value: &[u8]) -> Option<Vec<usize>> {
    let inner = value.strip_prefix(b"[")?.strip_suffix(b"]")?;
    let words = inner.split(|b| is_space(*b)).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let digits = word.len() <= 12 && word.iter().all(u8::is_ascii_digit);
            std::str::from_utf8(word).ok().filter(|_| digits)?.parse().ok()
        })
        .collect()
}

/// The bytes of a string in hex, with nothing else between its brackets.
pub fn hex_string(value: &[u8]) -> Option<Vec<u8>> {
    let digits = value.strip_prefix(b"<")?.strip_suffix(b">")?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(hex(*high)? << 4 | hex(*low)?)).collect()
}

/// A text string (7.9.2.2): literal or in hex; UTF-16, UTF-8 or near enough to Latin-1.
pub fn text(value: &[u8]) -> Option<String> {
    let bytes = if value.starts_with(b"(") { literal(value)? } else { hex_string(value)? };
    Some(match bytes.as_slice() {
        [0xfe, 0xff, units @ ..] => {
            let (units, _) = units.as_chunks::<2>();
            String::from_utf16_lossy(&units.iter().map(|u| u16::from_be_bytes(*u)).collect::<Vec<_>>())
        }
        [0xef, 0xbb, 0xbf, utf8 @ ..] => String::from_utf8_lossy(utf8).into_owned(),
        other => other.iter().map(|b| char::from(*b)).collect(),
    })
}

/// The bytes of a literal string.
fn literal(value: &[u8]) -> Option<Vec<u8>> {
    let mut rest = value.strip_prefix(b"(")?.strip_suffix(b")")?.iter().copied().peekable();
    let mut out = Vec::new();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match rest.next()? {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\n' => {}
            b'\r' => drop(rest.next_if_eq(&b'\n')),
            digit @ b'0'..=b'7' => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    if let Some(digit) = rest.next_if(|b| (b'0'..=b'7').contains(b)) {
                        value = value * 8 + u32::from(digit - b'0');
                    }
                }
                out.push((value & 0xff) as u8);
            }
            other => out.push(other),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_few_spellings() {
        assert_eq!(numbers(b"[0 12\n3  4 ]"), Some(vec![0, 12, 3, 4]));
        for bad in ["[0 -1]", "[0 1.0]", "[0 1 0 R]", "0 1", "[+1]", "[9999999999999]"] {
            assert_eq!(numbers(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(hex_string(b"<00fF>"), Some(vec![0, 255]));
        for bad in ["<0>", "<0 0>", "<0g>", "00", "<00"] {
            assert_eq!(hex_string(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(text(b"(a\\(\\051\\n\xfc\\\r\nb)"), Some("a()\nüb".into()));
        assert_eq!(text(b"<FEFF00E4D83DDE00>"), Some("ä😀".into()));
        assert_eq!(text(b"(\xef\xbb\xbf\xc3\xa4)"), Some("ä".into()));
    }
}
