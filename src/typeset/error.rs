//! Why something could not be typeset, and the drawing of a fault in a template.
//!
//! Specification: `docs/template.md`, "Faults". A place carries its own line, so that nobody needs the file again
//! to draw it. The typesetter's words are English.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::asset::BadAsset;
use crate::base::canonical::NotCanonical;
use crate::base::lang::say;
use crate::base::{Lang, Say, lang};

/// Why no PDF was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypesetError {
    /// The source is not UTF-8.
    NotText {
        /// The first byte that is not.
        at: usize,
    },
    /// The source is not canonical text of the expected shape.
    Source(NotCanonical),
    /// The source has a format that this version does not know.
    Format {
        /// The format it names.
        found: String,
    },
    /// An asset's name is not a plain file name, or occurs twice.
    AssetName(String),
    /// An asset is not what its name says, or could not be set within bounds.
    Asset {
        /// Its name.
        name: String,
        /// What is wrong with it.
        why: BadAsset,
    },
    /// The permanent address is too long for a QR code.
    LongAddress {
        /// Its length.
        bytes: usize,
    },
    /// No font has a glyph for a character of the text.
    Glyph {
        /// The character, with its combining marks.
        text: String,
        /// The label of the section it stands in, if it stands in one.
        section: Option<String>,
    },
    /// The template does not attach the source byte for byte.
    NotAttached,
    /// The template, or what it makes, is faulty; the typesetter's own words, which are English.
    Template {
        /// Where, if the fault has a place in the template.
        at: Option<Box<Place>>,
        /// What is wrong.
        message: String,
        /// What could be done.
        hints: Vec<String>,
    },
}

/// A place in the template or in a file it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line itself, without its break.
    pub text: String,
    /// The bytes of the line that are to be looked at.
    pub marked: Range<usize>,
}

impl TypesetError {
    /// The file of the template, or of one it uses, that the fault lies in.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Template { at: Some(place), .. } => Some(&place.file),
            _ => None,
        }
    }

    /// Draws a fault that has a place in a template: the fact, the file, the line with a mark below it, hints.
    ///
    /// `path` is the file as the user knows it. `color` uses ANSI escapes.
    pub fn render(&self, path: &str, lang: Lang, color: bool) -> Option<String> {
        self.draw(Level::ERROR.with_name(lang.pick("Fehler", "error")), path, lang, color)
    }

    /// The same for what the typesetter only remarks.
    pub fn render_remark(&self, path: &str, lang: Lang, color: bool) -> Option<String> {
        self.draw(Level::WARNING.with_name(lang.pick("Warnung", "warning")), path, lang, color)
    }

    fn draw(&self, level: Level<'_>, path: &str, lang: Lang, color: bool) -> Option<String> {
        let Self::Template { at: Some(at), message, hints } = self else { return None };
        let mark = AnnotationKind::Primary.span(at.marked.clone());
        let snippet = Snippet::source(&*at.text).line_start(at.line).path(path).annotation(mark);
        let mut group: Group<'_> = level.primary_title(message).element(snippet);
        for hint in hints {
            group = group.element(Level::HELP.with_name(lang.pick("Hinweis", "help")).message(hint));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Some(renderer.render(&[group]))
    }
}

impl From<NotCanonical> for TypesetError {
    fn from(e: NotCanonical) -> Self {
        Self::Source(e)
    }
}

impl Say for TypesetError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NotText { at } => say!(
                lang,
                "die Quelldaten sind kein UTF-8 (ab Byte {at})",
                "the source data is not UTF-8 (from byte {at})"
            ),
            Self::Source(e) => {
                let e = e.fact(lang);
                say!(lang, "die Quelldaten sind nicht lesbar: {e}", "the source data cannot be read: {e}")
            }
            Self::Format { found } => say!(
                lang,
                "das Format „{found}“ der Quelldaten ist nicht bekannt",
                "the format “{found}” of the source data is not known"
            ),
            Self::AssetName(name) => say!(
                lang,
                "„{name}“ ist kein Name für eine beigefügte Datei oder kommt zweimal vor",
                "“{name}” is not a name for an asset, or occurs twice"
            ),
            Self::Asset { name, why } => {
                let why = why.fact(lang);
                format!("{name}: {why}")
            }
            Self::LongAddress { bytes } => say!(
                lang,
                "die Adresse der Fassung ist mit {bytes} Bytes zu lang für einen QR-Code",
                "the address of the version has {bytes} bytes, which is too long for a QR code"
            ),
            Self::Glyph { text, section } => {
                let codes: Vec<String> = text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
                let codes = codes.join(" ");
                match section {
                    Some(label) => say!(
                        lang,
                        "keine Schrift hat das Zeichen „{text}“ ({codes}) in Abschnitt {label}",
                        "no font has the character “{text}” ({codes}) in section {label}"
                    ),
                    None => say!(
                        lang,
                        "keine Schrift hat das Zeichen „{text}“ ({codes})",
                        "no font has the character “{text}” ({codes})"
                    ),
                }
            }
            Self::NotAttached => say!(
                lang,
                "die Vorlage fügt der PDF-Datei ihre Quelldaten nicht bei",
                "the template does not attach the source data to the PDF"
            ),
            Self::Template { at: Some(at), message, .. } => {
                let Place { file, line, column, .. } = &**at;
                say!(
                    lang,
                    "{file}, Zeile {line}, Spalte {column}: {message}",
                    "{file}, line {line}, column {column}: {message}"
                )
            }
            Self::Template { at: None, message, .. } => {
                say!(lang, "der Satz ist gescheitert: {message}", "typesetting failed: {message}")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NotText { .. } | Self::Source(_) => return None,
            Self::Asset { why, .. } => return why.advice(lang),
            Self::LongAddress { .. } => {
                say!(lang, "`base_url` in inkraft.toml kürzen.", "Shorten `base_url` in inkraft.toml.")
            }
            Self::Format { .. } => say!(
                lang,
                "Verwenden Sie eine neuere Version des Programms.",
                "Use a newer version of the program."
            ),
            Self::AssetName(_) => say!(
                lang,
                "Erlaubt sind Buchstaben a–z, Ziffern, Punkt, Binde- und Unterstrich: logo.svg",
                "Use the letters a–z, digits, dots, hyphens and underscores: logo.svg"
            ),
            Self::Glyph { .. } => say!(
                lang,
                "Ersetzen Sie das Zeichen, oder legen Sie der Regelung eine Schrift bei, die es enthält.",
                "Replace the character, or add a font that has it to the policy's assets."
            ),
            Self::NotAttached => say!(
                lang,
                "Übernehmen Sie den Abschnitt „Attachment“ der mitgelieferten Vorlage (`inkraft template`).",
                "Take over the part “Attachment” of the built-in template (`inkraft template`)."
            ),
            Self::Template { hints, .. } if hints.is_empty() => return None,
            Self::Template { hints, .. } => hints.join("\n"),
        })
    }
}

lang::error_that_says!(TypesetError);
