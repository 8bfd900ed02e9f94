//! Where everything stands on the sheet.
//!
//! Specification: `docs/slip.md`, "The sheet". From the top down; the QR code, the note and the foot stand at the bottom.
//! What does not fit is set smaller, to a limit; then there is no sheet, rather than one that lacks something.

use printpdf::PdfPage;

use super::face::Face;
use super::page::{HEIGHT, Page, WIDTH, mm, wrapped};
use super::{Slip, SlipError, Value};
use crate::qr::Code;

/// Left margin: the sheet is punched and filed (DIN 5008).
const LEFT: f32 = mm(25.0);

/// Where lines end.
const RIGHT: f32 = WIDTH - mm(20.0);

/// Where values begin, behind their labels.
const VALUES: f32 = LEFT + mm(38.0);

/// The side of the QR code, and where it begins.
const CODE: f32 = mm(34.0);
const CODE_LEFT: f32 = RIGHT - CODE;

/// The top of the note that is written by hand, and of the foot.
const NOTE: f32 = HEIGHT - mm(49.0);
const FOOT: f32 = HEIGHT - mm(17.0);

/// From one line to the next, in sizes.
const LEADING: f32 = 1.3;

/// How much smaller than meant the text may be set: below that nobody reads it on paper.
const SIZES: [f32; 5] = [1.0, 0.95, 0.9, 0.85, 0.8];

/// The page, with text as large as fits.
pub(super) fn page(slip: &Slip, code: &Code) -> Result<PdfPage, SlipError> {
    SIZES
        .into_iter()
        .find_map(|scale| Sheet { page: Page::default(), y: mm(20.0), scale }.drawn(slip, code))
        .ok_or(SlipError::Full)
}

/// A sheet under way.
struct Sheet {
    page: Page,
    /// How far from the top it is filled.
    y: f32,
    scale: f32,
}

impl Sheet {
    /// The page, if everything has its place.
    fn drawn(mut self, slip: &Slip, code: &Code) -> Option<PdfPage> {
        self.head(slip);
        for part in &slip.parts {
            self.heading(&part.heading);
            for (label, value) in &part.rows {
                self.row(label, value);
            }
        }
        let fits = self.checks(slip, code);
        self.note(&slip.note.0, &slip.note.1);
        self.foot(&slip.foot);
        fits.then(|| self.page.finish())
    }

    fn down(&mut self, points: f32) {
        self.y += points * self.scale;
    }

    /// Lines of text from a place, as wide as there is room.
    fn lines(&mut self, face: Face, size: f32, x: f32, to: f32, text: &str) {
        let size = size * self.scale;
        for line in wrapped(face, size, text, to - x) {
            self.y += size * LEADING;
            self.page.text(face, size, x, self.y, &line);
        }
    }

    fn head(&mut self, slip: &Slip) {
        let kind = Face::Bold.width(&slip.kind, 9.5);
        let top = self.y;
        let right = self.y + 9.5 * self.scale * LEADING;
        self.page.text_to(Face::Bold, 9.5, RIGHT, right, &slip.kind);
        self.lines(Face::Regular, 9.5, LEFT, RIGHT - kind - mm(8.0), &slip.publisher);
        self.y = self.y.max(top);
        self.down(6.0);
        self.page.rule(LEFT, RIGHT, self.y, 1.2);
        self.down(9.0);
        self.lines(Face::Bold, 17.0, LEFT, RIGHT, &slip.title);
        self.down(2.0);
        self.lines(Face::Regular, 11.0, LEFT, RIGHT, &slip.subtitle);
        self.down(7.0);
    }

    fn heading(&mut self, text: &str) {
        self.down(9.0);
        self.page.rule(LEFT, RIGHT, self.y, 0.4);
        self.down(2.0);
        self.lines(Face::Bold, 9.5, LEFT, RIGHT, text);
        self.down(1.5);
    }

    fn row(&mut self, label: &str, value: &Value) {
        self.down(2.5);
        let (face, size) = match value {
            Value::Text(_) => (Face::Regular, 9.5),
            Value::Hash(_) => (Face::Mono, 9.5),
            Value::Main(_) => (Face::MonoBold, 12.5),
        };
        let first = self.y + size * self.scale * LEADING;
        self.page.text(Face::Regular, 9.5 * self.scale, LEFT, first, label);
        match value {
            Value::Text(text) => self.lines(face, size, VALUES, RIGHT, text),
            Value::Hash(hash) | Value::Main(hash) => self.groups(face, size, hash),
        }
    }

    /// A hash on lines of equal length, so that people can compare it group by group.
    fn groups(&mut self, face: Face, size: f32, hash: &str) {
        let groups: Vec<&str> = hash.split(' ').collect();
        for line in groups.chunks(8) {
            let size = size * self.scale;
            self.y += size * LEADING;
            self.page.text(face, size, VALUES, self.y, &line.join("  "));
        }
    }

    /// How to check, beside the QR code; says whether it ends above the note.
    fn checks(&mut self, slip: &Slip, code: &Code) -> bool {
        let (heading, steps) = &slip.checks;
        let top = self.y;
        self.heading(heading);
        let beside = CODE_LEFT - mm(9.0);
        for (words, command) in steps {
            self.down(1.5);
            self.lines(Face::Regular, 9.0, LEFT, beside, words);
            if !command.is_empty() {
                self.lines(Face::Mono, 8.5, LEFT + mm(3.0), beside, command);
            }
        }
        let below = std::mem::replace(&mut self.y, top);
        self.down(9.0);
        self.y += mm(4.0);
        self.page.code(code, CODE_LEFT, self.y, CODE);
        self.y += CODE + 1.0;
        self.lines(Face::Regular, 7.5, CODE_LEFT, RIGHT, &slip.caption);
        self.y = self.y.max(below);
        self.y <= NOTE - mm(3.0)
    }

    /// Lines to be filled in by hand.
    fn note(&mut self, heading: &str, fields: &[String]) {
        self.page.rule(LEFT, RIGHT, NOTE, 0.4);
        self.page.text(Face::Bold, 9.5, LEFT, NOTE + 14.0, heading);
        let gap = mm(6.0);
        // There are a handful of fields.
        let width = (RIGHT - LEFT + gap) / fields.len().max(1) as f32 - gap;
        let mut x = LEFT;
        for field in fields {
            self.page.rule(x, x + width, NOTE + mm(19.0), 0.4);
            self.page.text(Face::Regular, 7.5, x, NOTE + mm(19.0) + 9.5, field);
            x += width + gap;
        }
    }

    fn foot(&mut self, text: &str) {
        self.page.rule(LEFT, RIGHT, FOOT - 4.0, 1.2);
        self.y = FOOT - 4.0;
        self.scale = 1.0;
        self.lines(Face::Regular, 7.5, LEFT, RIGHT, text);
    }
}
