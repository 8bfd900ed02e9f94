//! The typefaces of the slip: what they can set, and how wide it gets.
//!
//! Specification: ISO 32000-1, 9.6.2.2 and annex D: the standard fonts that every viewer brings, in WinAnsiEncoding. The
//! widths are Adobe's, in thousandths of the size; those of Courier are all the same.

use printpdf::BuiltinFont;

/// A typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Helvetica.
    Regular,
    /// Helvetica Bold.
    Bold,
    /// Courier.
    Mono,
    /// Courier Bold.
    MonoBold,
}

impl Face {
    pub(super) fn font(self) -> BuiltinFont {
        match self {
            Self::Regular => BuiltinFont::Helvetica,
            Self::Bold => BuiltinFont::HelveticaBold,
            Self::Mono => BuiltinFont::Courier,
            Self::MonoBold => BuiltinFont::CourierBold,
        }
    }

    /// How wide a text gets, in points.
    pub(super) fn width(self, text: &str, size: f32) -> f32 {
        let widths = match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
            Self::Mono | Self::MonoBold => &[600; 224],
        };
        let thousandths: u32 =
            text.chars().filter_map(|c| widths.get(usize::from(code(c)?) - 32).copied()).map(u32::from).sum();
        // A line has at most some thousand characters: exact in single precision.
        thousandths as f32 / 1000.0 * size
    }
}

/// What stands at 0x80 to 0x9F of WinAnsiEncoding; nothing where it has a blank.
const HIGH: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The character's code in WinAnsiEncoding, if it has one.
fn code(c: char) -> Option<u8> {
    match c {
        ' '..='~' | '\u{A0}'..='\u{FF}' => u8::try_from(u32::from(c)).ok(),
        _ => HIGH.chars().zip(0x80..).find(|(high, _)| *high == c).map(|(_, code)| code),
    }
}

/// The text as it can be set, or the first character that cannot.
///
/// Spaces and hyphens that differ only in where a line may end are taken for the plain ones; a soft hyphen is nothing.
pub(super) fn settable(text: &str) -> Result<String, char> {
    let plain = text.chars().filter(|c| *c != '\u{AD}').map(|c| match c {
        '\u{2009}' | '\u{200A}' | '\u{202F}' => '\u{A0}',
        '\u{2010}' | '\u{2011}' => '-',
        _ => c,
    });
    plain.map(|c| code(c).map(|_| c).ok_or(c)).collect()
}

/// Helvetica, from 0x20 on.
#[rustfmt::skip]
const REGULAR: [u16; 224] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722,
    278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278,
    469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333,
    500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 0, 556, 0, 222, 556, 333, 1000, 556, 556,
    333, 1000, 667, 333, 1000, 0, 611, 0, 0, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944,
    0, 500, 667, 278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584,
    333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667,
    1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722,
    722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278,
    278, 556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
];

/// Helvetica Bold, from 0x20 on.
#[rustfmt::skip]
const BOLD: [u16; 224] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 0, 556, 0, 278, 556, 500, 1000, 556, 556, 333,
    1000, 667, 333, 1000, 0, 611, 0, 0, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944, 0,
    500, 667, 278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333,
    333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611, 722, 722, 722, 722, 722, 722, 1000,
    722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722,
    722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278, 611,
    611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_standard_fonts() {
        assert!((Face::Regular.width("AV § ß–€", 1000.0) - 4169.0).abs() < 0.5);
        assert!((Face::Bold.width("Wi„", 1000.0) - 1722.0).abs() < 0.5);
        assert!((Face::Mono.width("1234", 10.0) - 24.0).abs() < 0.01);
    }

    #[test]
    fn what_the_fonts_lack_is_named() {
        assert_eq!(settable("Größe § 7 – „Ärø“ €"), Ok("Größe § 7 – „Ärø“ €".to_owned()));
        assert_eq!(
            settable("§\u{202F}7, Schluss\u{AD}satz, A\u{2011}B"),
            Ok("§\u{A0}7, Schlusssatz, A-B".to_owned())
        );
        for (text, lacking) in [
            ("Łódź", 'Ł'),
            ("Ő", 'Ő'),
            ("a\u{308}", '\u{308}'),
            ("Ω", 'Ω'),
            ("a\nb", '\n'),
            ("\u{81}", '\u{81}'),
        ] {
            assert_eq!(settable(text), Err(lacking), "{text}");
        }
    }
}
