//! A text as the modules of a QR code.
//!
//! Specification: ISO/IEC 18004; error correction M or better. Takes a text, gives the dark modules as runs; who draws
//! them decides how. Knows nothing of pages. Shared by the page's drawing (`typeset`) and the slip.

use qrcodegen::{QrCode, QrCodeEcc};

/// Modules around the code that stay empty: scanners need them to find it (ISO/IEC 18004, 9.1).
pub const QUIET: i32 = 4;

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules on each side, without the quiet zone.
    pub side: i32,
    /// The dark modules.
    pub runs: Vec<Run>,
}

/// Dark modules side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The column of the first, from the left.
    pub x: i32,
    /// The row, from the top.
    pub y: i32,
    /// How many there are.
    pub length: i32,
}

/// The text is longer than any code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// The code of a text; the same text gives the same one.
pub fn code(text: &str) -> Result<Code, TooLong> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| TooLong)?;
    let side = code.size();
    let mut runs = Vec::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let length = (x..side).take_while(|x| code.get_module(*x, y)).count();
            let length = i32::try_from(length).unwrap_or_default();
            if length > 0 {
                runs.push(Run { x, y, length });
            }
            x += length + 1;
        }
    }
    Ok(Code { side, runs })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finder_stands_in_the_corner() {
        let code = code("https://example.org/").unwrap();
        assert_eq!(code.side, 25);
        assert_eq!(code.runs.first(), Some(&Run { x: 0, y: 0, length: 7 }));
        assert_eq!(super::code(&"a".repeat(3000)), Err(TooLong));
    }
}
