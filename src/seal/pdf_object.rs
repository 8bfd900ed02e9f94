//! How an object is written into a PDF (ISO 32000-1, 7.3).
//!
//! Takes objects as `lopdf` reads them, which writes whole documents only; gives bytes. No streams: a signature needs
//! none.

use lopdf::{Dictionary, Object};

/// A dictionary on one line.
pub fn dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in dictionary {
        name(out, key);
        object(out, value);
    }
    out.extend(b">>");
}

fn object(out: &mut Vec<u8>, value: &Object) {
    // A space before each is never wrong.
    match value {
        Object::Boolean(b) => out.extend(format!(" {b}").bytes()),
        Object::Integer(i) => out.extend(format!(" {i}").bytes()),
        Object::Real(r) => out.extend(format!(" {r}").bytes()),
        Object::Reference((number, generation)) => out.extend(format!(" {number} {generation} R").bytes()),
        Object::Name(n) => name(out, n),
        Object::String(bytes, _) => string(out, bytes),
        Object::Array(all) => {
            out.push(b'[');
            all.iter().for_each(|one| object(out, one));
            out.push(b']');
        }
        Object::Dictionary(inner) => dictionary(out, inner),
        Object::Stream(_) | Object::Null => out.extend(b" null"),
    }
}

fn name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        match byte {
            b'!'..=b'~' if !b"()<>[]{}/%#".contains(byte) => out.push(*byte),
            _ => out.extend(format!("#{byte:02X}").bytes()),
        }
    }
}

/// Printable ASCII as it is, all else in hex.
fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    if !bytes.iter().all(|b| matches!(b, b' '..=b'~')) {
        out.push(b'<');
        out.extend(base16ct::lower::encode_string(bytes).bytes());
        out.push(b'>');
        return;
    }
    out.push(b'(');
    for byte in bytes {
        if b"()\\".contains(byte) {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_the_same() {
        let mut inner = Dictionary::new();
        inner.set("Odd name/#", Object::Name(b"A B(".to_vec()));
        let mut all = Dictionary::new();
        all.set("Text", lopdf::text_string("Jörg (Müßig) \\ § 7"));
        all.set("Plain", lopdf::text_string("(a\\b"));
        all.set(
            "List",
            vec![
                1.into(),
                (-2).into(),
                595.2756_f32.into(),
                true.into(),
                Object::Reference((7, 0)),
                inner.into(),
            ],
        );
        let mut bytes = b"%PDF-1.7\n1 0 obj\n".to_vec();
        dictionary(&mut bytes, &all);
        bytes.extend(b"\nendobj\n2 0 obj\n<</Type/Catalog/All 1 0 R>>\nendobj\n");
        let table = bytes.len();
        let second = bytes.windows(7).position(|w| w == b"2 0 obj").unwrap();
        bytes.extend(format!("xref\n0 3\n0000000000 65535 f\r\n0000000009 00000 n\r\n{second:010} 00000 n\r\ntrailer\n<</Size 3/Root 2 0 R>>\nstartxref\n{table}\n%%EOF").bytes());
        let read = lopdf::Document::load_mem(&bytes).unwrap();
        let read = read.get_dictionary((1, 0)).unwrap();
        let text = |key: &str| lopdf::decode_text_string(read.get(key.as_bytes()).unwrap()).unwrap();
        assert_eq!([text("Text"), text("Plain")], ["Jörg (Müßig) \\ § 7", "(a\\b"]);
        assert_eq!(read.get(b"List").unwrap(), all.get(b"List").unwrap());
    }
}
