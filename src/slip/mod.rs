//! The slip: one sheet for the paper file, which tells of an archived version.
//!
//! Specification: `docs/slip.md`. Takes words and hashes, gives a PDF of one page for printing: neither tagged nor PDF/A,
//! because printpdf can do neither; what is archived is another file. Decides no words but where they stand. The same
//! slip gives the same bytes: no clock, no random number, nothing compressed. Feature `slip`.

mod face;
mod page;
mod sheet;

use printpdf::{CustomPdfConformance, OffsetDateTime, PdfConformance, PdfDocument, PdfSaveOptions};

use crate::base::{Lang, Say, Time, lang};
use crate::qr;

/// What stands on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// When the last entry was logged: the PDF's date.
    pub date: Time,
    /// Who publishes.
    pub publisher: String,
    /// What sheet this is.
    pub kind: String,
    /// The title of the version.
    pub title: String,
    /// What stands below it.
    pub subtitle: String,
    /// The statements, in their order.
    pub parts: Vec<Part>,
    /// How to check: a heading; sentences, and what to type, if anything.
    pub checks: (String, Vec<(String, String)>),
    /// What the QR code says.
    pub code: String,
    /// What stands below the QR code.
    pub caption: String,
    /// The heading of the note that is written by hand, and what is filled in.
    pub note: (String, Vec<String>),
    /// What stands at the foot.
    pub foot: String,
}

/// Statements under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The heading.
    pub heading: String,
    /// Label and value.
    pub rows: Vec<(String, Value)>,
}

/// What stands behind a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A hash, in groups of four hex digits.
    Hash(String),
    /// The hash that the sheet is about, larger.
    Main(String),
}

/// Why there is no slip.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SlipError {
    /// The fonts that every viewer brings lack a character.
    Letter {
        /// The first such character.
        letter: char,
        /// The text that it stands in.
        text: String,
    },
    /// It does not fit on one page.
    Full,
    /// The QR code cannot hold its text.
    Code,
    /// The PDF could not be written.
    Broke,
}

impl Say for SlipError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Letter { letter, text } => {
                let (code, text) = (u32::from(*letter), text.chars().take(80).collect::<String>());
                lang::say!(
                    lang,
                    "das Aktenblatt kann das Zeichen „{letter}“ (U+{code:04X}) nicht drucken; es steht in „{text}“",
                    "the slip cannot print the character \"{letter}\" (U+{code:04X}); it stands in \"{text}\""
                )
            }
            Self::Full => lang::say!(
                lang,
                "das Aktenblatt passt nicht auf eine Seite",
                "the slip does not fit on one page"
            ),
            Self::Code => lang::say!(
                lang,
                "die Adresse der Fassung ist zu lang für einen QR-Code",
                "the version's address is too long for a QR code"
            ),
            Self::Broke => lang::say!(
                lang,
                "das Aktenblatt ließ sich nicht schreiben; das ist ein Fehler des Programms",
                "the slip could not be written; that is a fault of the program"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Letter { .. } => lang::say!(
                lang,
                "Es druckt mit den Schriften, die jeder Betrachter hat, und ersetzt nichts. `inkraft prove` mit --pdf-out macht ein Blatt mit eigenen Schriften.",
                "It prints with the fonts that every viewer has, and replaces nothing. `inkraft prove` with --pdf-out makes a sheet with fonts of its own."
            ),
            Self::Full | Self::Code => lang::say!(
                lang,
                "`inkraft prove` mit --pdf-out macht ein Blatt, das mehrere Seiten haben kann.",
                "`inkraft prove` with --pdf-out makes a sheet that can have several pages."
            ),
            Self::Broke => lang::say!(lang, "Bitte melden.", "Please report it."),
        })
    }
}

lang::error_that_says!(SlipError);

impl Slip {
    /// The sheet as a PDF.
    ///
    /// # Errors
    ///
    /// See [`SlipError`]; nothing is left out or replaced silently.
    pub fn pdf(&self) -> Result<Vec<u8>, SlipError> {
        let code = qr::code(&self.code).map_err(|qr::TooLong| SlipError::Code)?;
        let page = sheet::page(&self.settable()?, &code)?;
        let date = OffsetDateTime::from_unix_timestamp(self.date.seconds()).map_err(|_| SlipError::Broke)?;
        let mut document = PdfDocument::new(&self.title);
        let info = &mut document.metadata.info;
        (info.creation_date, info.modification_date, info.metadata_date) = (date, date, date);
        info.author.clone_from(&self.publisher);
        info.subject.clone_from(&self.subtitle);
        "inkraft".clone_into(&mut info.creator);
        // Its own presets add a colour profile of half a megabyte.
        info.conformance = PdfConformance::Custom(CustomPdfConformance::default());
        document.with_pages(vec![page]);
        let mut warnings = Vec::new();
        let mut written = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
        if !warnings.is_empty() {
            return Err(SlipError::Broke);
        }
        // It is random, and claims to be a name of the file.
        written.trailer.remove(b"ID");
        // It claims a standard, even if an empty one.
        let info = written.trailer.get(b"Info").and_then(|info| info.as_reference());
        if let Some(info) = info.ok().and_then(|id| written.get_object_mut(id).ok())
            && let Ok(info) = info.as_dict_mut()
        {
            info.remove(b"GTS_PDFXVersion");
        }
        let mut bytes = Vec::new();
        written.save_to(&mut bytes).map_err(|_| SlipError::Broke)?;
        Ok(bytes)
    }

    /// The slip in characters that the fonts have.
    fn settable(&self) -> Result<Self, SlipError> {
        let text = |text: &String| {
            face::settable(text).map_err(|letter| SlipError::Letter { letter, text: text.clone() })
        };
        let value = |value: &Value| {
            Ok(match value {
                Value::Text(words) => Value::Text(text(words)?),
                Value::Hash(hash) => Value::Hash(text(hash)?),
                Value::Main(hash) => Value::Main(text(hash)?),
            })
        };
        let part = |part: &Part| {
            let rows = part.rows.iter().map(|(label, v)| Ok((text(label)?, value(v)?)));
            Ok(Part { heading: text(&part.heading)?, rows: rows.collect::<Result<_, _>>()? })
        };
        let checks = self.checks.1.iter().map(|(words, command)| Ok((text(words)?, text(command)?)));
        Ok(Self {
            date: self.date,
            publisher: text(&self.publisher)?,
            kind: text(&self.kind)?,
            title: text(&self.title)?,
            subtitle: text(&self.subtitle)?,
            parts: self.parts.iter().map(part).collect::<Result<_, _>>()?,
            checks: (text(&self.checks.0)?, checks.collect::<Result<_, _>>()?),
            code: self.code.clone(),
            caption: text(&self.caption)?,
            note: (text(&self.note.0)?, self.note.1.iter().map(text).collect::<Result<_, _>>()?),
            foot: text(&self.foot)?,
        })
    }
}

#[cfg(test)]
mod tests;
