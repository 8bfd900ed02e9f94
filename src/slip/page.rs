//! One A4 page that is drawn from the top down: lines of text, rules, a QR code.
//!
//! Places are points from the left and from the top of the sheet; the PDF counts from the bottom. Knows nothing of what
//! the words mean.

use printpdf::{
    Color, Greyscale, Line, LinePoint, Mm, Op, PaintMode, PdfFontHandle, PdfPage, Point, Polygon,
    PolygonRing, Pt, TextItem, WindingOrder,
};

use super::face::Face;
use crate::qr::{Code, Run};

/// The height of the sheet, in points.
pub(super) const HEIGHT: f32 = 841.89;

/// The width of the sheet, in points.
pub(super) const WIDTH: f32 = 595.276;

/// Millimetres as points.
pub(super) const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// What is drawn so far.
#[derive(Debug, Default)]
pub(super) struct Page {
    ops: Vec<Op>,
}

fn point(x: f32, y: f32) -> Point {
    Point { x: Pt(x), y: Pt(HEIGHT - y) }
}

fn line_point(x: f32, y: f32) -> LinePoint {
    LinePoint { p: point(x, y), bezier: false }
}

impl Page {
    /// A line of text that begins at `x`; its baseline is `y` from the top.
    pub(super) fn text(&mut self, face: Face, size: f32, x: f32, y: f32, text: &str) {
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::Builtin(face.font()), size: Pt(size) },
            Op::SetTextCursor { pos: point(x, y) },
            Op::ShowText { items: vec![TextItem::Text(text.to_owned())] },
            Op::EndTextSection,
        ]);
    }

    /// A line of text that ends at `x`.
    pub(super) fn text_to(&mut self, face: Face, size: f32, x: f32, y: f32, text: &str) {
        self.text(face, size, x - face.width(text, size), y, text);
    }

    /// A horizontal rule.
    pub(super) fn rule(&mut self, from: f32, to: f32, y: f32, thickness: f32) {
        let points = vec![line_point(from, y), line_point(to, y)];
        self.ops.extend([
            Op::SetOutlineThickness { pt: Pt(thickness) },
            Op::DrawLine { line: Line { points, is_closed: false } },
        ]);
    }

    /// A QR code, its dark modules as one shape, so that there are no seams between them.
    pub(super) fn code(&mut self, code: &Code, x: f32, y: f32, side: f32) {
        // A code has at most 177 modules a side: exact in single precision.
        let module = side / code.side as f32;
        let ring = |run: &Run| {
            let (left, top) = (x + run.x as f32 * module, y + run.y as f32 * module);
            let (right, bottom) = (left + run.length as f32 * module, top + module);
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
            PolygonRing { points: corners.into_iter().map(|(x, y)| line_point(x, y)).collect() }
        };
        let rings = code.runs.iter().map(ring).collect();
        self.ops.push(Op::DrawPolygon {
            polygon: Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero },
        });
    }

    /// The page, all in black.
    pub(super) fn finish(self) -> PdfPage {
        let black = || Color::Greyscale(Greyscale::new(0.0, None));
        let mut ops = vec![Op::SetFillColor { col: black() }, Op::SetOutlineColor { col: black() }];
        ops.extend(self.ops);
        PdfPage::new(Mm(210.0), Mm(297.0), ops)
    }
}

/// The text in lines that are no wider than that; a word that is wider is cut, behind a slash if it has one.
pub(super) fn wrapped(face: Face, size: f32, text: &str, width: f32) -> Vec<String> {
    let fits = |line: &str| face.width(line, size) <= width;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&joined) {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if !fits(&line) && line.chars().count() > 1 {
                line.pop();
                let rest = line.split_off(line.rfind('/').map_or(line.len(), |slash| slash + 1));
                lines.push(std::mem::replace(&mut line, rest));
                line.push(c);
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_they_may_be() {
        let text = "Über die Benutzung der Einrichtungen und https://muster.example/ein/sehr/langer/pfad-ohne-luecke";
        let lines = wrapped(Face::Regular, 10.0, text, 100.0);
        assert!(lines.iter().all(|l| Face::Regular.width(l, 10.0) <= 100.0), "{lines:?}");
        assert_eq!(lines.join("").replace(' ', ""), text.replace(' ', ""));
        assert_eq!(wrapped(Face::Regular, 10.0, "", 100.0), [""]);
    }
}
