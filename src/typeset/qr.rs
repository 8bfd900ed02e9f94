//! A QR code of an address, as a drawing that templates find as `assets/qr.svg`.
//!
//! Specification: `docs/template.md`, "The QR code". ISO/IEC 18004, error correction M or better, the quiet zone of
//! four modules included, one path. The same address gives the same bytes; they are archived, so that a later
//! version of this program may draw it otherwise.

use super::TypesetError;
use crate::qr::{QUIET, Run, code};

/// The name under which a template finds it; no asset of one's own may have it.
pub const QR: &str = "qr.svg";

/// Draws the address.
pub fn qr(address: &str) -> Result<Vec<u8>, TypesetError> {
    let code = code(address).map_err(|_| TypesetError::LongAddress { bytes: address.len() })?;
    // In one path, because seams between shapes of their own show on some screens.
    let path: String = code
        .runs
        .iter()
        .map(|Run { x, y, length }| format!("M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET))
        .collect();
    let side = code.side + 2 * QUIET;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\">\
         <path d=\"{path}\"/></svg>\n"
    );
    Ok(svg.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a scanner reads from the drawing: the path is filled into a bitmap, ten dots a module.
    fn scanned(svg: &[u8]) -> String {
        let svg = std::str::from_utf8(svg).unwrap();
        let between = |a: &str, b: &str| svg.split_once(a).unwrap().1.split_once(b).unwrap().0;
        let side: usize = between("width=\"", "\"").parse().unwrap();
        let mut dark = vec![false; side * side];
        for shape in between(" d=\"", "\"").split_terminator('z') {
            let numbers: Vec<usize> =
                shape.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
            let [x, y, run, 1, back] = numbers[..] else { panic!("{shape}") };
            assert_eq!(run, back);
            dark[y * side + x..y * side + x + run].fill(true);
        }
        // The quiet zone is empty.
        assert!(dark[..side * 4].iter().chain(&dark[side * (side - 4)..]).all(|d| !d));
        let dot = |x: usize, y: usize| if dark[y / 10 * side + x / 10] { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * 10, side * 10, dot);
        let found = image.detect_grids();
        let (meta, text) = found.first().unwrap().decode().unwrap();
        // 0 is M, 1 is L, 2 is H, 3 is Q.
        assert_ne!(meta.ecc_level, 1);
        text
    }

    #[test]
    fn a_scanner_reads_the_address_back() {
        for address in [
            "https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf",
            "HTTP://A.DE/1",
            &format!("https://example.org/{}/1/x-v1.pdf", "abc-%C3%84/".repeat(60)),
        ] {
            let svg = qr(address).unwrap();
            assert_eq!(scanned(&svg), address);
            assert_eq!(qr(address), Ok(svg));
        }
    }

    #[test]
    fn an_address_that_no_code_holds_is_refused() {
        let long = "a".repeat(3000);
        assert_eq!(qr(&long), Err(TypesetError::LongAddress { bytes: 3000 }));
    }
}
